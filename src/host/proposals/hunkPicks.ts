import { createHash } from 'node:crypto';
import type { Hunk } from '../../core/edit/proposal/hunk.ts';
import type { Proposal, ProposedFile } from '../../core/edit/proposal/proposal.ts';
import type { RunEvent } from '../../core/run/state/runEvent.ts';
import type { RunState } from '../../core/run/state/runState.ts';

/**
 * Hunks of one file of a proposal, by their marks. Editing a hunk can make two of it, which gives those below it other
 * places: what was picked by its place could be another by the time it is taken.
 */
export interface HunkPick {
  readonly proposal: string;
  readonly path: string;
  readonly marks: readonly string[];
}

/** The same by the places that the hunks have at the moment. */
export interface HunkPlaces {
  readonly proposal: string;
  readonly path: string;
  readonly hunks: readonly number[];
}

const markLength = 12;
/** Hunks are never changed, and all that are open are counted again at every step of a run. */
const marks = new WeakMap<Hunk, string>();

/** What a hunk is: the lines of the file that it is for and what it makes of them, wherever it stands in the list. */
export function markOf(hunk: Hunk): string {
  const known = marks.get(hunk);
  if (known !== undefined) return known;
  const lines = hunk.lines.map(({ type, text }) => [type, text]);
  const hash = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  const mark = `${hunk.oldStart}-${hash.slice(0, markLength)}`;
  marks.set(hunk, mark);
  return mark;
}

/** The open hunks of a pick as they are now, with their file; undefined where the file is proposed no more. */
export function readPick(
  { proposals }: Pick<RunState, 'proposals'>,
  pick: HunkPick,
):
  | {
      readonly file: ProposedFile;
      readonly places: HunkPlaces;
      /** Whether some are not what they were when they were picked: these are not taken. */
      readonly isChanged: boolean;
    }
  | undefined {
  const { proposal, path } = pick;
  const file = proposals.find(({ id }) => id === proposal)?.files.find((each) => each.path === path);
  if (!file) return undefined;
  const picked = file.hunks.filter((hunk) => pick.marks.includes(markOf(hunk)));
  const hunks = picked.map(({ index }) => index).filter((index) => file.decisions[index] === 'open');
  return { file, places: { proposal, path, hunks }, isChanged: picked.length < pick.marks.length };
}

const changing: ReadonlySet<RunEvent['type']> = new Set([
  'proposal',
  'review-end',
  'hunks-decided',
  'file-edit',
]);

/** Whether other hunks may wait than before an event; without one, the run comes from the journal. */
export function changesHunks(event: RunEvent | undefined): boolean {
  return event === undefined || changing.has(event.type);
}

/** All that is not decided yet in a proposal. */
export function openPicks(proposal: Proposal): readonly HunkPick[] {
  return proposal.files
    .map((file) => ({
      proposal: proposal.id,
      path: file.path,
      marks: file.hunks.filter(({ index }) => file.decisions[index] === 'open').map(markOf),
    }))
    .filter((pick) => pick.marks.length > 0);
}

/** All that is not decided yet in a run. */
export function openPicksOfRun(state: RunState): readonly HunkPick[] {
  return state.proposals.flatMap(openPicks);
}

/** The hunks of all picks together. */
export function countHunks(picks: readonly HunkPick[]): number {
  return picks.reduce((sum, { marks }) => sum + marks.length, 0);
}
