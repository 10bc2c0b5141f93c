import type { Change, Hunk } from './change.ts';
import { isBlank, mapLines } from './disturbance.ts';

/** What editors and models make of plain quotes, dashes and dots. */
export function toTypographic(text: string): string {
  return text
    .replace(/"([^"]*)"/g, '\u201C$1\u201D')
    .replace(/'/g, '\u2019')
    .replace(/\.\.\./g, '\u2026')
    .replace(/(?<=\w) - (?=\w)/g, ' \u2013 ');
}

export function toPlain(text: string): string {
  return text
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/\u2026/g, '...')
    .replace(/[\u2013\u2014]/g, '-');
}

const indentOf = (text: string): string => /^[ \t]*/.exec(text)?.[0] ?? '';

/** The hunks without the indentation that all lines of each share. */
export function dedented(hunks: readonly Hunk[]): readonly Hunk[] | undefined {
  return mapLines(hunks, ({ text }, hunk) => {
    const indents = hunk.lines.filter((line) => !isBlank(line.text)).map((line) => indentOf(line.text));
    const shared = indents.reduce((common, indent) => {
      let length = 0;
      while (length < common.length && common[length] === indent[length]) length++;
      return common.slice(0, length);
    }, indents[0] ?? '');
    return isBlank(text) ? undefined : text.slice(shared.length);
  });
}

/**
 * The hunks with tabs where the file has spaces, or spaces where it has tabs. Undefined where no old line shows what a
 * tab stands for, or where the file itself mixes both.
 */
export function retabbed(
  change: Change,
  { onlyOld }: { readonly onlyOld: boolean },
): readonly Hunk[] | undefined {
  const indents = change.before.filter((line) => !isBlank(line)).map(indentOf);
  const hasTabs = indents.some((indent) => indent.includes('\t'));
  if (hasTabs && indents.some((indent) => indent.includes(' '))) return undefined;
  const unit = hasTabs ? 1 : unitOf(indents);
  if (unit === undefined) return undefined;
  const all = change.hunks.flatMap((hunk) => hunk.lines);
  if (all.some((line) => !isBlank(line.text) && indentOf(line.text).length % unit !== 0)) return undefined;
  const shows = change.hunks.every((hunk) =>
    hunk.lines.some((line) => line.sign !== '+' && !isBlank(line.text) && indentOf(line.text) !== ''),
  );
  if (!shows) return undefined;
  return mapLines(change.hunks, ({ sign, text }) => {
    if (isBlank(text) || (onlyOld && sign === '+')) return undefined;
    const depth = indentOf(text).length / unit;
    return (hasTabs ? '    ' : '\t').repeat(depth) + text.slice(indentOf(text).length);
  });
}

/** The width that a file indents by; undefined where it is neither two nor four. */
function unitOf(indents: readonly string[]): number | undefined {
  const widths = indents.map((indent) => indent.length).filter((width) => width > 0);
  if (widths.length === 0) return undefined;
  const fours = widths.filter((width) => width % 4 === 0).length;
  const twos = widths.filter((width) => width % 2 === 0).length;
  if (fours > widths.length * 0.9) return 4;
  return twos > widths.length * 0.9 ? 2 : undefined;
}
