import type { HunkView } from '../../protocol/panel.ts';

/** A line of a hunk; numbers count from 1 and exist on the side where the line does. */
export interface HunkLine {
  readonly type: 'context' | 'removed' | 'added';
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
}

/** The lines of a hunk with their numbers. */
export function linesOf(hunk: Pick<HunkView, 'oldStart' | 'newStart' | 'text'>): readonly HunkLine[] {
  if (hunk.text === '') return [];
  let oldLine = hunk.oldStart;
  let newLine = hunk.newStart;
  return hunk.text.split('\n').map((line): HunkLine => {
    const text = line.slice(1);
    if (line.startsWith('-')) return { type: 'removed', text, oldLine: oldLine++ };
    if (line.startsWith('+')) return { type: 'added', text, newLine: newLine++ };
    return { type: 'context', text, oldLine: oldLine++, newLine: newLine++ };
  });
}

/** How many lines a hunk has, without taking it apart. */
export function countLines({ text }: Pick<HunkView, 'text'>): number {
  if (text === '') return 0;
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The lines that a hunk puts into the file. */
export function addedLines({ text }: Pick<HunkView, 'text'>): readonly string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('+') ? [line.slice(1)] : []));
}

/** A hunk's place in a line: "Line 12", "Lines 12 to 20", of the new side where there is one. */
export function placeOf(hunk: Pick<HunkView, 'oldStart' | 'newStart' | 'text'>): string {
  const lines = linesOf(hunk);
  const changed = lines.filter((line) => line.type !== 'context');
  const added = changed.filter((line) => line.type === 'added');
  const numbers = (
    added.length > 0 ? added.map((line) => line.newLine) : changed.map((line) => line.oldLine)
  ).filter((line) => line !== undefined);
  const first = numbers[0];
  const last = numbers.at(-1);
  if (first === undefined || last === undefined) return '';
  return first === last ? `Line ${first}` : `Lines ${first}–${last}`;
}
