import { type Hunk, type HunkLine, looseKey } from './change.ts';
import { misspell } from './contextLines.ts';
import { toTypographic } from './lookAlikes.ts';
import type { Random } from './random.ts';
import { render } from './render.ts';

/** By which rung of the ladder the place is found; the last two end in a refusal. */
export const rungs = [
  'exact',
  'trailing',
  'indentation',
  'folded',
  'near',
  'refused: a removed line changed',
  'refused: no line alike',
] as const;
export type Rung = (typeof rungs)[number];

export const speedPath = 'src/long.ts';

export interface PatchShape {
  readonly hunks: number;
  /** Old lines of each. */
  readonly lines: number;
}

export type MakePatch = (rung: Rung, shape: PatchShape, random: Random) => string;

/**
 * Makes V4A patches for these lines whose hunks are found by one rung alone, evenly spread over the text and each in a
 * place that no other is like.
 */
export function patchMaker(lines: readonly string[]): MakePatch {
  const keys = lines.map(looseKey);
  const joined = `\n${keys.join('\n')}\n`;
  const isUnique = (start: number, count: number): boolean => {
    const wanted = `\n${keys.slice(start, start + count).join('\n')}\n`;
    return joined.indexOf(wanted) === joined.lastIndexOf(wanted);
  };
  // With a line misspelt in one half, the other must still tell the place from all others.
  const willDo = (start: number, { lines: count }: PatchShape, rung: Rung): boolean => {
    const half = count >> 1;
    return rung === 'near'
      ? isUnique(start, half) && isUnique(start + half, count - half)
      : isUnique(start, count);
  };
  return (rung, shape, random) => {
    const step = Math.floor(lines.length / shape.hunks);
    const hunks = Array.from({ length: shape.hunks }, (_, k): Hunk => {
      // Late in its part of the text, so that one who looks from the top has to look for it.
      const first = k * step + Math.floor(step * 0.7) + random.below(Math.max(1, Math.floor(step * 0.1)));
      let start = first;
      while (start + shape.lines < (k + 1) * step && !willDo(start, shape, rung)) start++;
      return { start, lines: disturb(lines.slice(start, start + shape.lines), rung, random) };
    });
    return render('v4a', { path: speedPath, hunks, after: [] }) ?? '';
  };
}

/** Old lines of a hunk with every tenth of them replaced, written as the rung has it. */
function disturb(own: readonly string[], rung: Rung, random: Random): readonly HunkLine[] {
  // A line to be removed must say something, or nothing in it could be disturbed.
  const says = (text: string): boolean => looseKey(text).length > 3;
  const tenths = own.flatMap((text, k) => (k % 10 === 5 && says(text) ? [k] : []));
  const removed = new Set(tenths.length > 0 ? tenths : [own.findIndex(says)]);
  const [first] = removed;
  const misspelt = own.findIndex((text, k) => !removed.has(k) && k > 1 && text.trim().length > 12);
  return own.flatMap((text, k): HunkLine[] => {
    const written = writtenAs(text, rung);
    if (removed.has(k)) {
      const isOff = rung === 'refused: a removed line changed' && k === first;
      return [
        { sign: '-', text: isOff ? `${written} + changedMeanwhile` : written },
        { sign: '+', text: `${/^\s*/.exec(written)?.[0] ?? ''}replaced(${random.below(1e6)});` },
      ];
    }
    if (rung === 'near' && k === misspelt) return [{ sign: ' ', text: misspell(text, random) }];
    return [{ sign: ' ', text: written }];
  });
}

function writtenAs(text: string, rung: Rung): string {
  switch (rung) {
    case 'exact':
    case 'near':
    case 'refused: a removed line changed':
      return text;
    case 'trailing':
      return text.endsWith('*/') ? text : `${text}  `;
    case 'indentation':
      return text === '' ? text : `    ${text}`;
    case 'folded':
      return toTypographic(text).replace(/(?<=\S) (?=\S)/g, '  ');
    case 'refused: no line alike':
      return text === '' ? text : `${[...text].reverse().join('')}${text.length}`;
  }
}
