import { acceptHunks } from './accept.ts';
import { contentWith } from './hunks.ts';
import type { ProposedFile } from './proposal.ts';

/** How a file that is changed outside of its proposal stands to the hunks that are still open. */
export interface Drift {
  /** The reasons of those that have no safe place in it now, by their index; all others fit. */
  readonly unfit: ReadonlyMap<number, string>;
}

/** More hunks than these are looked at together alone: each by itself would take long. */
const mostApart = 40;

/** How a file's open hunks stand to what it holds now (null: no file); undefined where it is as it was. */
export function driftOf(file: ProposedFile, current: string | null): Drift | undefined {
  const of = (wanted: string) =>
    file.decisions.flatMap((decision, index) => (decision === wanted ? [index] : []));
  const open = of('open');
  if (open.length === 0 || current === contentWith(file.base, file.content, of('accepted'))) return undefined;
  const together = acceptHunks(file, current, open);
  if (together.type === 'content') return { unfit: new Map() };
  if (open.length > mostApart) return { unfit: new Map(open.map((index) => [index, together.reason])) };
  return {
    unfit: new Map(
      open.flatMap((index) => {
        const alone = acceptHunks(file, current, [index]);
        return alone.type === 'stale' ? [[index, alone.reason] as const] : [];
      }),
    ),
  };
}
