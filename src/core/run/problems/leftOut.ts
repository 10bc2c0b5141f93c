import { counted } from '../../../base/counted.ts';
import { type RunState, taskState } from '../state/runState.ts';

/** After so many tasks of one group that came to nothing, and no more that did, the others of it are left out. */
const enoughFailures = 3;

/**
 * Why a task that repeats others is not worth asking for: those before it came to nothing, on every tier that they may
 * have. Undefined where it is worth it, and where the user wants it all the same.
 */
export function whyHopeless(state: RunState, id: string): string | undefined {
  const { task, attempts, retriedAt } = taskState(state, id);
  if (!task.repeats || attempts.length > 0 || retriedAt !== undefined) return undefined;
  const siblings = state.tasks.filter((other) => other.task.group?.id === task.group?.id);
  const failed = siblings.filter((other) => other.state === 'failed').length;
  const done = siblings.filter((other) => other.state === 'done' && other.changes.length > 0).length;
  if (failed < enoughFailures || failed <= done) return undefined;
  return `Left out: ${failed} others of the same cause came to nothing. Mend one by hand, or try this one again.`;
}

/** For the last words of a run: how many tasks nobody was asked for, since those like them came to nothing. */
export function describeLeftOut({ tasks }: RunState): string {
  const count = tasks.filter(({ isLeftOut }) => isLeftOut).length;
  if (count === 0) return '';
  return `. ${counted(count, 'task was', 'tasks were')} left out, since others of the same cause came to nothing`;
}
