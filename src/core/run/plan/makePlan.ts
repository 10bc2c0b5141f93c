import { formatForecast } from '../../../base/formatUsd.ts';
import { overview } from '../../context/pack/projectOverview.ts';
import type { GateAnswer } from '../../request/gate.ts';
import { checkPlan, normalizePlan, type Plan, planAnswer, planRequest } from '../../request/plan.ts';
import type { RunTask } from '../../request/runTask.ts';
import { ask, type Failure, type Session, type Stop } from '../session/session.ts';
import type { Forecast } from '../state/runEvent.ts';
import { imagesOfJob, showing, withImageNote } from '../task/images.ts';
import { learningOf } from '../task/routeTask.ts';
import { forecast } from './forecast.ts';

/** A request that one bounded edit answers: a task without a planner. */
export async function addSingleEdit(session: Session, request: string, gate: GateAnswer): Promise<void> {
  const { job } = session.state();
  const name = (job.type === 'request' && job.title) || request;
  const title = name.length > 72 ? `${name.slice(0, 70)}…` : name;
  const task: RunTask = {
    id: 'edit',
    kind: gate.kind === 'plan' || gate.kind === 'review' ? 'edit' : gate.kind,
    title,
    instructions: request,
    files: gate.files,
    dependsOn: [],
    acceptance: 'The request is met and there are no new errors.',
    targets: [],
  };
  await addPlan(session, { summary: title, tasks: [task] });
}

/** Asks the planner; a plan that breaks a rule goes back once with the reasons. */
export async function makePlan(session: Session, request: string): Promise<Stop | Failure | undefined> {
  const { deps, signal } = session;
  await session.emit({ type: 'step', text: 'Planning' });
  const around = await overview(deps.workspace, request, { signal, budgetTokens: 8_000 });
  const all = new Set(await deps.workspace.list(signal));
  const images = imagesOfJob(session.state());
  let problems: readonly string[] = [];
  for (let tries = 0; tries < 2; tries++) {
    const worded = withImageNote(request, images.length, 'planner');
    const asked = planRequest(session.state().run, worded, around, problems);
    const answer = await ask(session, showing(asked, images), {
      name: 'plan',
      schema: planAnswer,
    });
    if (answer.type === 'stop') return answer;
    if (answer.type === 'malformed') {
      return {
        type: 'failure',
        message: `The planner gave no plan that can be read: ${answer.problems.join('; ')}`,
      };
    }
    problems = checkPlan(answer.value, (path) => all.has(path));
    if (problems.length === 0) {
      await addPlan(session, normalizePlan(answer.value));
      return undefined;
    }
  }
  return { type: 'failure', message: `The planner's plan broke its rules twice: ${problems.join(' ')}` };
}

async function addPlan(session: Session, plan: Plan): Promise<void> {
  const { settings } = session.deps;
  const tasks = plan.tasks.map((task) => ({ ...task, targets: [] }));
  await session.emit({
    type: 'plan-end',
    plan,
    tasks,
    forecast: forecast(tasks, settings, { history: session.history, learning: learningOf(session) }),
  });
}

/** A plan whose forecast is above the user's amount waits for a yes. */
export function planWaits(session: Session): Stop | undefined {
  const { forecast: expected, planApproved } = session.state();
  const { startPlansBelowUsd } = session.deps.settings;
  if (planApproved || !expected || expected.highUsd < startPlansBelowUsd) return undefined;
  return { type: 'stop', reason: { type: 'plan', message: planMessage(expected) } };
}

/** What a plan that waits says of itself. */
export function planMessage(forecast: Forecast): string {
  return `The plan may cost ${formatForecast(forecast)}. Start it, or cancel.`;
}
