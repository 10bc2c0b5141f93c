import type { Overlay } from '../../edit/overlay.ts';
import type { Proposal } from '../../edit/proposal/proposal.ts';
import type { VerifiedFix } from '../../worker/quickFix/quickFix.ts';
import type { Session } from '../session/session.ts';
import { toFileChanges } from '../session/taskOverlay.ts';
import type { RunState } from '../state/runState.ts';
import { proposedFiles } from './proposedFiles.ts';

/** Keeps fixes that were not taken with their task. */
export async function emitAlternatives(
  session: Session,
  task: string,
  fixes: readonly VerifiedFix[],
  overlay: Overlay,
): Promise<void> {
  const kept = await Promise.all(
    fixes.map(async ({ title, reason, verdict, changes }) => ({
      title,
      reason,
      verdict,
      changes: await toFileChanges(changes, overlay),
    })),
  );
  await session.emit({ type: 'alternatives', task, fixes: kept });
}

/** Proposals of what was not taken, for tasks that came to nothing better and whose alternatives are not shown yet. */
export function alternativesOf(state: RunState): readonly Proposal[] {
  const shown = new Set(state.proposals.map(({ id }) => id));
  return state.tasks.flatMap(({ task, changes, alternatives = [] }): readonly Proposal[] => {
    if (changes.length > 0) return [];
    return alternatives
      .map(
        (fix, index): Proposal => ({
          id: `${state.run}/${task.id}/${index + 1}`,
          run: state.run,
          title: fix.title,
          tasks: [task.id],
          tier: 'none',
          files: proposedFiles(fix.changes),
          verdict: fix.verdict,
          alternative: { choice: `${state.run}/${task.id}`, of: alternatives.length, reason: fix.reason },
        }),
      )
      .filter(({ id }) => !shown.has(id));
  });
}
