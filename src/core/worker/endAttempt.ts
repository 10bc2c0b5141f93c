import type { WorkerAttempt } from './attempt.ts';
import { changesSince } from './changesSince.ts';
import { checkWork, describeSilencing } from './checkWork.ts';
import { withCommands } from './commandEvidence.ts';
import { isStuck } from './debug.ts';
import type { WorkResult } from './workOrder.ts';

/** Ends an attempt with what it has: the whole overlay checked and judged, or no edit. */
export async function endAttempt(attempt: WorkerAttempt, summary: string): Promise<WorkResult> {
  const changes = await changesSince(attempt.order.overlay, attempt.overlay);
  if (changes.size === 0) return { type: 'noEdit', summary: summary || 'It ended without an edit.' };
  const { verdict: checked, silenced } = await checkWork(attempt);
  const verdict = await withCommands(attempt, checked);
  const fallback = `Changed ${[...changes.keys()].join(', ')}.`;
  return {
    type: 'edited',
    changes,
    verdict,
    summary: silenced.length > 0 ? describeSilencing(silenced) : summary || fallback,
    ...(attempt.debug && isStuck(attempt.debug) && { isStuck: true }),
  };
}
