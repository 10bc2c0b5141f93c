import { guarded } from '../context/withhold/guardRequests.ts';
import type { ModelRequest } from '../model/modelClient.ts';
import type { Attempt } from './attempt.ts';
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
  const { tier } = order;
  if (tier === 'none') throw new Error('tier none calls no model and sends no request');
  const attempt: Attempt = {
    order,
    tier,
    deps: { ...deps, models: { send: () => Promise.reject(new Error('a preview sends nothing')) } },
    options: { signal, onNote: () => {} },
    overlay: order.overlay.fork(),
    checked: undefined,
    debug: undefined,
  };
  return guarded(buildRequest(attempt, [await firstItem(attempt)]));
}
