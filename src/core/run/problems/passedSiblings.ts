import type { RunTask } from '../../request/runTask.ts';
import { inOrder } from '../session/taskOverlay.ts';
import type { RunState, TaskState } from '../state/runState.ts';

/** The other tasks of a task's group that are done and passed their check, each after those it depends on. */
export function passedSiblings(state: RunState, { id, group }: RunTask): readonly TaskState[] {
  if (!group) return [];
  return inOrder(state).filter(
    ({ task, state: is, attempts }) =>
      task.id !== id &&
      task.group?.id === group.id &&
      is === 'done' &&
      attempts.at(-1)?.end?.outcome === 'passed',
  );
}
