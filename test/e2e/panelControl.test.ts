import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { HoldingModel } from '../models/holdingScript.ts';
import { sampleRequest } from '../models/sampleRequest.ts';
import { Desk } from './desk.ts';
import { followRun, startRun } from './panelRun.ts';
import { until } from './retry.ts';
import { shootFailures, shootInThemes } from './shots.ts';
import type { Workbench } from './workbench.ts';

/** The order matters: each test goes on with the run as the one before left it. */
describe('a run that is steered from the panel', () => {
  let desk: Desk<HoldingModel>;
  let workbench: Workbench;
  let panel: FrameLocator;
  let folder: string;
  let run: Locator;
  before(async () => {
    desk = await Desk.open(new HoldingModel());
    folder = desk.sampleThatCompiles();
    workbench = await desk.workbench({ folder });
    panel = await workbench.openPanel();
  });
  after(async () => {
    desk.model.release();
    await desk.close();
  });
  shootFailures(() => ({ workbench }));

  const task = (id: string) => run.locator(`[data-testid="task"][data-task="${id}"]`);
  const inState = (id: string, state: string) => task(id).and(panel.locator(`[data-state="${state}"]`));
  const workOn = (id: string) =>
    desk.endpoint.calls.filter((call) => call.role === 'work' && call.task === id);

  /** Sends the request, and returns when its plan waits. */
  async function plan(): Promise<void> {
    run = await startRun(panel, async () => {
      await panel.getByTestId('request-box').fill(sampleRequest);
      await panel.getByTestId('request-send').click();
    });
    assert.equal((await followRun(run, () => {})).state, 'paused');
  }

  async function start(): Promise<void> {
    await run.getByTestId('start-plan').click();
    await run.getByTestId('start-plan').waitFor({ state: 'detached' });
  }

  it('tells a worker what the user has written into the plan', async () => {
    await plan();
    await task('discount-row').locator('.task-head').click();
    await task('discount-row')
      .getByTestId('task-instructions')
      .fill('Move the discount up, and nothing else.');
    desk.model.hold('discount-row');
    await start();
    await inState('discount-row', 'running').waitFor();
    await inState('discount-first', 'done').waitFor();
    assert.match(workOn('discount-row')[0]?.text ?? '', /Move the discount up, and nothing else\./);
  });

  it('stands still where VS Code, or the system, is set to less motion', async () => {
    const icon = task('discount-row').locator('.icon-loading');
    const motion = () => icon.evaluate((element) => getComputedStyle(element).animationName);
    assert.equal(await motion(), 'none', 'the windows of these tests are set so');
    workbench.writeSetting('workbench.reduceMotion', 'off');
    await panel.locator('body:not(.vscode-reduce-motion)').waitFor();
    assert.equal(await motion(), 'turn');
    await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(await motion(), 'none');
    await workbench.page.emulateMedia({ reducedMotion: null });
    workbench.writeSetting('workbench.reduceMotion', 'on');
    await panel.locator('body.vscode-reduce-motion').waitFor();
  });

  it('cancels one task, and lets the others go on', async () => {
    await task('discount-row').getByTestId('cancel-task').click();
    const shown = await followRun(run, () => {});
    assert.equal(shown.state, 'partial', shown.message);
    assert.deepEqual(shown.tasks.map(({ state }) => state).sort(), ['done', 'done', 'dropped']);
    await task('discount-row').scrollIntoViewIfNeeded();
    await shootInThemes(workbench, 'task-cancelled');
  });

  it('does it again on another tier, and tells its attempts', async () => {
    desk.model.release();
    const before = workOn('discount-first').length;
    await task('discount-row').getByTestId('retry-tier').click();
    await task('discount-row').getByRole('option', { name: 'planner' }).click();
    await task('discount-row').getByTestId('retry-task').click();
    await inState('discount-row', 'done').waitFor();
    const shown = await followRun(run, () => {});
    assert.equal(shown.state, 'done', shown.message);
    assert.equal(workOn('discount-row').at(-1)?.tier, 'planner');
    assert.equal(workOn('discount-first').length, before, 'what is done is not done again');
    const last = task('discount-row').getByTestId('attempt').last();
    const first = task('discount-row').getByTestId('attempt').first();
    assert.equal(await first.getAttribute('data-outcome'), 'stopped');
    assert.match((await last.textContent()) ?? '', /planner\s*passed.+as you chose.+Checked by TypeScript/s);
    await last.scrollIntoViewIfNeeded();
    await shootInThemes(workbench, 'task-trace');
  });

  it('is reviewed by keys, and one undo takes one accept back', async () => {
    const file = path.join(folder, 'src/render.ts');
    const before = readFileSync(file, 'utf8');
    await workbench.openFile('src/render.ts');
    await panel.getByTestId('request-box').focus();
    const hunk = run.locator('[data-testid="file"][data-path="src/render.ts"] [data-testid="hunk"]').first();
    const isAt = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);
    await run.getByTestId('accept-all').focus();
    for (const key of ['Tab', 'Tab']) await workbench.page.keyboard.press(key);
    await workbench.page.keyboard.press('j');
    while (!(await isAt(hunk))) await workbench.page.keyboard.press('j');
    await workbench.page.keyboard.press('a');
    const decided = (decision: string) => hunk.and(panel.locator(`[data-decision="${decision}"]`)).waitFor();
    await decided('accepted');
    assert.notEqual(readFileSync(file, 'utf8'), before);
    await workbench.editorLines().first().click();
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await decided('open');
    await workbench.page.keyboard.press('ControlOrMeta+S');
    await until(() => readFileSync(file, 'utf8') === before);
    await workbench.shot('accept-undone-dark');
  });

  it('is told of in one notification while the panel is hidden, and cancelled as a whole', async () => {
    desk.model.hold('discount-first', 'discount-row');
    await plan();
    await start();
    await inState('discount-row', 'running').waitFor();
    await workbench.clearNotifications();
    assert.equal(await workbench.notification(/discount is applied/).count(), 0);
    // A command of the palette may be taken twice on a busy machine, and would show it again.
    await workbench.page.keyboard.press('ControlOrMeta+Alt+B');
    await workbench.page.locator('.part.auxiliarybar').waitFor({ state: 'hidden' });
    await workbench.notification(/discount is applied/).waitFor();
    assert.equal(await workbench.page.locator('.notification-toast').count(), 1);
    await shootInThemes(workbench, 'panel-hidden');
    panel = await workbench.openPanel();
    await workbench.notification(/discount is applied/).waitFor({ state: 'detached' });
    await run.getByTestId('cancel').click();
    await run.and(panel.locator('[data-state="cancelled"]')).waitFor();
    assert.deepEqual(
      await run.getByTestId('task').evaluateAll((all) => all.map((each) => each.getAttribute('data-state'))),
      ['dropped', 'dropped', 'dropped'],
    );
    await workbench.shot('run-cancelled-dark');
  });
});
