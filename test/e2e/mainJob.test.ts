import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { sampleQuestion, sampleRequest } from '../models/sampleRequest.ts';
import { acceptAll } from './mainJob.ts';
import { followRun, startRun } from './panelRun.ts';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shootInThemes, shots } from './shots.ts';
import type { Workbench } from './workbench.ts';

/** Opens the context of a run's first task from the panel, and waits until the document says this. */
async function openContext(workbench: Workbench, run: Locator, says: RegExp): Promise<void> {
  const task = run.getByTestId('task').first();
  const button = task.getByTestId('show-context');
  if (!(await button.isVisible())) await task.locator('.task-head').click();
  await button.click();
  await workbench.page.locator('.tab.active[data-resource-name^="Context of"]').waitFor();
  await workbench.editorLines().filter({ hasText: says }).first().waitFor();
}

/** Pastes two pictures into the request box and takes one of them away again. */
async function pasteImages(workbench: Workbench, panel: FrameLocator): Promise<void> {
  const picture = await workbench.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
  await panel.getByTestId('request-box').evaluate((box, base64) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const clipboardData = new DataTransfer();
    for (const name of ['one.png', 'two.png'])
      clipboardData.items.add(new File([bytes], name, { type: 'image/png' }));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, picture.toString('base64'));
  const images = panel.getByTestId('attachment');
  await images.nth(1).waitFor();
  const width = await images
    .first()
    .locator('img')
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });
  assert.equal(width, 320, 'the page may show it');
  await workbench.shot('images');
  await images.nth(1).getByTestId('attachment-remove').click();
  await images.nth(1).waitFor({ state: 'detached' });
}

/** The order matters: the request's test can pass only once the problems are fixed, as for a person. */
describe('the main job', () => {
  let session: SampleSession;
  before(async () => {
    // Slow enough that the panel shows tasks at work, as with a real model.
    session = await openSample({ shots, latencyMs: 150 });
  });
  after(() => session.close());
  shootFailures(() => session);

  const read = (file: string) => readFileSync(path.join(session.folder, file), 'utf8');
  const inSample = (...command: [string, ...string[]]) =>
    execFileSync(command[0], command.slice(1), { cwd: session.folder, encoding: 'utf8', stdio: 'pipe' });

  it('fixes all problems of the workspace', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    const run = await startRun(panel, () => workbench.palette('Tiercel: Fix Problems in Workspace'));
    const shown = await followRun(run, () => {});
    assert.equal(shown.state, 'done', shown.message);
    assert.deepEqual(new Set(shown.proposals.map(({ outcome }) => outcome)), new Set(['passed']));
    assert.equal(shown.tasks.filter(({ tier }) => tier === 'no model').length, 2);
    await workbench.clearNotifications();
    await shootInThemes(workbench, 'problems');
    await run.getByTestId('hunk').first().scrollIntoViewIfNeeded();
    await shootInThemes(workbench, 'problems-proposals');
    await acceptAll(run);
    inSample('npm', 'run', '-s', 'check');
  });

  it('plans a request, works on it in parallel, and takes accepts and rejects hunk by hunk', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    const run = await startRun(panel, async () => {
      await workbench.palette('Tiercel: New Request…');
      await workbench.answerInput(sampleRequest);
    });
    const waiting = await followRun(run, () => {});
    assert.equal(waiting.state, 'paused', 'a plan that may cost more than the amount in the settings waits');
    await shootInThemes(workbench, 'request-plan');
    await openContext(workbench, run, /Nothing\swas\ssent\sfor\sthis\syet/);
    await workbench.shot('context-before');
    await run.getByTestId('start-plan').click();
    await run.getByTestId('start-plan').waitFor({ state: 'detached' });
    const states = new Set<string>();
    const shown = await followRun(run, ({ tasks }) => {
      for (const { state } of tasks) states.add(state);
    });
    assert.equal(shown.state, 'done', shown.message);
    assert.equal(shown.tasks.length, 3);
    assert.ok(states.has('running'), 'the panel shows the tasks as they run');
    assert.match((await run.getByTestId('overhead').allTextContents()).join(), /Sorting.*Planning.*Reviews/s);
    await workbench.clearNotifications();
    await shootInThemes(workbench, 'request');

    await openContext(workbench, run, /requests?\s(?:was|were)\ssent\sfor\sthis/);
    await workbench.shot('context-after');

    const before = read('src/render.ts');
    const renderFile = run.locator('[data-testid="file"][data-path="src/render.ts"]');
    await renderFile.scrollIntoViewIfNeeded();
    await shootInThemes(workbench, 'request-proposals');
    await renderFile.getByTestId('open-diff').click();
    await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await shootInThemes(workbench, 'request-diff');
    await run.getByTestId('open-changes').first().click();
    await workbench.page.locator('.multiDiffEntry').nth(1).waitFor();
    await shootInThemes(workbench, 'request-changes');
    await renderFile.getByTestId('hunk-reject').first().click();
    await renderFile.locator('[data-decision="rejected"]').first().waitFor();
    await acceptAll(run);
    assert.equal(read('src/render.ts'), before, 'a rejected hunk is not written');
    assert.match(inSample('npm', 'test'), /fail 0/);
  });

  it('answers a question', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    const run = await startRun(panel, async () => {
      await panel.getByTestId('request-box').fill(sampleQuestion);
      await pasteImages(workbench, panel);
      await panel.getByTestId('request-send').click();
    });
    await followRun(run, () => {});
    assert.match((await run.getByTestId('answer').textContent()) ?? '', /src\/tax\.ts/);
    await shootInThemes(workbench, 'answer');
    await run.getByTestId('answer').getByRole('button', { name: 'src/tax.ts:18' }).click();
    await workbench.page.locator('.tab.active[data-resource-name="tax.ts"]').waitFor();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 18, Col 1' }).waitFor();
    await workbench.shot('citation');
  });
});
