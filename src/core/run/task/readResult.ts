import type { RunTask } from '../../request/runTask.ts';
import { descendantsOf } from '../../request/taskGraph.ts';
import type { TaskKind } from '../../routing/taskKind.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { isBroken, type Verdict } from '../../verify/verdict.ts';
import type { WorkResult } from '../../worker/workOrder.ts';
import { withExample } from '../problems/withExample.ts';
import { stopFor } from '../session/session.ts';
import type { AttemptOutcome } from '../state/runEvent.ts';
import { type RunState, taskState } from '../state/runState.ts';

/** A worker's result as the run takes it. */
export interface ReadResult {
  readonly outcome: AttemptOutcome;
  readonly done: boolean;
  readonly note: string;
  readonly verdict?: Verdict;
  readonly isStuck?: boolean;
}

/** Kinds whose result is what was said, not an edit. */
export const kindsWithoutEdit: ReadonlySet<TaskKind> = new Set([
  'classify',
  'extract',
  'rank',
  'label',
  'search',
  'summarize',
  'review_file',
  'review',
]);

/** What a worker's result means for its task: how it ended, and the words for the user. */
export function readResult(result: WorkResult, state: RunState, task: RunTask): ReadResult {
  switch (result.type) {
    case 'edited': {
      const { verdict } = result;
      const described = describeVerdict(verdict);
      // Who started it on an exception wants to know why it happened, before what was done about it.
      const note = task.evidence === undefined ? described : `${result.summary}\n\n${described}`;
      if (result.isStuck) {
        return {
          outcome: 'failed',
          done: false,
          note: `${described} ${result.summary}`.trim(),
          verdict,
          isStuck: true,
        };
      }
      if (verdict.outcome === 'failed' && leftToLaterTasks(verdict, state, task)) {
        return {
          outcome: 'passed',
          done: true,
          note: `${note} The new errors are in files of later tasks.`,
          verdict,
        };
      }
      if (verdict.outcome === 'unchecked' && isFirstSuspicion(verdict, state, task))
        return { outcome: 'unchecked', done: false, note, verdict };
      if (verdict.outcome !== 'failed') return { outcome: verdict.outcome, done: true, note, verdict };
      // What the worker says of a failure is more than the count: that an edit only hides the problem, for one.
      return { outcome: 'failed', done: false, note: `${described} ${result.summary}`.trim(), verdict };
    }
    case 'noEdit':
      return {
        outcome: 'noEdit',
        done: kindsWithoutEdit.has(task.kind) || task.evidence !== undefined,
        note: result.summary,
      };
    case 'malformed':
      return { outcome: 'malformed', done: false, note: result.summary };
    case 'refused':
      return { outcome: 'refused', done: false, note: `The model refused: ${result.summary}` };
    case 'stopped':
      return { outcome: 'stopped', done: false, note: stopFor(result.cause).reason.message };
  }
}

/** What looks odd goes back once with the signs; what still does is shown, and not as verified. */
function isFirstSuspicion(verdict: Verdict, state: RunState, task: RunTask): boolean {
  const { attempts } = taskState(state, task.id);
  return (
    verdict.suspicions !== undefined && !attempts.some(({ end }) => end?.verdict?.suspicions !== undefined)
  );
}

/** A changed type breaks its users until the tasks that own them have run; the whole is checked again at the end. */
function leftToLaterTasks(verdict: Verdict, state: RunState, task: RunTask): boolean {
  const later = filesOfLaterTasks(state, task.id);
  if (task.check !== undefined || (later.size === 0 && verdict.commands?.some(isBroken))) return false;
  return (
    task.targets.length === 0 && verdict.introduced.every((d) => d.severity !== 'error' || later.has(d.path))
  );
}

function filesOfLaterTasks(state: RunState, id: string): ReadonlySet<string> {
  const tasks = state.tasks.map(({ task }) => task);
  const later = descendantsOf(tasks, id);
  return new Set(tasks.filter((task) => later.has(task.id)).flatMap(({ files }) => files));
}

/** The task, with what the tasks round it mean for it: the files that later ones will change, the way of one like it. */
export function withNeighbours(state: RunState, task: RunTask): RunTask {
  return withExample(state, withLaterFiles(state, task));
}

function withLaterFiles(state: RunState, task: RunTask): RunTask {
  // A cause may lie in a file of those that follow from it, and there may be hundreds of these.
  if (task.group) return task;
  const later = [...filesOfLaterTasks(state, task.id)].filter((file) => !task.files.includes(file));
  if (later.length === 0) return task;
  return {
    ...task,
    instructions: `${task.instructions}\nLater tasks change ${later.join(', ')}: leave those files alone.`,
  };
}
