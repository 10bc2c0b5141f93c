import type { WorkerDeps } from '../../worker/workOrder.ts';
import type { RunDeps } from './runDeps.ts';

/** What a run hands on to its workers, but for the models: whoever sends chooses what that is booked on. */
export function workerDeps({
  workspace,
  checker,
  settings: { tiers },
  commands,
  userTools,
}: RunDeps): Omit<WorkerDeps, 'models'> {
  return { workspace, checker, tiers, ...(commands && { commands }), ...(userTools && { userTools }) };
}
