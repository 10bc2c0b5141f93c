import { guarded } from '../context/withhold/guardRequests.ts';
import type { ModelRequest } from '../model/modelClient.ts';
import { newAttempt } from './attempt.ts';
import { buildRequest, firstItem } from './buildRequest.ts';
import type { WorkerDeps, WorkOrder } from './workOrder.ts';

/**
 * The first request that an attempt would send, without secrets, built and not sent. Commands that a worker runs
 * before it asks are not run.
 */
export async function previewRequest(
  order: WorkOrder,
  deps: Omit<WorkerDeps, 'models'>,
  { signal }: { readonly signal: AbortSignal },
): Promise<ModelRequest> {
  const models = { send: () => Promise.reject(new Error('a preview sends nothing')) };
  const attempt = newAttempt(order, { ...deps, models }, { signal, onNote: () => {} });
  return guarded(buildRequest(attempt, [await firstItem(attempt)]));
}
