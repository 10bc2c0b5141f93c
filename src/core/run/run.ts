import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import { messageOf } from '../../base/messageOf.ts';
import { isSystemError } from '../../base/systemError.ts';
import { LedgerUnavailable } from '../ledger/ledgerUnavailable.ts';
import { answerQuestion } from './answer/answerQuestion.ts';
import { withRerankedFiles } from './answer/rerankFiles.ts';
import { describeForecast, forecastCheck } from './plan/forecast.ts';
import { addSingleEdit, type Failure, makePlan, passGate, planWaits } from './plan/planRequest.ts';
import { findProblems } from './problems/findProblems.ts';
import { describeLeftOut } from './problems/leftOut.ts';
import { withoutThoseThatWait } from './problems/oneByOne.ts';
import { taskForProblem } from './problems/problemTasks.ts';
import { publish } from './publish/publish.ts';
import { reviewWork } from './publish/reviewWork.ts';
import { schedule } from './scheduler.ts';
import { finishTask } from './session/attemptEvents.ts';
import type { RunDeps, RunOptions } from './session/runDeps.ts';
import { createSession, type Session, type Stop } from './session/session.ts';
import type { Job, RunEvent, RunOutcome } from './state/runEvent.ts';
import type { RunState, TaskState } from './state/runState.ts';
import { debugTask } from './task/debugTask.ts';
import { doTask } from './task/doTask.ts';
import { startShadows } from './task/shadow.ts';

/** Runs a job until it ends, waits for the user, or stands still for the reason in the state's phase. */
export async function startRun(job: Job, deps: RunDeps, options: RunOptions): Promise<RunState> {
  const start = {
    type: 'run-start',
    run: deps.newId(),
    job,
    time: deps.now(),
    budgetUsd: deps.settings.budgets.runUsd,
    ceiling: deps.settings.ceiling,
  } as const;
  const history = await deps.attempts?.history();
  const session = withRerankedFiles(createSession(start, deps, options, history));
  return drive(session, [start]);
}

/** Goes on with a run that stands still: what is finished is kept, and paid calls are not repeated. */
export async function resumeRun(
  state: RunState,
  deps: RunDeps,
  options: RunOptions & { readonly approvePlan?: boolean },
): Promise<RunState> {
  const { runUsd: budgetUsd } = deps.settings.budgets;
  const history = await deps.attempts?.history();
  const { lostUsd, forgottenUsd } = await spendApart(state, deps);
  const left = { ...state, budgetUsd: Math.max(0, budgetUsd - forgottenUsd) };
  const session = withRerankedFiles(createSession(left, deps, options, history));
  const resume = {
    type: 'run-resume',
    time: deps.now(),
    budgetUsd,
    ...(lostUsd > 0 && { lostUsd }),
  } as const;
  return drive(session, options.approvePlan ? [resume, { type: 'plan-approved' }] : [resume]);
}

/**
 * How far the ledger and the run are apart, in USD. `lostUsd`: what the ledger alone holds; a call that was cut off told
 * the run nothing, and stands in the ledger at its worst case. A call of a batch that is waited for is no such call.
 * `forgottenUsd`: what the run alone holds, since the ledger was lost or set aside; it is taken from the budget that the
 * ledger counts against.
 */
async function spendApart(
  state: RunState,
  { ledger }: RunDeps,
): Promise<{ readonly lostUsd: number; readonly forgottenUsd: number }> {
  try {
    const lost = (await ledger.spentUsd(state)) - (await waitingUsd(state, ledger)) - state.total.usd;
    return {
      lostUsd: lost > leastUsd ? lost : 0,
      forgottenUsd: lost < -leastUsd ? -lost : 0,
    };
  } catch (error) {
    if (error instanceof LedgerUnavailable) return { lostUsd: 0, forgottenUsd: 0 };
    throw error;
  }
}

/** What is set aside for a batch, of which the run is told when the batch ends. */
async function waitingUsd(
  { run, labels, labelBatch, batchIntent }: RunState,
  ledger: RunDeps['ledger'],
): Promise<number> {
  const calls = labels ? [] : ((labelBatch ?? batchIntent)?.calls ?? []);
  const rows = await Promise.all(
    calls.map(({ reservation }) => ledger.calls({ after: reservation - 1, limit: 1 })),
  );
  return rows
    .flat()
    .filter((row) => row.run === run && (row.state === 'reserved' || row.state === 'expired'))
    .reduce((sum, { usd }) => sum + usd, 0);
}

/** No call costs less; sums of dollars are not exact to the last digit. */
const leastUsd = 1e-9;

async function drive(session: Session, first: readonly RunEvent[]): Promise<RunState> {
  const end = (outcome: RunOutcome, message: string) =>
    session.emit({ type: 'run-end', outcome, message, time: session.deps.now() });
  try {
    for (const event of first) await session.emit(event);
    const result = await steps(session);
    if (result?.type === 'stop') {
      const message = `${result.reason.message}${billedAbove(session.state())}`;
      await session.emit({ type: 'run-pause', reason: { ...result.reason, message } });
    } else if (result?.type === 'failure') await end('failed', result.message);
    else {
      await end(outcomeOf(session.state()), closingWords(session.state()));
      await recordForecast(session);
      startShadows(session);
    }
  } catch (error) {
    if (isSystemError(error)) return standStill(session, error);
    if (!session.signal.aborted) {
      const message = messageOf(error);
      await end('failed', `Tiercel itself failed: ${message}. This is a bug; the log has more.`);
      throw error;
    }
    await publishFinished(session);
    await end('cancelled', 'What was finished is kept; nothing more is sent.');
  }
  return session.state();
}

/** A full disk, or a folder that may not be written: nothing more is paid for, and what is there can be gone on with. */
async function standStill(session: Session, { message: cause }: Error): Promise<RunState> {
  const message = `The run can't be kept on disk (${cause}), so it does not go on. Fix that, then resume.`;
  try {
    await session.emit({ type: 'run-pause', reason: { type: 'fault', fault: 'disk', message } });
  } catch (error) {
    // The disk is as it was; the state says what there is to say.
    if (!isSystemError(error)) throw error;
  }
  return session.state();
}

async function recordForecast({ deps, state }: Session): Promise<void> {
  const check = forecastCheck(state());
  if (check) await deps.attempts?.recordForecast({ ...check, time: deps.now() });
}

/** A cancelled run has to end within a second: what can't be checked in this time (milliseconds) is left out. */
const lastCheckMs = 700;

/** What was finished before the user cancelled is proposed all the same; that takes no model. */
async function publishFinished(session: Session): Promise<void> {
  const signal = AbortSignal.timeout(lastCheckMs);
  try {
    await publish(session, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The way of a job. Each step looks at the state first and does only what is not done yet. */
async function steps(session: Session): Promise<Stop | Failure | undefined> {
  const { job } = session.state();
  const prepared =
    job.type === 'request' ? await prepareRequest(session, job.text) : await prepareProblems(session);
  if (prepared) {
    await publish(session);
    return prepared;
  }
  const stopped = (await runTasks(session)) ?? (await review(session));
  if (!stopped) await explain(session);
  await publish(session);
  return stopped;
}

/** Who started a job on an exception gets its explanation as an answer, whether or not there is an edit. */
async function explain(session: Session): Promise<void> {
  const { job, tasks, answer } = session.state();
  const done = tasks.find(({ state }) => state === 'done');
  if (job.type !== 'debug' || job.cause !== 'exception' || answer !== undefined || !done) return;
  await session.emit({ type: 'answer', text: done.note });
}

async function prepareRequest(session: Session, text: string): Promise<Stop | Failure | undefined> {
  const gate = await passGate(session, text);
  if ('type' in gate) return gate;
  if (gate.route === 'answer')
    return session.state().answer === undefined ? answerQuestion(session, text) : undefined;
  if (session.state().tasks.length === 0) {
    if (gate.route === 'single_edit') await addSingleEdit(session, text, gate);
    else {
      const failed = await makePlan(session, text);
      if (failed) return failed;
    }
  }
  return planWaits(session);
}

async function prepareProblems(session: Session): Promise<Stop | undefined> {
  const { job, tasks } = session.state();
  if (job.type !== 'fixProblem' && job.type !== 'debug') return findProblems(session);
  if (tasks.length === 0) {
    const task = job.type === 'debug' ? debugTask(job) : taskForProblem(job.diagnostic);
    await session.emit({ type: 'tasks-added', tasks: [task] });
  }
  return undefined;
}

async function runTasks(session: Session): Promise<Stop | undefined> {
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

/** Planned work is reviewed once; what the reviewer sends back is done again and then stands by its check alone. */
async function review(session: Session): Promise<Stop | undefined> {
  const { job, gate, review: earlier, tasks } = session.state();
  const hasWork = tasks.some((task) => task.state === 'done' && task.changes.length > 0);
  if (job.type !== 'request' || gate?.route !== 'plan' || earlier || !hasWork) return undefined;
  const result = await reviewWork(session, job.text);
  if (result === 'reviewed') return undefined;
  return result === 'sentBack' ? runTasks(session) : result;
}

function outcomeOf(state: RunState): RunOutcome {
  if (state.answer !== undefined) return 'done';
  const done = state.tasks.filter((task) => task.state === 'done').length;
  const unsolved = state.labels || !state.remaining ? 0 : state.remaining.length;
  if (isBlind(state)) return 'failed';
  if (done === state.tasks.length && unsolved === 0) return 'done';
  return done === 0 ? 'failed' : 'partial';
}

function closingWords(state: RunState): string {
  if (state.answer !== undefined) return 'Answered';
  if (state.tasks.length === 0) {
    const left = state.remaining?.length ?? 0;
    return left === 0
      ? noProblems(state)
      : `${counted(left, 'problem')} left: the ceiling in the settings allows no model`;
  }
  const done = state.tasks.filter((task) => task.state === 'done').length;
  const check = forecastCheck(state);
  const cost = `${describeLeftOut(state)}${check ? `. ${describeForecast(check)}` : ''}`;
  const above = billedAbove(state);
  const all = state.tasks.length;
  return `${done} of ${counted(all, 'task')} done, ${countProposals(state)}${cost}${above === '' ? '' : `.${above}`}`;
}

/** Nothing was found since nobody looked: that is no result. */
function isBlind({ found, tasks }: RunState): boolean {
  return tasks.length === 0 && found?.checked === 0 && found.notChecked.length > 0;
}

/** Of what no server looked at nothing is known. */
function noProblems(state: RunState): string {
  const { length } = state.found?.notChecked ?? [];
  if (length === 0) return 'No problems found';
  if (isBlind(state))
    return `Nothing was checked: there is no language server for ${length === 1 ? 'the file' : `the ${length} files`}`;
  return `No problems found in what was checked; ${counted(length, 'file was', 'files were')} not`;
}

/** Said wherever a run ends or stands still: only so a budget can have been passed. */
function billedAbove({ aboveUsd }: RunState): string {
  if (aboveUsd === undefined) return '';
  return ` An endpoint counted ${formatUsd(aboveUsd)} more than its answers can cost by the tier's price. Compare the price in the settings with your bill.`;
}

/** Fixes of which the user takes one are no work that waits to be accepted. */
function countProposals({ proposals }: RunState): string {
  const offered = proposals.filter(({ alternative }) => alternative !== undefined).length;
  const made = proposals.length - offered;
  const parts = [
    ...(made > 0 || offered === 0 ? [counted(made, 'proposal')] : []),
    ...(offered > 0 ? [counted(offered, 'fix to consider', 'fixes to choose from')] : []),
  ];
  return parts.join(', ');
}
