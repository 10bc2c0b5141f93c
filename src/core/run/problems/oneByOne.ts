import type { RunState, TaskState } from '../state/runState.ts';

/** After so many that needed a model all the same, the others of a group wait for none of them any more. */
const enoughAsked = 3;

/**
 * The tasks that may start now, of those that are ready. Tasks that repeat others of their group go one by one at
 * first: what a model does in one may be all that the others need. Once one was done without a model, or several
 * needed one, they go side by side.
 */
export function withoutThoseThatWait(state: RunState, ready: readonly TaskState[]): readonly TaskState[] {
  const repeating = Map.groupBy(
    state.tasks.filter(({ task }) => task.repeats),
    ({ task }) => task.group?.id,
  );
  const busy = new Set(
    [...repeating].flatMap(([group, tasks]) =>
      tasks.some((task) => task.state === 'running') ? [group] : [],
    ),
  );
  return ready.filter(({ task }) => {
    const group = task.group?.id;
    if (!task.repeats || group === undefined || goSideBySide(repeating.get(group) ?? [])) return true;
    if (busy.has(group)) return false;
    busy.add(group);
    return true;
  });
}

function goSideBySide(tasks: readonly TaskState[]): boolean {
  const ended = tasks.filter(({ state }) => state === 'done' || state === 'failed');
  const asked = ended.filter(({ attempts }) => attempts.some(({ tier }) => tier !== 'none'));
  return (
    asked.length >= enoughAsked || ended.some(({ tier, changes }) => tier === 'none' && changes.length > 0)
  );
}
