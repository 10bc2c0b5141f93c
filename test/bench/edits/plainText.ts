/**
 * A text of 8 to 3,000 lines that end in "\n" all, the last one too, without a mark or control characters: the plain
 * form that disturbances are made from.
 */
export function isPlainText(text: string): boolean {
  if (text.length > 200_000 || !text.endsWith('\n') || text.startsWith('\uFEFF') || text.includes('\uFFFD'))
    return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x08\x0B-\x1F\u2028\u2029]/.test(text)) return false;
  const lines = text.split('\n').length - 1;
  return lines >= 8 && lines <= 3000;
}
