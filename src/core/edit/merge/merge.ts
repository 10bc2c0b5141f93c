import { type LineChange, lineChanges, linesWithEnds, withoutEnd } from '../lineDiff.ts';
import { Certainty } from './mergeCertainty.ts';

/** Lines of one of the texts, without their endings; `line` is the number of the first, from 1. */
export interface LineSpan {
  readonly line: number;
  readonly lines: readonly string[];
}

/**
 * Why two changes can't both be made. `overlap`: they change the same or neighbouring lines. `unclear`: which lines of the
 * other text are meant can't be told. `twice`: the other side has already put the same lines elsewhere.
 */
export interface MergeConflict {
  readonly reason: 'overlap' | 'unclear' | 'twice';
  readonly base: LineSpan;
  readonly mine: LineSpan;
  readonly theirs: LineSpan;
}

export type Merged =
  | { readonly type: 'clean'; readonly text: string }
  | { readonly type: 'conflict'; readonly conflicts: readonly MergeConflict[] };

/**
 * Puts two versions of a text together, line by line. Both sides' changes are in the result, and what both did alike is in
 * it once. Changes with no line between them are a conflict, as in git: each may have been made with the other's old line
 * in mind. So is a change whose place in the other version is one of several that are equally likely, which other merges
 * guess: nothing is ever put at a place that merely looks alike.
 */
export function merge3(base: string, mine: string, theirs: string): Merged {
  if (mine === base || mine === theirs) return { type: 'clean', text: theirs };
  if (theirs === base) return { type: 'clean', text: mine };
  const lines = { base: linesWithEnds(base), mine: linesWithEnds(mine), theirs: linesWithEnds(theirs) };
  const changes = {
    mine: lineChanges(lines.base, lines.mine),
    theirs: lineChanges(lines.base, lines.theirs),
  };
  const certainty = {
    mine: new Certainty(lines.base, lines.mine, changes.mine),
    theirs: new Certainty(lines.base, lines.theirs, changes.theirs),
  };
  const conflicts: MergeConflict[] = [];
  const merged: string[] = [];
  let at = 0;
  for (const stretch of stretches(changes)) {
    const spans = {
      base: { from: stretch.start, to: stretch.end },
      mine: spanIn(changes.mine, stretch),
      theirs: spanIn(changes.theirs, stretch),
    };
    const textOf = (side: Side): readonly string[] => lines[side].slice(spans[side].from, spans[side].to);
    const conflict = (reason: MergeConflict['reason']) => {
      const spanOf = (side: Side) => ({ line: spans[side].from + 1, lines: textOf(side).map(withoutEnd) });
      conflicts.push({ reason, base: spanOf('base'), mine: spanOf('mine'), theirs: spanOf('theirs') });
    };
    const isMine = stretch.sides.has('mine');
    if (isMine && stretch.sides.has('theirs')) {
      if (textOf('mine').join('') !== textOf('theirs').join('')) conflict('overlap');
    } else {
      const [own, other] = isMine ? (['mine', 'theirs'] as const) : (['theirs', 'mine'] as const);
      if (!certainty[other].isCertain(stretch.start, stretch.end)) conflict('unclear');
      else if (stretch.start === stretch.end && isAdded(textOf(own), lines[other], changes[other]))
        conflict('twice');
    }
    merged.push(...lines.base.slice(at, stretch.start), ...textOf(isMine ? 'mine' : 'theirs'));
    at = stretch.end;
  }
  if (conflicts.length > 0) return { type: 'conflict', conflicts };
  return { type: 'clean', text: [...merged, ...lines.base.slice(at)].join('') };
}

type Side = 'base' | 'mine' | 'theirs';

/** Lines of the base that one side changed, or both: there the changes touch. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly sides: ReadonlySet<Side>;
}

function stretches(changes: {
  readonly mine: readonly LineChange[];
  readonly theirs: readonly LineChange[];
}): readonly Stretch[] {
  const all = (['mine', 'theirs'] as const)
    .flatMap((side) => changes[side].map(({ oldStart, oldEnd }) => ({ side, oldStart, oldEnd })))
    .sort((a, b) => a.oldStart - b.oldStart || a.oldEnd - b.oldEnd);
  const found: { start: number; end: number; sides: Set<Side> }[] = [];
  for (const { side, oldStart, oldEnd } of all) {
    const last = found[found.length - 1];
    if (last && oldStart <= last.end) {
      last.end = Math.max(last.end, oldEnd);
      last.sides.add(side);
    } else found.push({ start: oldStart, end: oldEnd, sides: new Set([side]) });
  }
  return found;
}

/** Where a side has a stretch. Its changes lie wholly within the stretch or wholly outside, and then do not touch it. */
function spanIn(changes: readonly LineChange[], { start, end }: Stretch): { from: number; to: number } {
  const above = changes.findLast((change) => change.oldEnd < start);
  const last = changes.findLast((change) => change.oldEnd <= end);
  return {
    from: start + (above ? above.newEnd - above.oldEnd : 0),
    to: end + (last ? last.newEnd - last.oldEnd : 0),
  };
}

/** Whether a side's changes have put these lines into the text, blank lines round them aside. */
function isAdded(
  block: readonly string[],
  lines: readonly string[],
  changes: readonly LineChange[],
): boolean {
  const sought = trimBlank(block.map(withoutEnd));
  if (!sought.some((line) => /\w/.test(line))) return false;
  return changes.some(({ newStart, newEnd }) => {
    const added = lines.slice(newStart, newEnd).map(withoutEnd);
    return added.some((_, at) => sought.every((line, k) => line === added[at + k]));
  });
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const isText = (line: string): boolean => line.trim() !== '';
  return lines.slice(lines.findIndex(isText), lines.findLastIndex(isText) + 1);
}
