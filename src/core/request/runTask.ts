import type { ImagePart } from '../model/image.ts';
import type { ModelTier, Tier } from '../model/tier.ts';
import type { Diagnostic } from '../verify/diagnostic.ts';
import type { PlannedTask } from './plan.ts';

/** Problems with one root cause; what is done about them is put before the user as one proposal where that can be. */
export interface TaskGroup {
  readonly id: string;
  /** In words. */
  readonly title: string;
  /** What all of them speak of: the name of their root, else their message without names. Absent in older journals. */
  readonly subject?: string;
}

/** A task of a run: the planner's, or one made from diagnostics. */
export interface RunTask extends PlannedTask {
  /** The diagnostics it is to remove; empty for a task from a request. */
  readonly targets: readonly Diagnostic[];
  /** The tier that the user has chosen for it, whatever the table says. */
  readonly tier?: ModelTier;
  /** The problems with one root cause that it is a part of. */
  readonly group?: TaskGroup;
  /** Another task of its group goes first, and shows how. */
  readonly repeats?: boolean;
  /** What a label said it needs, where there was one. */
  readonly effort?: Tier;
  /** The command that fails and is to pass; the task is not done before it does. */
  readonly check?: string;
  /** What the user's debugger showed, for a task that was started on an exception. */
  readonly evidence?: string;
  /** The user's images, for a task that is shown them; set when it is begun and kept with the request alone. */
  readonly images?: readonly ImagePart[];
}
