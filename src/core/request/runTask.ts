import type { Tier } from '../model/tier.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import type { PlannedTask } from './plan.ts';

/** A task of a run: the planner's, or one made from diagnostics. */
export interface RunTask extends PlannedTask {
  /** The diagnostics it is to remove; empty for a task from a request. */
  readonly targets: readonly Diagnostic[];
  /** What a label said it needs, where there was one. */
  readonly effort?: Tier;
}
