/**
 * Encloses repository text as data. The fence is longer than any run of backticks inside, so that nothing in the text
 * can close it and go on as if it were an instruction.
 */
export function fence(text: string): string {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const mark = '`'.repeat(Math.max(3, longest + 1));
  return `${mark}\n${text.endsWith('\n') || text === '' ? text : `${text}\n`}${mark}`;
}

/** A path or other single-line label made safe to stand outside a fence. */
export function label(text: string): string {
  return text.replace(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' ').replaceAll('`', "'");
}
