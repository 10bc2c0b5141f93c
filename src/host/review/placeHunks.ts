import { acceptHunks } from '../../core/edit/proposal/accept.ts';
import type { Hunk } from '../../core/edit/proposal/hunk.ts';
import type { Proposal, ProposedFile } from '../../core/edit/proposal/proposal.ts';
import type { Verdict } from '../../core/verify/verdict.ts';
import { markOf } from '../proposals/hunkPicks.ts';

/** An open hunk of a proposal, where it stands in the file as it is now. */
export interface PlacedHunk {
  readonly run: string;
  readonly proposal: string;
  readonly path: string;
  /** Which of the file's hunks it is. */
  readonly mark: string;
  /** Of the proposal. */
  readonly title: string;
  readonly outcome: Verdict['outcome'];
  /** The line that it begins at, from 0; lines of it that go; lines that come in their place. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Why it can't be accepted any more. */
  readonly stale?: string;
}

/** The open hunks of a file, from top to bottom. A hunk that has lost its place stands where it was made for. */
export function placeHunks(
  proposals: readonly Proposal[],
  path: string,
  current: string,
): readonly PlacedHunk[] {
  const placed = proposals.flatMap((proposal) =>
    proposal.files
      .filter((file) => file.path === path && file.base !== null && !isInFile(file, current))
      .flatMap((file) =>
        file.hunks
          .filter(({ index }) => file.decisions[index] === 'open')
          .map((hunk) => placeHunk(proposal, file, hunk, current)),
      ),
  );
  return placed.sort((a, b) => a.line - b.line);
}

/** Whether the file is already as the proposal has it, whoever has made it so: nothing is left to decide on. */
function isInFile({ content }: ProposedFile, current: string): boolean {
  return content !== null && linesOf(content).join('\n') === linesOf(current).join('\n');
}

function placeHunk(proposal: Proposal, file: ProposedFile, hunk: Hunk, current: string): PlacedHunk {
  const { id, run, title, verdict } = proposal;
  const own = { run, proposal: id, path: file.path, mark: markOf(hunk), title, outcome: verdict.outcome };
  const accepted = acceptHunks(file, current, [hunk.index]);
  if (accepted.type === 'content') return { ...own, ...changeBetween(current, accepted.content ?? '') };
  const changed = (type: 'removed' | 'added') =>
    hunk.lines.filter((line) => line.type === type).map(({ text }) => text);
  return {
    ...own,
    line:
      hunk.oldStart -
      1 +
      Math.max(
        0,
        hunk.lines.findIndex(({ type }) => type !== 'context'),
      ),
    removed: changed('removed'),
    added: changed('added'),
    stale: accepted.reason,
  };
}

/** The one stretch of lines that differs between two texts, whatever their line breaks. */
function changeBetween(
  before: string,
  after: string,
): { readonly line: number; readonly removed: readonly string[]; readonly added: readonly string[] } {
  const [old, next] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, next.length);
  let start = 0;
  while (start < shorter && old[start] === next[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && old.at(-1 - tail) === next.at(-1 - tail)) tail += 1;
  return {
    line: start,
    removed: old.slice(start, old.length - tail),
    added: next.slice(start, next.length - tail),
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}
