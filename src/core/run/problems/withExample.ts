import { fence } from '../../context/fence.ts';
import { shownDiff } from '../../context/withhold/shownDiff.ts';
import { templateOf } from '../../problems/template.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { passedSiblings } from './passedSiblings.ts';

/** Characters of an example: a longer one costs more than it teaches. */
const mostExample = 1_500;

/** The task with the way of another one of its group, if one has passed its check: what worked there may work here. */
export function withExample(state: RunState, task: RunTask): RunTask {
  const kinds = new Set(task.targets.map((target) => templateOf(target).key));
  const isAlike = ({ task: other }: TaskState) =>
    other.targets.some((target) => kinds.has(templateOf(target).key));
  const done = passedSiblings(state, task).filter(({ changes }) => changes.length > 0);
  const diffs = done.sort((a, b) => Number(isAlike(b)) - Number(isAlike(a))).map(diffOf);
  const example = diffs.find((diff) => diff !== '' && diff.length <= mostExample);
  if (example === undefined) return task;
  return {
    ...task,
    instructions: `${task.instructions}\nOne of the same cause was mended like this, and passed its check:\n${fence(example)}`,
  };
}

/** The smallest of a task's changes. */
function diffOf({ changes }: TaskState): string {
  const [least = ''] = changes.map((change) => shownDiff([change])).sort((a, b) => a.length - b.length);
  return least;
}
