import type { Overlay } from '../../edit/overlay.ts';
import type { RunTask } from '../../request/runTask.ts';
import { describeVerdict } from '../../verify/describeVerdict.ts';
import { asFound, type Diagnostic } from '../../verify/diagnostic.ts';
import { whyHopeless } from '../problems/leftOut.ts';
import { partOfTask } from '../problems/problemTasks.ts';
import { type Repeated, repeatSibling } from '../problems/repeatSibling.ts';
import { finishAttempt, finishTask, startAttempt } from '../session/attemptEvents.ts';
import type { Session, Stop } from '../session/session.ts';
import { overlayFor, tasksBefore, toFileChanges } from '../session/taskOverlay.ts';
import type { FileChange } from '../state/runEvent.ts';
import { attemptsSinceRetry, type RunState, type TaskState, taskState } from '../state/runState.ts';
import { freshTargets } from './freshTargets.ts';
import { withImages } from './images.ts';
import { mergeOverRival } from './mergeRival.ts';
import { attemptWithModel } from './modelAttempt.ts';
import { type ProvenPart, provenPart } from './provenPart.ts';
import { attemptQuickFix } from './quickFixAttempt.ts';
import { nextStep } from './routeTask.ts';
import { settledByCommand } from './settledByCommand.ts';
import type { End, Step } from './step.ts';

/** Works on one task, attempt after attempt, until it is done, given up, or the run has to stop. */
export async function doTask(session: Session, id: string): Promise<Stop | undefined> {
  await session.emit({ type: 'task-start', task: id });
  const own = session.taskSignal?.(id);
  if (!own) return workOn(session, id);
  try {
    return await workOn({ ...session, signal: AbortSignal.any([session.signal, own]) }, id);
  } catch (error) {
    if (!own.aborted || session.signal.aborted) throw error;
    const note = 'Cancelled by you';
    for (const each of underWay(session.state(), id))
      await finishTask(session, each, { outcome: 'dropped', changes: [], note });
    return undefined;
  }
}

/** A task behind the parts of it that are worked on in its place. */
function underWay(state: RunState, id: string): readonly string[] {
  const parts = partsOf(state, id).filter((each) => each.state === 'running');
  return [...parts.flatMap(({ task }) => underWay(state, task.id)), id];
}

function partsOf({ tasks }: RunState, id: string): readonly TaskState[] {
  return tasks.filter(({ partOf }) => partOf === id);
}

async function workOn(session: Session, id: string): Promise<Stop | undefined> {
  let finished = finishedBefore(session.state(), id);
  for (;;) {
    session.signal.throwIfAborted();
    const step = finished ?? (await attempt(session, id));
    finished = undefined;
    if (step.type === 'stop') return step;
    if (step.type === 'again') continue;
    let end: End | undefined = step;
    while (end) {
      // Nothing may be awaited between this look and the end of the task: another could end in the gap.
      const rival = rivalOf(session.state(), id, end.changes);
      if (rival === undefined) {
        await finishTask(session, id, end);
        return undefined;
      }
      end = await besideRival(session, id, rival, end);
    }
  }
}

/** What a task was done with when the run was cut off between its last attempt and its end. */
function finishedBefore(state: RunState, id: string): End | undefined {
  const last = taskState(state, id).attempts.at(-1)?.end;
  if (!last?.isDone) return undefined;
  return { type: 'end', outcome: 'done', changes: last.changes ?? [], note: last.note };
}

/** The end of a task on top of another; undefined where they do not fit together, so that it has to be done again. */
async function besideRival(
  session: Session,
  id: string,
  rival: TaskState,
  end: End,
): Promise<End | undefined> {
  const files = end.changes.map((change) => change.path);
  await session.emit({ type: 'task-depends', task: id, on: rival.task.id, files });
  const merged = await mergeOverRival(session, id, rival, end.changes);
  if (typeof merged !== 'string') return { ...end, changes: merged };
  const text = `Once more, on top of "${rival.task.title}": ${merged}`;
  await session.emit({ type: 'task-note', task: id, text });
  return undefined;
}

async function attempt(session: Session, id: string): Promise<Step> {
  const { deps, signal } = session;
  const { job } = session.state();
  const overlay = await overlayFor(deps, session.state(), id, { signal });
  const begun = withImages(session.state(), taskState(session.state(), id).task);
  const targets = await freshTargets({ checker: deps.checker, job }, begun, overlay, { signal });
  if (begun.targets.length > 0 && targets.length === 0)
    return { type: 'end', outcome: 'done', changes: [], note: fixedBy(session.state(), id) };
  const task = { ...begun, targets };
  const hopeless = whyHopeless(session.state(), id);
  if (hopeless !== undefined)
    return { type: 'end', outcome: 'dropped', changes: [], note: hopeless, isLeftOut: true };
  const found = taskState(session.state(), id);
  // Fix Problems has tried the fixes of all diagnostics before it made tasks of the rest.
  const isSingle = job.type === 'fixProblem';
  if (isSingle && found.attempts.length === 0) return attemptQuickFix(session, task, overlay);

  const attempts = attemptsSinceRetry(found);
  const settled = attempts.every(({ tier }) => tier === 'none')
    ? await settledByCommand(session, task, overlay)
    : undefined;
  if (settled) return settled;
  const repeated = await repeatSibling(session, task, overlay);
  if (repeated.changes.size > 0) {
    if (repeated.left.length === 0) return endRepeated(session, id, overlay, repeated);
    return endPart(session, task, repeated.left, (part) => endRepeated(session, part, overlay, repeated));
  }
  const next = await nextStep(session, task, overlay, attempts);
  if (next.type === 'noModel') return { type: 'end', outcome: 'failed', changes: [], note: next.reason };
  if (next.type === 'exhausted') {
    const last = attempts.at(-1)?.end;
    // It was sent back for looking odd, and nobody is left to do it better.
    if (last?.outcome === 'unchecked' && last.changes)
      return { type: 'end', outcome: 'done', changes: last.changes, note: last.note };
    const proven = await provenPart(session, task, overlay, attempts);
    if (proven?.left.length === 0) return endProven(session, id, task, proven);
    if (proven) return endPart(session, task, proven.left, (part) => endProven(session, part, task, proven));
    return { type: 'end', outcome: 'failed', changes: [], note: last?.note ?? 'Nothing worked' };
  }
  return attemptWithModel(session, task, overlay, next);
}

/** All that was to be done is what others of the group were mended by. */
async function endRepeated(
  session: Session,
  id: string,
  overlay: Overlay,
  { changes: edits, verdict, from }: Repeated,
): Promise<Step> {
  await startAttempt(session, id, 'none', `none: as in "${from}", no model`);
  const changes = await toFileChanges(edits, overlay);
  const note = verdict ? describeVerdict(verdict) : '';
  const end = { outcome: 'passed', note, changes, isDone: true } as const;
  await finishAttempt(session, id, { ...end, ...(verdict && { verdict }) });
  return { type: 'end', outcome: 'done', changes, note };
}

/** What was to be done, or some of it, is what an attempt had done that failed for the rest. */
async function endProven(
  session: Session,
  id: string,
  { title }: RunTask,
  { tier, changes, verdict }: ProvenPart,
): Promise<Step> {
  await startAttempt(session, id, tier, `${tier}: what it had mended of "${title}"`);
  const note = describeVerdict(verdict);
  await finishAttempt(session, id, { outcome: 'passed', note, verdict, changes, isDone: true });
  return { type: 'end', outcome: 'done', changes, note };
}

/**
 * What is proven ends as a task of its own: it stays, whatever comes of the rest, which is looked at again then.
 *
 * @param left those of the task's targets that are left
 * @param finish ends the part's attempt
 */
async function endPart(
  session: Session,
  task: RunTask,
  left: readonly Diagnostic[],
  finish: (part: string) => Promise<unknown>,
): Promise<Step> {
  const rest = left.map(asFound);
  const mended = task.targets.map(asFound).filter((each) => !rest.includes(each));
  const part = partOfTask(task, partsOf(session.state(), task.id).length + 1, mended);
  await session.emit({ type: 'task-split', task: task.id, left: rest, part });
  await session.emit({ type: 'task-start', task: part.id });
  await finish(part.id);
  return (await workOn(session, part.id)) ?? { type: 'again' };
}

/** Both worked from the same text: a finished task that changed the same file without being before this one. */
function rivalOf(state: RunState, id: string, changes: readonly FileChange[]): TaskState | undefined {
  const before = new Set(tasksBefore(state, id).map(({ task }) => task.id));
  const mine = new Set(changes.map((change) => change.path));
  return state.tasks.find(
    (other) =>
      other.task.id !== id &&
      other.state === 'done' &&
      !before.has(other.task.id) &&
      other.changes.some((change) => mine.has(change.path)),
  );
}

/** Names the task that has done what another was for, where it can only have been that one. */
function fixedBy(state: RunState, id: string): string {
  const [only, ...others] = tasksBefore(state, id).filter(({ changes }) => changes.length > 0);
  if (!only) return 'Gone since it was found: its file has changed';
  return others.length === 0 ? `Fixed by "${only.task.title}"` : 'An earlier task fixed it too';
}
