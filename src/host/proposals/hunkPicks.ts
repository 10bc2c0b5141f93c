import type { Proposal, ProposedFile } from '../../core/edit/proposal/proposal.ts';
import type { RunState } from '../../core/run/state/runState.ts';

/** Hunks of one file of a proposal, by their places. */
export interface HunkPick {
  readonly proposal: string;
  readonly path: string;
  readonly hunks: readonly number[];
}

/** The hunks of a file that are not decided yet. */
export function openHunks(file: ProposedFile): readonly number[] {
  return file.hunks.map(({ index }) => index).filter((index) => file.decisions[index] === 'open');
}

/** All that is not decided yet in a proposal. */
export function openPicks(proposal: Proposal): readonly HunkPick[] {
  return proposal.files
    .map((file) => ({ proposal: proposal.id, path: file.path, hunks: openHunks(file) }))
    .filter(({ hunks }) => hunks.length > 0);
}

/** All that is not decided yet in a run. */
export function openPicksOfRun(state: RunState): readonly HunkPick[] {
  return state.proposals.flatMap(openPicks);
}

export function countHunks(picks: readonly HunkPick[]): number {
  return picks.reduce((sum, { hunks }) => sum + hunks.length, 0);
}
