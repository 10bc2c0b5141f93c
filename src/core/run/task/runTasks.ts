import { withoutThoseThatWait } from '../problems/oneByOne.ts';
import { schedule } from '../scheduler.ts';
import { finishTask } from '../session/attemptEvents.ts';
import type { Session, Stop } from '../session/session.ts';
import type { RunState, TaskState } from '../state/runState.ts';
import { doTask } from './doTask.ts';

/** Works on all tasks that wait, side by side as far as they may, until none is left or the run has to stop. */
export async function runTasks(session: Session): Promise<Stop | undefined> {
  await session.emit({ type: 'step', text: 'Working' });
  for (;;) {
    const { stop, settledSince } = await runReadyTasks(session);
    // Workers side by side set their worst cases aside at once; when the others have settled, there may be room.
    if (stop?.reason.type !== 'budget' || !settledSince) return stop;
    const { budgetUsd } = session.state();
    await session.emit({ type: 'run-resume', time: session.deps.now(), budgetUsd });
  }
}

async function runReadyTasks(session: Session): Promise<{ stop: Stop | undefined; settledSince: boolean }> {
  let stop: Stop | undefined;
  let settledSince = false;
  await schedule({
    parallel: session.deps.settings.maxParallel,
    ready: () => (stop || session.signal.aborted ? [] : readyTasks(session.state())),
    run: async (id) => {
      const stopped = await doTask(session, id);
      if (stop && !stopped) settledSince = true;
      stop ??= stopped;
      await dropDependents(session);
    },
  });
  session.signal.throwIfAborted();
  return { stop, settledSince };
}

function readyTasks(state: RunState): readonly string[] {
  const byId = new Map(state.tasks.map((task) => [task.task.id, task]));
  const isSettled = (id: string) => {
    const found = byId.get(id);
    return found !== undefined && found.state !== 'waiting' && found.state !== 'running';
  };
  const ready = state.tasks.filter(
    (task) => task.state === 'waiting' && task.task.dependsOn.every(isSettled),
  );
  return withoutThoseThatWait(state, ready).map((task) => task.task.id);
}

/** A planned task can't stand without those it builds on. Fixes only follow one another and go on by themselves. */
async function dropDependents(session: Session): Promise<void> {
  for (let lost = lostTask(session.state()); lost; lost = lostTask(session.state())) {
    const note = `Not done, since "${lost.because.task.title}" was not`;
    await finishTask(session, lost.task, { outcome: 'dropped', changes: [], note });
  }
}

/** A task that waits for one that was not done, and which that is. */
function lostTask({ tasks }: RunState): { readonly task: string; readonly because: TaskState } | undefined {
  const undone = new Map(
    tasks
      .filter(({ state }) => state === 'failed' || state === 'dropped')
      .map((other) => [other.task.id, other]),
  );
  if (undone.size === 0) return undefined;
  for (const { state, task } of tasks) {
    if (state !== 'waiting' || task.targets.length > 0) continue;
    const because = task.dependsOn.map((id) => undone.get(id)).find((other) => other !== undefined);
    if (because) return { task: task.id, because };
  }
  return undefined;
}
