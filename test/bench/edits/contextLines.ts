import type { Hunk, HunkLine } from './change.ts';
import { withHunk } from './disturbance.ts';
import type { Random } from './random.ts';

export interface ChosenLine {
  /** The hunk's number and the line's, from 0. */
  readonly at: number;
  readonly index: number;
  readonly hunk: Hunk;
  readonly line: HunkLine;
}

/** One context line of the hunks, at random among those that will do. */
export function oneOfTheContext(
  hunks: readonly Hunk[],
  random: Random,
  willDo: (line: HunkLine, index: number, hunk: Hunk) => boolean,
): ChosenLine | undefined {
  const fitting = hunks.flatMap((hunk, at) =>
    hunk.lines.flatMap((line, index) =>
      line.sign === ' ' && willDo(line, index, hunk) ? [{ at, index, hunk, line }] : [],
    ),
  );
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

/**
 * The hunks without one context line that has context on both sides: beside a changed line it would be open whether the
 * new lines belong above or below it.
 */
export function removeInnerContext(hunks: readonly Hunk[], random: Random): readonly Hunk[] | undefined {
  const chosen = oneOfTheContext(
    hunks,
    random,
    (_, index, hunk) => hunk.lines[index - 1]?.sign === ' ' && hunk.lines[index + 1]?.sign === ' ',
  );
  return chosen && withHunk(hunks, chosen.at, chosen.hunk.lines.toSpliced(chosen.index, 1));
}

/** A line with one letter left out, doubled or swapped with the next. */
export function misspell(text: string, random: Random): string {
  const letters = [...text.matchAll(/(?<=[a-z])[a-z](?=[a-z])/gi)].map((found) => found.index);
  const at = letters.length > 0 ? random.pick(letters) : text.length - 1;
  const [letter = '', next = ''] = text.slice(at, at + 2);
  const instead = random.pick([
    next,
    letter + letter + next,
    letter === next ? `${letter}x${next}` : next + letter,
  ]);
  return text.slice(0, at) + instead + text.slice(at + 2);
}
