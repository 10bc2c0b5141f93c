/** Characters that models mix up, and the form that they are compared in. */
export const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u00B4]/, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/, '"'],
  [/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/, '-'],
  [/\u2026/, '...'],
  [/\u200B|\u200C|\u200D|\u2060|\uFEFF|\u00AD/, ''],
  [/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/, ' '],
];

const plain = /^[\t\x20-\x7E]*$/;
const everyLookAlike = lookAlikes.map(([pattern, to]) => [new RegExp(pattern.source, 'g'), to] as const);
const anyLookAlike = new RegExp(lookAlikes.map(([pattern]) => pattern.source).join('|'));

/** A line with its white space and the characters that models mix up brought to one form; for comparing only. */
export function fold(line: string): string {
  let folded = line;
  if (!plain.test(line)) {
    if (anyLookAlike.test(line))
      for (const [pattern, replacement] of everyLookAlike) folded = folded.replace(pattern, replacement);
    folded = folded.normalize('NFC');
  }
  const trimmed = folded.trim();
  return /\s\s|[^\S ]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed;
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/**
 * A stand-in that models write for lines they leave out ("... existing code ..."), as a comment of any language or
 * bare. It is never text for a file.
 */
export function isElision(line: string): boolean {
  if (!line.includes('...') && !line.includes('\u2026')) return false;
  const bare = line
    .trim()
    .replace(/^(?:\/\/|\/\*|#|--|<!--|;|%|\{\s*\/\*)\s*/, '')
    .replace(/(?:\*\/\s{0,3}\}?|-->)$/, '')
    .trimEnd()
    .replace(/\u2026/g, '...');
  if (/^\.{3,}$/.test(bare)) return bare !== line.trim();
  return /^[.\s([]*(?:(?:the\s+)?(?:rest|remaining|remainder)\b|existing\b|unchanged\b|omitted\b|(?:same|as)\s+(?:as\s+)?before\b|previous\b|other\b|keep\b)[^"'`;{}=]*$/i.test(
    bare,
  );
}
