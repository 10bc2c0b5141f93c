import type { ModelTier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { History } from '../../routing/attempts.ts';
import type { RunDeps } from '../session/runDeps.ts';
import type { RunEvent } from '../state/runEvent.ts';
import { type RunState, waitsWithPlan } from '../state/runState.ts';
import { learningOf } from '../task/routeTask.ts';
import { forecast } from './forecast.ts';
import { planMessage } from './makePlan.ts';

/** What the user changes in a plan that waits. Without a tier the task goes where the table sends it. */
export type PlanEdit =
  | { readonly type: 'drop'; readonly task: string }
  | { readonly type: 'tier'; readonly task: string; readonly tier?: ModelTier }
  | { readonly type: 'instructions'; readonly task: string; readonly text: string };

/**
 * The plan with an edit, and what it may cost now; undefined where the plan does not wait or has no such task, or
 * where nothing would be left of it.
 */
export function editPlan(
  state: RunState,
  edit: PlanEdit,
  past: { readonly deps: Pick<RunDeps, 'settings' | 'attempts'>; readonly history: History },
): Extract<RunEvent, { type: 'plan-edit' }> | undefined {
  const before = state.tasks.map(({ task }) => task);
  if (!waitsWithPlan(state) || !before.some(({ id }) => id === edit.task)) return undefined;
  const tasks =
    edit.type === 'drop'
      ? withoutTask(before, edit.task)
      : before.map((task) => (task.id === edit.task ? edited(task, edit) : task));
  if (tasks.length === 0) return undefined;
  const { settings } = past.deps;
  const expected = forecast(tasks, settings, { history: past.history, learning: learningOf(past) });
  return { type: 'plan-edit', tasks, forecast: expected, message: planMessage(expected) };
}

/** What waited for a task that is dropped waits for what that one waited for. */
function withoutTask(tasks: readonly RunTask[], id: string): readonly RunTask[] {
  const dropped = tasks.find((task) => task.id === id);
  return tasks
    .filter((task) => task.id !== id)
    .map((task) =>
      task.dependsOn.includes(id)
        ? {
            ...task,
            dependsOn: [
              ...new Set([...task.dependsOn.filter((other) => other !== id), ...(dropped?.dependsOn ?? [])]),
            ],
          }
        : task,
    );
}

function edited(task: RunTask, edit: Exclude<PlanEdit, { type: 'drop' }>): RunTask {
  if (edit.type === 'instructions') return { ...task, instructions: edit.text };
  const { tier: _, ...rest } = task;
  return edit.tier ? { ...rest, tier: edit.tier } : rest;
}
