import { newAttempt } from './attempt.ts';
import { oneShot } from './oneShot.ts';
import { toolLoop } from './toolLoop.ts';
import type { WorkerDeps, WorkOptions, WorkOrder, WorkResult } from './workOrder.ts';

/**
 * One attempt at one task, by one tier. It writes nothing but its fork of the overlay. Tier `none` has no worker: the
 * language server's own fixes are tried by quickFix.ts.
 */
export async function work(order: WorkOrder, deps: WorkerDeps, options: WorkOptions): Promise<WorkResult> {
  options.signal.throwIfAborted();
  const attempt = newAttempt(order, deps, options);
  return attempt.tier === 'nano' ? oneShot(attempt) : toolLoop(attempt);
}
