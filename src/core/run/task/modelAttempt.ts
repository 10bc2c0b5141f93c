import type { Overlay } from '../../edit/overlay.ts';
import type { RunTask } from '../../request/runTask.ts';
import { workBestOf } from '../../worker/bestOf.ts';
import type { EarlierAttempt } from '../../worker/workOrder.ts';
import { finishAttempt, startAttempt } from '../session/attemptEvents.ts';
import { recordAttempt, recordMalformed, spentOn } from '../session/recordAttempt.ts';
import { noKeyStop, type Session, stopFor } from '../session/session.ts';
import { toFileChanges } from '../session/taskOverlay.ts';
import { workerDeps } from '../session/workerDeps.ts';
import { type RunState, taskState } from '../state/runState.ts';
import { readResult, withNeighbours } from './readResult.ts';
import type { NextStep } from './routeTask.ts';
import type { Step } from './step.ts';

/** Has one model, or several side by side, work on a task once, and remembers what came of it. */
export async function attemptWithModel(
  session: Session,
  task: RunTask,
  overlay: Overlay,
  next: Extract<NextStep, { type: 'attempt' }>,
): Promise<Step> {
  const { deps, signal, models } = session;
  const { tier, candidates } = next;
  if (!models) return noKeyStop;
  const begin = { ...next, time: deps.now(), usd: spentOn(session, task.id) };
  await startAttempt(session, task.id, tier, next.reason);
  const result = await workBestOf(
    candidates,
    {
      run: session.state().run,
      task: withNeighbours(session.state(), task),
      tier,
      overlay,
      evidence: evidenceOf(session.state(), task.id),
    },
    { ...workerDeps(deps), models },
    {
      signal,
      onNote: (text) => session.emitLater({ type: 'task-note', task: task.id, text }),
      onMalformed: () => recordMalformed(session, { role: 'work', tier, isRepair: false }),
    },
  );
  const read = readResult(result, session.state(), task);
  const changes = result.type === 'edited' ? await toFileChanges(result.changes, overlay) : [];
  const { done, ...came } = read;
  await finishAttempt(session, task.id, {
    ...came,
    ...(changes.length > 0 && { changes }),
    ...(done && { isDone: true }),
  });
  await recordAttempt(session, task, tier, begin, { ...read, edit: changes });
  if (result.type === 'stopped') return stopFor(result.cause);
  await deps.ledger.recordTask({
    run: session.state().run,
    task: task.id,
    kind: task.kind,
    tier,
    model: deps.settings.tiers[tier].model,
    passed: read.outcome === 'passed',
    verdict: read.outcome,
  });
  if (!read.done) return { type: 'again' };
  return { type: 'end', outcome: 'done', changes, note: read.note };
}

/** What the attempts so far came to, for the next one. */
export function evidenceOf(state: RunState, id: string): readonly EarlierAttempt[] {
  const { attempts, revision } = taskState(state, id);
  const fromAttempts = attempts.flatMap(({ tier, end }): EarlierAttempt[] =>
    end && end.outcome !== 'passed' && tier !== 'none'
      ? [
          {
            tier,
            note: end.note,
            ...(end.verdict && { verdict: end.verdict }),
            ...(end.changes && { changes: new Map(end.changes.map(({ path, content }) => [path, content])) }),
          },
        ]
      : [],
  );
  return revision
    ? [...fromAttempts, { tier: 'planner', note: `The reviewer sent it back: ${revision}` }]
    : fromAttempts;
}
