import { messageOf } from '../../base/messageOf.ts';
import { isSystemError } from '../../base/systemError.ts';
import { withForgotten } from '../ledger/ledger.ts';
import { answerQuestion } from './answer/answerQuestion.ts';
import { withRerankedFiles } from './answer/rerankFiles.ts';
import { billedAbove, closingWords, outcomeOf } from './closingWords.ts';
import { forecastCheck } from './plan/forecast.ts';
import { addSingleEdit, makePlan, planWaits } from './plan/makePlan.ts';
import { passGate } from './plan/passGate.ts';
import { findProblems } from './problems/findProblems.ts';
import { taskForProblem } from './problems/problemTasks.ts';
import { publish } from './publish/publish.ts';
import { reviewWork } from './publish/reviewWork.ts';
import type { RunDeps, RunOptions } from './session/runDeps.ts';
import { createSession, type Failure, type Session, type Stop } from './session/session.ts';
import { spendApart } from './session/spendApart.ts';
import type { Job, RunEvent, RunOutcome } from './state/runEvent.ts';
import type { RunState } from './state/runState.ts';
import { debugTask } from './task/debugTask.ts';
import { runTasks } from './task/runTasks.ts';
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
  const ledger = forgottenUsd > 0 ? withForgotten(deps.ledger, state.run, forgottenUsd) : deps.ledger;
  const session = withRerankedFiles(
    createSession({ ...state, budgetUsd }, { ...deps, ledger }, options, history),
  );
  const resume = {
    type: 'run-resume',
    time: deps.now(),
    budgetUsd,
    ...(lostUsd > 0 && { lostUsd }),
  } as const;
  return drive(session, options.approvePlan ? [resume, { type: 'plan-approved' }] : [resume]);
}

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

/** A full disk, or a folder that may not be used: nothing more is paid for, and what is there can be gone on with. */
async function standStill(session: Session, error: Error): Promise<RunState> {
  const what = session.isOfJournal(error)
    ? "The run can't be kept on disk"
    : 'The system stands in the way of the run';
  const message = `${what} (${error.message}), so it does not go on. Fix that, then resume.`;
  try {
    await session.emit({ type: 'run-pause', reason: { type: 'fault', fault: 'disk', message } });
  } catch (again) {
    // The disk is as it was; the state says what there is to say.
    if (!isSystemError(again)) throw again;
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

/** Planned work is reviewed once; what the reviewer sends back is done again and then stands by its check alone. */
async function review(session: Session): Promise<Stop | undefined> {
  const { job, gate, review: earlier, tasks } = session.state();
  const hasWork = tasks.some((task) => task.state === 'done' && task.changes.length > 0);
  if (job.type !== 'request' || gate?.route !== 'plan' || earlier || !hasWork) return undefined;
  const result = await reviewWork(session, job.text);
  if (result === 'reviewed') return undefined;
  return result === 'sentBack' ? runTasks(session) : result;
}
