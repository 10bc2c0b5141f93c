/** No text needs a longer run of backticks; a fence as long as the text would cost three times what it holds. */
const mostBackticks = 80;
const endlessRun = new RegExp(`\`{${mostBackticks},}`, 'g');

/**
 * Encloses repository text as data. The fence is longer than any run of backticks inside, so that nothing in the text
 * can close it and go on as if it were an instruction.
 */
export function fence(text: string): string {
  const shown = text.replace(endlessRun, '`'.repeat(mostBackticks));
  let longest = 0;
  for (const [run] of shown.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const mark = '`'.repeat(Math.max(3, longest + 1));
  return `${mark}\n${shown.endsWith('\n') || shown === '' ? shown : `${shown}\n`}${mark}`;
}

/** A text with fences in it, cut after so many characters; a fence that is cut through is closed again. */
export function cutFenced(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most);
  let open: string | undefined;
  for (const [, mark = '', language = ''] of kept.matchAll(/^(`{3,})(.*)$/gm)) {
    if (open === undefined) open = mark;
    // As Markdown has it: what closes a fence is no shorter, and nothing stands behind it.
    else if (mark.length >= open.length && language.trim() === '') open = undefined;
  }
  return `${kept}${open === undefined ? '' : `\n${open}`}\n(cut here: too long)`;
}

/** A text made to stand on one line, without what can't be seen and without what opens a fence. */
export function oneLine(text: string): string {
  return text
    .replace(/\s*[\p{Cc}\u2028\u2029]+\s*/gu, ' ')
    .replace(/\p{Cf}+/gu, '\ufffd')
    .replaceAll('`', "'");
}

const mostOfLabel = 300;

/**
 * A path or another name made safe to stand outside a fence. What is more than a name stands in quotes, which it can't
 * close, so that a sentence in it is not read as one of ours.
 */
export function label(text: string): string {
  const line = oneLine(text).slice(0, mostOfLabel);
  return /^[\p{L}\p{M}\p{N}_./@+()[\]{}$#~,&=%:-]*$/u.test(line) ? line : `"${line.replaceAll('"', "'")}"`;
}
