import type { Overlay } from '../edit/overlay.ts';
import type { ModelTier } from '../model/tier.ts';
import type { CheckedWork } from './checkWork.ts';
import type { DebugLoop } from './debug.ts';
import { StopCondition } from './stopCondition.ts';
import type { WorkerDeps, WorkOptions, WorkOrder } from './workOrder.ts';

/** What one attempt holds while it runs. */
export interface WorkerAttempt {
  readonly order: WorkOrder;
  readonly tier: ModelTier;
  readonly deps: WorkerDeps;
  readonly options: WorkOptions;
  /** The worker's own fork: all that it writes goes here. */
  readonly overlay: Overlay;
  /** The check of the overlay as it is now; gone with the next edit. */
  checked: CheckedWork | undefined;
  /** Absent where it runs no commands. */
  debug: DebugLoop | undefined;
  /** Counts its steps, calls and what they were answered. */
  readonly stop: StopCondition;
}

/** An attempt that has done nothing yet. Tier `none` has no worker: asking for one is a bug. */
export function newAttempt(order: WorkOrder, deps: WorkerDeps, options: WorkOptions): WorkerAttempt {
  const { tier } = order;
  if (tier === 'none') throw new Error('tier none calls no model and has no worker');
  const overlay = order.overlay.fork();
  const stop = new StopCondition();
  return { order, tier, deps, options, overlay, checked: undefined, debug: undefined, stop };
}
