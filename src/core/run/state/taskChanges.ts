import type { RunTask } from '../../request/runTask.ts';
import type { RunEvent } from './runEvent.ts';
import { type Attempt, noSpend, type RunState, type TaskState } from './runState.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** A task as it is before anything was done for it. */
export function newTask(task: RunTask): TaskState {
  return { task, state: 'waiting', tier: 'none', attempts: [], note: '', changes: [], spend: noSpend };
}

/** A task that was under way when the run stopped begins again; what its attempts came to is kept. */
export function reopen(task: TaskState): TaskState {
  if (task.state === 'done' || task.state === 'dropped') return task;
  const attempts = task.attempts.filter(
    (attempt) => attempt.end !== undefined && attempt.end.outcome !== 'stopped',
  );
  return { ...task, state: 'waiting', note: '', attempts };
}

/** A task that follows another one too, whose files it has changed. */
export function withDependency(task: TaskState, { on, files }: EventOf<'task-depends'>): TaskState {
  const { dependsOn, files: known } = task.task;
  return {
    ...settled(task),
    task: { ...task.task, dependsOn: union(dependsOn, [on]), files: union(known, files) },
  };
}

/** A task that the reviewer wants done again. */
export function sentBack(task: TaskState, { reason }: EventOf<'task-revise'>): TaskState {
  return { ...task, state: 'waiting', changes: [], revision: reason, note: `Sent back: ${reason}` };
}

/** A task that is under way; the time is that of its first start. */
export function started(task: TaskState, { time }: EventOf<'task-start'>): TaskState {
  const startedAt = task.startedAt ?? time;
  return { ...task, state: 'running', note: 'Starting', ...(startedAt !== undefined && { startedAt }) };
}

/** A task that has ended, with what it changed. */
export function ended(
  task: TaskState,
  { outcome, note, changes, isLeftOut, time }: EventOf<'task-end'>,
): TaskState {
  return {
    ...settled(task),
    ...{ state: outcome, note, changes },
    ...(isLeftOut && { isLeftOut }),
    ...(time !== undefined && { endedAt: time }),
  };
}

/** A task with one more attempt, which is under way. */
export function withAttempt(task: TaskState, { tier, reason, time }: EventOf<'attempt-start'>): TaskState {
  const attempt = { tier, reason, ...(time !== undefined && { startedAt: time }) };
  return { ...task, tier, note: reason, attempts: [...task.attempts, attempt] };
}

/** A task with what one of its attempts came to. */
export function withAttemptEnd(
  task: TaskState,
  { type: _type, task: _task, tier: _tier, attempt, time, ...end }: EventOf<'attempt-end'>,
): TaskState {
  const attempts = task.attempts.map((each, index) =>
    index === attempt ? { ...each, ...(time !== undefined && { endedAt: time }), end } : each,
  );
  return { ...task, note: end.note, attempts };
}

/** Notes of an attempt beyond these are left out, the oldest first. */
const mostNotes = 60;

/** A task with what it does now, which its attempt under way keeps as one more of its steps. */
export function withNote(task: TaskState, { text }: EventOf<'task-note'>): TaskState {
  const noted = (attempt: Attempt) => ({
    ...attempt,
    notes: [...(attempt.notes ?? []), text].slice(-mostNotes),
  });
  const attempts = task.attempts.map((attempt, index) =>
    index === task.attempts.length - 1 && !attempt.end ? noted(attempt) : attempt,
  );
  return { ...task, note: text, attempts };
}

/** The task with what is left of it, behind the part of it that is a task of its own now. */
export function splitOff(state: RunState, { task: id, left, part }: EventOf<'task-split'>): RunState {
  const files = new Set(left.map(({ path }) => path));
  const rest = updateTask(state, id, (each) => ({
    ...each,
    task: {
      ...each.task,
      targets: left,
      files: each.task.files.filter((path) => files.has(path)),
      dependsOn: [...each.task.dependsOn, part.id],
    },
  }));
  return { ...rest, tasks: [...rest.tasks, { ...newTask(part), state: 'running', partOf: id }] };
}

/** The task waits again, and with it those that were given up because it had come to nothing. */
export function retried(state: RunState, { task: id, tier }: EventOf<'task-retry'>): RunState {
  const again = new Set([id]);
  const isBehind = ({ task, state: is, attempts }: TaskState) =>
    is === 'dropped' && attempts.length === 0 && task.dependsOn.some((other) => again.has(other));
  for (let size = 0; size < again.size; ) {
    size = again.size;
    for (const each of state.tasks) if (isBehind(each)) again.add(each.task.id);
  }
  return {
    ...state,
    tasks: state.tasks.map((each): TaskState => {
      if (!again.has(each.task.id)) return each;
      const { endedAt: _, isLeftOut: __, ...rest } = each;
      const waiting: TaskState = { ...rest, state: 'waiting', note: '', changes: [] };
      return each.task.id === id
        ? { ...waiting, task: { ...each.task, tier }, retriedAt: each.attempts.length }
        : waiting;
    }),
  };
}

/** Nothing runs any more once a run stands still. */
export function stopped(task: TaskState): TaskState {
  return task.state === 'running' ? { ...task, state: 'waiting', note: 'Stopped' } : task;
}

/** What a run that is cancelled has not come to is not to be done, also where another of its tasks is done again. */
export function cancelled(task: TaskState): TaskState {
  if (task.state !== 'waiting' && task.state !== 'running') return task;
  return { ...task, state: 'dropped', note: 'Cancelled' };
}

/** The run with one task changed, and all others the same objects as before. */
export function updateTask(state: RunState, id: string, change: (task: TaskState) => TaskState): RunState {
  return { ...state, tasks: state.tasks.map((task) => (task.task.id === id ? change(task) : task)) };
}

/** A task whose last attempt is no longer what it would end with: it has ended, or is to be done once more. */
function settled(task: TaskState): TaskState {
  const last = task.attempts.at(-1);
  if (!last?.end?.isDone) return task;
  const { isDone: _, changes: __, ...end } = last.end;
  return { ...task, attempts: [...task.attempts.slice(0, -1), { ...last, end }] };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
