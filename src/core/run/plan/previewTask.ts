import type { ModelRequest } from '../../model/modelClient.ts';
import { noHistory } from '../../routing/attempts.ts';
import { previewRequest } from '../../worker/previewRequest.ts';
import type { RunDeps } from '../session/runDeps.ts';
import { overlayFor } from '../session/taskOverlay.ts';
import { workerDeps } from '../session/workerDeps.ts';
import { attemptsSinceRetry, type RunState, taskState } from '../state/runState.ts';
import { withImages } from '../task/images.ts';
import { evidenceOf } from '../task/modelAttempt.ts';
import { withNeighbours } from '../task/readResult.ts';
import { nextStep } from '../task/routeTask.ts';

export type TaskPreview =
  | { readonly type: 'request'; readonly request: ModelRequest; readonly reason: string }
  /** No model would be asked, for this reason. */
  | { readonly type: 'nothing'; readonly reason: string };

/**
 * What the next attempt at a task would send if it began now. The files may change before it does, and chance may
 * choose another tier: it is left out here.
 */
export async function previewTask(
  state: RunState,
  id: string,
  deps: RunDeps,
  { signal }: { readonly signal: AbortSignal },
): Promise<TaskPreview> {
  const history = (await deps.attempts?.history()) ?? noHistory;
  const { workspace, checker } = deps;
  const overlay = await overlayFor({ workspace, checker }, state, id, { signal });
  const found = taskState(state, id);
  const task = withImages(state, found.task);
  const session = { deps: { ...deps, random: () => 1 }, history };
  const next = await nextStep(session, task, overlay, attemptsSinceRetry(found));
  if (next.type === 'noModel') return { type: 'nothing', reason: next.reason };
  if (next.type === 'exhausted')
    return { type: 'nothing', reason: 'No tier that the ceiling allows is left to try.' };
  const request = await previewRequest(
    {
      run: state.run,
      task: withNeighbours(state, task),
      tier: next.tier,
      overlay,
      evidence: evidenceOf(state, id),
    },
    workerDeps(deps),
    { signal },
  );
  return { type: 'request', request, reason: next.reason };
}
