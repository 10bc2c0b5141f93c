import type { Tier } from '../../model/tier.ts';
import type { AttemptEnd, FileChange } from '../state/runEvent.ts';
import { taskState } from '../state/runState.ts';
import type { Session } from './session.ts';

/** Why the language server's own fixes are tried. */
export const quickFixReason = 'none: the language server’s own fix, no model';

/** What a task came to. */
export interface TaskEnd {
  readonly outcome: 'done' | 'failed' | 'dropped';
  readonly changes: readonly FileChange[];
  readonly note: string;
  /** Nobody was asked for it. */
  readonly isLeftOut?: true;
}

/** Begins a task's next attempt, on this tier for this reason. */
export async function startAttempt(
  { emit, state }: Session,
  task: string,
  tier: Tier,
  reason: string,
): Promise<void> {
  const attempt = taskState(state(), task).attempts.length;
  await emit({ type: 'attempt-start', task, attempt, tier, reason });
}

/** Ends the attempt that a task's newest one is. */
export async function finishAttempt({ emit, state }: Session, task: string, end: AttemptEnd): Promise<void> {
  const { attempts, tier } = taskState(state(), task);
  await emit({ type: 'attempt-end', task, attempt: attempts.length - 1, tier, ...end });
}

/** Ends a task. What was done without a model is booked here; what a model did is booked attempt by attempt. */
export async function finishTask({ emit, state, deps }: Session, id: string, end: TaskEnd): Promise<void> {
  const { tier, task } = taskState(state(), id);
  const { outcome, changes, note, isLeftOut } = end;
  await emit({
    type: 'task-end',
    ...{ task: id, outcome, tier, changes, note },
    ...(isLeftOut && { isLeftOut }),
  });
  if (tier !== 'none' || outcome !== 'done' || changes.length === 0) return;
  const { run } = state();
  await deps.ledger.recordTask({ run, task: id, kind: task.kind, tier, model: '', passed: true });
}
