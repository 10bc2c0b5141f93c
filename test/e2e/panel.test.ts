import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Locator } from 'playwright-core';
import { sampleRequest } from '../models/sampleRequest.ts';
import { followRun, startRun } from './panelRun.ts';
import { retry } from './retry.ts';
import { openSample, type SampleSession } from './sampleSession.ts';
import { allThemes, shootFailures, shootInThemes, shots } from './shots.ts';

/** Puts the dearest run back by a day, so that there is more than one day to show. */
function makeOneRunOfYesterday(user: string): void {
  const [name] = readdirSync(user, { recursive: true, encoding: 'utf8' }).filter(
    (file) => path.basename(file) === 'ledger.sqlite',
  );
  const ledger = new DatabaseSync(path.join(user, name ?? ''), { timeout: 5_000 });
  ledger.exec(
    "UPDATE calls SET day = date(day, '-1 day') WHERE run = (SELECT run FROM calls GROUP BY run ORDER BY sum(cost) DESC LIMIT 1)",
  );
  ledger.close();
}

/** The order matters: each test goes on in the window as the one before left it. */
describe('the panel', () => {
  let session: SampleSession;
  before(async () => {
    session = await openSample({ shots });
  });
  after(() => session.close());
  shootFailures(() => session);

  const read = (file: string) => readFileSync(path.join(session.folder, file), 'utf8');
  const newestRun = async () => (await session.workbench.openPanel()).getByTestId('run').first();

  /** A picture in each theme, of what is in sight. */
  async function shootAll(name: string, what: Locator): Promise<void> {
    const { workbench } = session;
    await workbench.clearNotifications();
    await shootInThemes(workbench, name, allThemes, what);
  }

  it('tries each tier by one small call, and says what it cost', async () => {
    const panel = await session.workbench.openPanel();
    await panel.getByTestId('tiers').click();
    const nano = panel.locator('[data-testid="tier"][data-tier="nano"]');
    await nano.getByTestId('test-connection').click();
    await nano.locator('[data-result="passed"]').waitFor();
    assert.match((await nano.textContent()) ?? '', /Answered in .+ for <?\$0\.0/);
    const status = session.workbench.page.locator('.statusbar-item[id="tiercel.tiercel.tiercel.status"]');
    await status.getByText(/\$0\.\d+ of \$/).waitFor();
    await shootAll('tiers', nano);
    await panel.getByTestId('tiers').click();
  });

  it('takes changes of a plan that waits, and says what it may cost then', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    const run = await startRun(panel, async () => {
      await panel.getByTestId('request-box').fill(sampleRequest);
      await panel.getByTestId('request-send').click();
    });
    const waiting = await followRun(run, () => {});
    assert.equal(waiting.state, 'paused');
    assert.equal(waiting.tasks.length, 3);
    await run.getByTestId('task').first().locator('.task-head').click();
    const tier = run.getByTestId('plan-tier');
    const says = (message: string) =>
      run.getByTestId('run-message').filter({ hasText: message }).waitFor({ state: 'visible' });
    const asked = waiting.message;
    const pickTier = async (name: string) => {
      await tier.click();
      await tier.getByRole('option', { name }).click();
    };
    await pickTier('planner');
    await run.getByTestId('task').first().getByTestId('task-tier').filter({ hasText: 'planner' }).waitFor();
    const dearer = (await run.getByTestId('run-message').textContent()) ?? '';
    assert.notEqual(dearer, asked);
    await shootAll('plan-edited', run.getByTestId('task').first());
    await pickTier('Automatic');
    await says(asked);
    await run.getByTestId('drop-task').click();
    await run.getByTestId('task').nth(2).waitFor({ state: 'detached' });
    assert.notEqual(await run.getByTestId('run-message').textContent(), asked);
    await run.getByTestId('cancel').click();
    await run.and(panel.locator('[data-state="cancelled"]')).waitFor();
  });

  it('deletes a run, and has it back', async () => {
    const panel = await session.workbench.openPanel();
    const run = await newestRun();
    const title = await run.getAttribute('aria-label');
    await run.getByTestId('delete-run').click();
    await panel.getByTestId('deleted-run').waitFor();
    assert.equal(await panel.getByTestId('run').count(), 0);
    await panel.getByTestId('restore-run').click();
    await panel.getByTestId('deleted-run').waitFor({ state: 'detached' });
    assert.equal(await (await newestRun()).getAttribute('aria-label'), title);
  });

  it('accepts a hunk as the user wrote it, by keys alone, and calls it verified no more', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    const run = await startRun(panel, () => panel.getByTestId('fix-problems').click());
    assert.equal((await followRun(run, () => {})).state, 'done');
    const hunk = run.locator('[data-testid="hunk"][data-decision="open"]').first();
    const key = await hunk.getAttribute('data-hunk');
    const [id = '', file = ''] = key?.split('\n') ?? [];
    await shootAll('hunk-colours', hunk);
    await hunk.focus();
    const isSeen = () =>
      hunk.evaluate(
        (element) => element === document.activeElement && getComputedStyle(element).outlineStyle === 'solid',
      );
    await workbench.page.keyboard.press('j');
    assert.equal(await isSeen(), false);
    await workbench.page.keyboard.press('k');
    assert.equal(await isSeen(), true);
    await shootInThemes(workbench, 'hunk-focus', ['high-contrast-light', ...allThemes]);
    assert.equal(await hunk.getAttribute('aria-label'), `Change 1 to ${file}, open`);
    for (const does of ['Accept', 'Reject', 'Edit'])
      await hunk.getByRole('button', { name: new RegExp(`^${does} Lines? \\d`) }).waitFor();
    await workbench.page.keyboard.press('e');
    const box = run.getByTestId('hunk-text');
    await box.press('Control+End');
    await box.pressSequentially(' // mine');
    await workbench.shot('hunk-edit-dark');
    await box.press('Control+Enter');
    const proposal = run.locator(`[data-testid="proposal"][data-proposal="${id}"]`);
    await proposal.locator('[data-decision="accepted"]').first().waitFor();
    assert.match(read(file), / \/\/ mine/);
    assert.equal(await proposal.getByTestId('evidence').getAttribute('data-outcome'), 'unchecked');
    assert.match((await proposal.textContent()) ?? '', /you have edited it since the check/);
    await workbench.page.keyboard.press('n');
    await workbench.page.keyboard.press('r');
    await run.locator('[data-decision="rejected"]').first().waitFor();
  });

  it('shows problems by what they come from, filters them, and has one cause labelled and fixed', async () => {
    const { workbench } = session;
    await workbench.openFile('src/catalog.ts');
    await workbench.openFile('src/render.ts');
    const panel = await workbench.openPanel();
    await panel.getByTestId('problems').click();
    const drawer = panel.getByTestId('problems-drawer');
    const groups = drawer.getByTestId('problem-group');
    const group = groups.first();
    await group.waitFor();
    await drawer.getByTestId('filter-text').fill('nothing is named so');
    await groups.first().waitFor({ state: 'detached' });
    await drawer.getByTestId('filter-text').fill('src/');
    workbench.writeSetting('tiercel.shadow.share', 1);
    const open = group.getByTestId('problem-group-head');
    await open.click();
    await group.getByTestId('problem-member').first().waitFor();
    if (await group.getByTestId('label-group').isVisible()) await group.getByTestId('label-group').click();
    await group.getByTestId('group-effort').waitFor();
    assert.match((await group.getByTestId('group-forecast').textContent()) ?? '', /^\$0\.000\d+ to \$0\.\d+/);
    await shootAll('problems-drawer', drawer);
    await open.click();
    const fixing = await startRun(panel, () => group.getByTestId('fix-group').click());
    assert.equal((await followRun(fixing, () => {})).state, 'done');
    await fixing.getByTestId('delete-run').click();
    await panel.getByTestId('problems').click();
  });

  it('shows where the money went, day by day, and how tiers did at the same tasks', async () => {
    const { workbench } = session;
    workbench.writeSetting('tiercel.shadow.share', 0);
    makeOneRunOfYesterday(workbench.folders.user);
    const panel = await workbench.openPanel();
    const drawer = panel.getByTestId('cost-drawer');
    // What is done for comparison goes on behind the end of its run.
    await retry(20, async () => {
      await panel.getByTestId('today').click();
      try {
        await drawer.getByTestId('comparison').waitFor({ timeout: 1500 });
      } catch (error) {
        await panel.getByTestId('today').click();
        throw error;
      }
    });
    await drawer.getByRole('region', { name: 'By day' }).waitFor();
    assert.match(
      (await drawer.textContent()) ?? '',
      /Today.*of \$5\.00.*This month.*By kind of work.*On the same task nano passed 1 at \d+ % of the cost, mini 1/s,
    );
    await shootAll('cost', drawer);
    await panel.getByTestId('today').click();
  });

  it('filters the tree of problems too', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.palette('Problems: Focus on Tiercel: Problems View');
    await workbench.palette('Tiercel: Filter Problems…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'With errors' }).click();
    await page.keyboard.press('Enter');
    const view = page.locator('.part.panel');
    await view.getByText(/\d+ of \d+ groups: with errors/).waitFor();
    await shootAll('problems-filtered', view);
    await page.keyboard.press('ControlOrMeta+J');
    await view.locator('.monaco-list-row').first().waitFor({ state: 'hidden' });
  });

  it('keeps a review that was begun when the window is reloaded, also where its panel stays closed', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const decisions = async (run: Locator) =>
      run.getByTestId('hunk').evaluateAll((all) => all.map((each) => each.getAttribute('data-decision')));
    const begun = await newestRun();
    const before = await decisions(begun);
    assert.deepEqual(new Set(before).has('accepted') && new Set(before).has('rejected'), true);
    const hunk = begun.locator('[data-testid="hunk"][data-decision="open"]').first();
    const [, file = ''] = ((await hunk.getAttribute('data-hunk')) ?? '').split('\n');

    const sideBar = page.locator('.part.auxiliarybar');
    await page.keyboard.press('ControlOrMeta+Alt+B');
    await sideBar.waitFor({ state: 'hidden' });
    await Promise.all([page.waitForEvent('load'), workbench.palette('Developer: Reload Window')]);
    await workbench.ready();
    const open = before.filter((decision) => decision === 'open').length;
    await page
      .locator('.statusbar-item[id="tiercel.tiercel.tiercel.status"]')
      .getByText(`${open} changes to review`)
      .waitFor();
    await workbench.openFile(file);
    await page.locator('.codelens-decoration a', { hasText: 'Accept' }).first().waitFor();
    await page.locator('.glyph-margin-widgets [class*="TextEditorDecorationType"]').first().waitFor();
    assert.equal(await sideBar.isVisible(), false);
    await shootInThemes(workbench, 'reloaded-closed', allThemes);

    const run = await newestRun();
    await run.getByTestId('hunk').first().waitFor();
    assert.deepEqual(await decisions(run), before);
  });

  it('says when a file has changed since, and which change fits no more', async () => {
    const run = await newestRun();
    const open = run.locator('[data-testid="hunk"][data-decision="open"]').first();
    const [id = '', file = ''] = ((await open.getAttribute('data-hunk')) ?? '').split('\n');
    const shown = run.locator(`[data-proposal="${id}"] [data-testid="file"][data-path="${file}"]`);
    const before = read(file);
    const write = (text: string) => writeFileSync(path.join(session.folder, file), text);
    write(`// Mine.\n${before}`);
    await shown.getByTestId('file-moved').waitFor();
    assert.equal(await shown.getByTestId('unfit').count(), 0);
    write('// Mine alone.\n');
    await shown.getByTestId('unfit').first().scrollIntoViewIfNeeded();
    await session.workbench.shot('file-moved-dark');
    write(before);
    await shown.getByTestId('file-moved').waitFor({ state: 'detached' });
  });

  it('writes a run down as Markdown', async () => {
    const { workbench } = session;
    const run = await newestRun();
    await run.getByTestId('export-run').click();
    await workbench
      .editorLines()
      .filter({ hasText: /^#\sFix\sproblems\sin\sthe\sworkspace$/ })
      .waitFor();
  });
});
