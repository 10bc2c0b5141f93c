import { counted } from '../../base/counted.ts';
import type { HunkView, ProposalView } from '../../protocol/panel.ts';

export type FileView = ProposalView['files'][number];

/** Where a hunk is. */
export interface HunkPlace {
  readonly proposal: string;
  readonly path: string;
  readonly mark: string;
}

/** A hunk's place as one string, to look it up by. */
export function hunkKey(place: HunkPlace): string {
  return `${place.proposal}\n${place.path}\n${place.mark}`;
}

/** The marks of the hunks that wait for a decision. */
export function openHunks(file: FileView): string[] {
  return file.hunks.filter((hunk) => hunk.decision === 'open').map((hunk) => hunk.mark);
}

export interface Tally {
  readonly open: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly stale: number;
}

/** How many hunks of some proposals stand where. */
export function tally(proposals: readonly ProposalView[]): Tally {
  const totals = { open: 0, accepted: 0, rejected: 0, stale: 0 };
  for (const proposal of proposals) {
    for (const file of proposal.files) for (const hunk of file.hunks) totals[hunk.decision] += 1;
  }
  return totals;
}

/** "2 changes to review, 1 accepted": what has not come up is left out. */
export function describeTally(totals: Tally): string {
  const parts = [
    [totals.open, `${counted(totals.open, 'change')} to review`],
    [totals.accepted, `${totals.accepted} accepted`],
    [totals.rejected, `${totals.rejected} rejected`],
    [totals.stale, `${totals.stale} stale`],
  ] as const;
  return parts.flatMap(([amount, words]) => (amount > 0 ? [words] : [])).join(', ');
}

/** How many proposals wait for a decision without having passed their check. */
export function openUnverified(proposals: readonly ProposalView[]): number {
  return proposals.filter((proposal) => proposal.evidence.outcome !== 'passed' && tally([proposal]).open > 0)
    .length;
}

/** All hunks of a run in the order they are shown. */
export function hunksInOrder(
  proposals: readonly ProposalView[],
): readonly (HunkPlace & Pick<HunkView, 'decision'>)[] {
  return proposals.flatMap((proposal) =>
    proposal.files.flatMap((file) =>
      file.hunks.map((hunk) => ({
        proposal: proposal.id,
        path: file.path,
        mark: hunk.mark,
        decision: hunk.decision,
      })),
    ),
  );
}

/** The hunk one step down (1) or up (-1), decided ones included; at an end it stays where it is. */
export function stepHunk(
  proposals: readonly ProposalView[],
  from: string | undefined,
  step: 1 | -1,
): string | undefined {
  const keys = hunksInOrder(proposals).map(hunkKey);
  const at = from === undefined ? -1 : keys.indexOf(from);
  if (at < 0) return keys[0];
  return keys[Math.min(Math.max(at + step, 0), keys.length - 1)];
}

/** The next hunk to decide after one that is being decided: the next open one below, else the first open one above. */
export function nextOpenHunk(proposals: readonly ProposalView[], from: string): string | undefined {
  const hunks = hunksInOrder(proposals);
  const at = hunks.findIndex((hunk) => hunkKey(hunk) === from);
  const open = [...hunks.slice(at + 1), ...hunks.slice(0, Math.max(at, 0))].find(
    (hunk) => hunk.decision === 'open',
  );
  return open && hunkKey(open);
}
