import type { FrameLocator, Locator } from 'playwright-core';
import { sampleRequest } from '../models/sampleRequest.ts';
import { followRun, type ShownRun, type ShownTask, startRun } from './panelRun.ts';
import type { Workbench } from './workbench.ts';

/** Is told each line of the story as it happens. */
export type Say = (line: string) => void;

/** All problems of the workspace: from the button in the panel to accepted edits. */
export async function fixProblems(workbench: Workbench, say: Say): Promise<ShownRun> {
  const panel = await workbench.openPanel();
  const start = () => panel.getByTestId('fix-problems').click();
  return finish(workbench, panel, { name: 'problems', start, say });
}

/** The request that the scripted model knows, from the box in the panel to accepted edits. */
export async function fixFailingTest(workbench: Workbench, say: Say): Promise<ShownRun> {
  const panel = await workbench.openPanel();
  const start = async () => {
    await panel.getByTestId('request-box').fill(sampleRequest);
    await panel.getByTestId('request-send').click();
  };
  return finish(workbench, panel, { name: 'request', start, say });
}

interface Job {
  /** What its pictures are called. */
  readonly name: string;
  readonly start: () => Promise<void>;
  readonly say: Say;
}

/** Starts a run, follows it to its end, and accepts all that it proposes. */
async function finish(workbench: Workbench, panel: FrameLocator, job: Job): Promise<ShownRun> {
  const { name, say } = job;
  const run = await startRun(panel, job.start);
  const tell = storyteller(say);
  let shown = await followRun(run, tell);
  const startPlan = run.getByTestId('start-plan');
  if (await startPlan.isVisible()) {
    await workbench.shot(`${name}-plan`);
    await startPlan.click();
    await startPlan.waitFor({ state: 'detached' });
    shown = await followRun(run, tell);
  }
  for (const { title, outcome, evidence } of shown.proposals) say(`  ${outcome}: ${title} (${evidence})`);
  say(`  cost: ${shown.cost}`);
  await workbench.clearNotifications();
  await workbench.shot(name);
  if (shown.proposals.length === 0) throw new Error(`"${shown.title}" proposed nothing: ${shown.message}`);
  await run.getByTestId('proposal').first().scrollIntoViewIfNeeded();
  await workbench.shot(`${name}-proposals`);
  await acceptAll(run);
  await workbench.shot(`${name}-accepted`);
  return shown;
}

/** Accepts every open hunk of a run; throws where one had no safe place any more. */
export async function acceptAll(run: Locator): Promise<void> {
  const button = run.getByTestId('accept-all');
  await button.click();
  await button.waitFor({ state: 'detached' });
  const stale = await run.locator('[data-testid="hunk"][data-decision="stale"]').count();
  if (stale > 0) throw new Error(`${stale} accepted changes had become stale.`);
}

/** Says the plan, each task when it changes its state or its tier, and each new message of the run. */
function storyteller(say: Say): (shown: ShownRun) => void {
  const told = new Map<string, string>();
  const tellNew = (what: string, state: string, line: string) => {
    if (told.get(what) === state) return;
    told.set(what, state);
    say(line);
  };
  return ({ title, state, message, tasks }) => {
    tellNew('title', title, title);
    for (const [index, task] of tasks.entries()) {
      tellNew(`plan ${index}`, task.title, `  ${index + 1}. ${task.title}`);
      // Until a task has a tier there is nothing to say of it.
      if (task.tier && task.state !== 'waiting') {
        tellNew(`task ${index}`, `${task.state} ${task.tier}`, describeTask(index, task));
      }
    }
    if (message) tellNew('message', `${state} ${message}`, `  ${state}: ${message}`);
  };
}

function describeTask(index: number, task: ShownTask): string {
  const details = [task.cost, task.note].filter(Boolean).join(', ');
  return `  ${index + 1}. ${task.state} (${task.tier}) ${task.title}${details ? `: ${details}` : ''}`;
}
