import { linesWithEnds, withoutEnd } from '../lineDiff.ts';
import type { Hunk } from './hunk.ts';
import { hunksOf } from './hunks.ts';
import type { HunkDecision, ProposedFile } from './proposal.ts';

/**
 * A proposed file whose hunk the user has written otherwise: `text` stands in place of its new side, context included.
 * The other hunks keep their decisions. Undefined where there is no such hunk to be edited, or nothing left to change.
 */
export function editHunk(file: ProposedFile, index: number, text: string): ProposedFile | undefined {
  const hunk = file.hunks[index];
  if (!hunk || file.content === null || file.decisions[index] !== 'open') return undefined;
  const lines = linesWithEnds(file.content);
  const from = Math.max(0, hunk.newStart - 1);
  const to = from + hunk.newCount;
  const content = [
    ...lines.slice(0, from),
    ...withEnds(text, lines.slice(from, to), to < lines.length),
    ...lines.slice(to),
  ].join('');
  const hunks = hunksOf(file.base, content);
  if (hunks.length === 0) return undefined;
  return { ...file, content, hunks, decisions: hunks.map((each) => decisionOn(each, file)) };
}

/** The text's lines with the ends of those that they stand in for; the last one has none where it had none. */
function withEnds(text: string, old: readonly string[], isFollowed: boolean): readonly string[] {
  if (text === '') return [];
  const end = old.map((line) => line.slice(withoutEnd(line).length)).find((each) => each !== '') ?? '\n';
  const last = old.at(-1);
  const isEnded = isFollowed || last === undefined || withoutEnd(last) !== last;
  const lines = text.split(/\r\n|\n|\r/);
  return lines.map((line, k) => (k < lines.length - 1 || isEnded ? line + end : line));
}

/** A hunk of the same lines of the base is the same one; what the edit made is open. */
function decisionOn(hunk: Hunk, { hunks, decisions }: ProposedFile): HunkDecision {
  const same = hunks.findIndex(
    ({ oldStart, oldCount }) => oldStart === hunk.oldStart && oldCount === hunk.oldCount,
  );
  return decisions[same] ?? 'open';
}

/** The hunks of a file that came of editing one of its hunks: those that touch the same lines of the base. */
export function hunksInPlaceOf(edited: ProposedFile, hunk: Hunk): readonly number[] {
  const end = hunk.oldStart + hunk.oldCount;
  return edited.hunks
    .filter(
      ({ index, oldStart, oldCount }) =>
        edited.decisions[index] === 'open' && oldStart <= end && oldStart + oldCount >= hunk.oldStart,
    )
    .map(({ index }) => index);
}
