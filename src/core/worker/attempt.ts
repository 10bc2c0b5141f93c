import type { Overlay } from '../edit/overlay.ts';
import type { ModelTier } from '../model/tier.ts';
import type { CheckedWork } from './checkWork.ts';
import type { DebugLoop } from './debug.ts';
import type { WorkerDeps, WorkOptions, WorkOrder } from './workOrder.ts';

/** What one attempt holds while it runs. */
export interface Attempt {
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
}
