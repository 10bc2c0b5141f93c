import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prepareSample } from '../tools/sample.mjs';
import { workbenchUrl } from '../vscode/launch.mjs';
import { retry, until } from './retry.ts';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shootInThemes, shots } from './shots.ts';

describe('settings, and what needs no key', () => {
  let session: SampleSession;
  before(async () => {
    session = await openSample({ shots, script: 'none' });
  });
  after(() => session.close());
  shootFailures(() => session);

  it('are in the Settings UI, with descriptions and defaults', async () => {
    const { workbench } = session;
    await workbench.palette('Tiercel: Open Settings');
    const editor = workbench.page.locator('.settings-editor');
    const setting = (label: string) =>
      editor.locator('.settings-row-inner-container', { hasText: label }).first();
    await setting('Run Usd').waitFor();
    assert.match((await editor.textContent()) ?? '', /Nano Tier.*Mini Tier.*Planner Tier/s);
    await shootInThemes(workbench, 'settings-all');
    await workbench.narrowSettings('tiers.mini.inputPrice');
    await setting('Input Price')
      .getByText(/USD|dollars/)
      .first()
      .waitFor();
    assert.equal(await setting('Input Price').locator('input').inputValue(), '0.75');
    await shootInThemes(workbench, 'settings-tier');
    await workbench.narrowSettings('budget.runUsd');
    assert.equal(await setting('Run Usd').locator('input').inputValue(), '0.5');
    await workbench.shot('settings-budget');
    await workbench.closeSettings();
  });

  it('say without a key what is missing, and do what needs none', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    await panel.getByTestId('model-missing').waitFor();
    await shootInThemes(workbench, 'no-key');
    await panel.getByTestId('fix-problems').click();
    const run = panel.locator('[data-testid="run"][data-state="paused"]').first();
    await run.waitFor();
    assert.equal(await run.getByTestId('proposal').count(), 2);
    await run.getByTestId('accept-all').click();
    await run.locator('[data-testid="hunk"][data-decision="accepted"]').nth(1).waitFor();
    await workbench.shot('no-key-fixed');
  });

  it('say what is wrong where it stands, and lead there', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const row = page
      .locator('.settings-editor .settings-row-inner-container', { hasText: 'Run Usd' })
      .first();
    await workbench.palette('Tiercel: Open Settings');
    await workbench.narrowSettings('budget.runUsd');
    await row.locator('input').fill('-1');
    await row.getByText('Value must be').waitFor();
    await shootInThemes(workbench, 'setting-refused');
    await row.locator('input').fill('0.5');
    await workbench.closeSettings();

    workbench.writeSetting('tiercel.budget.runUsd', 'much');
    const note = workbench.notification('tiercel.budget.runUsd');
    await note.waitFor();
    await shootInThemes(workbench, 'setting-unusable');
    await note.getByText('Open the Setting').click();
    await row.waitFor();
    workbench.writeSetting('tiercel.budget.runUsd', undefined);
    await workbench.closeSettings();
    await workbench.clearNotifications();
  });

  it('say why nothing can be done in a file that was never saved', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.palette('File: New Untitled Text File');
    await page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('h');
    await workbench.notification('This file has not been saved yet').waitFor();
    await shootInThemes(workbench, 'refused-untitled');
    await workbench.clearNotifications();
    await page.keyboard.press('ControlOrMeta+W');
  });

  it('put fixes that differ before the user, who chooses one', async () => {
    const { workbench, folder } = session;
    const file = (name: string) => path.join(folder, 'src', name);
    writeFileSync(
      file('receipt.ts'),
      'export function formatMoney(amount: number): string {\n  return String(amount);\n}\n',
    );
    writeFileSync(file('total.ts'), 'export const total = formatMoney(1);\n');
    await workbench.openFile('src/total.ts');
    await workbench.clickSquiggle();
    await workbench.pickLightBulb('Tiercel: Fix this problem');
    const note = workbench.notification('Tiercel has fixes to choose from');
    await note.waitFor();
    await shootInThemes(workbench, 'alternatives');
    await note.getByText('Choose', { exact: true }).click();
    const rows = workbench.page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: './receipt.js' }).waitFor();
    await shootInThemes(workbench, 'alternatives-list');
    await rows.filter({ hasText: './money.js' }).click();
    await until(() => /from ["']\.\/money\.js["']/.test(readFileSync(file('total.ts'), 'utf8')));
    await workbench.squiggles().first().waitFor({ state: 'detached' });
  });

  it('ask which folders are meant, where several are open', async () => {
    const { workbench, folder } = session;
    const { page } = workbench;
    const second = path.join(path.dirname(folder), 'second');
    const file = path.join(path.dirname(folder), 'both.code-workspace');
    prepareSample(second);
    writeFileSync(file, JSON.stringify({ folders: [{ path: folder }, { path: second }] }));
    // Now and then VS Code in a browser reads the file too early, and opens no folder.
    await retry(3, async () => {
      await page.goto(workbenchUrl(workbench.server.port, file));
      await workbench.ready();
      const folders = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'second' });
      await folders.first().waitFor({ timeout: 10_000 });
    });
    const panel = await workbench.openPanel();
    await panel.getByTestId('fix-problems').click();
    const rows = page.locator('.quick-input-widget .monaco-list-row');
    await rows.filter({ hasText: 'second' }).waitFor();
    await shootInThemes(workbench, 'several-folders');
    await page.keyboard.press('Enter');
    await panel.locator('[data-testid="run"][data-state="paused"]').nth(1).waitFor();
    const runs = panel.getByTestId('run');
    await runs.nth(1).getByText('Fix problems in sample', { exact: true }).waitFor();
    await runs.first().getByText('Fix problems in second', { exact: true }).waitFor();
    const proposals = runs.first().getByTestId('proposal');
    assert.equal(await proposals.count(), 2, 'the second folder is worked on as well');

    await workbench.palette('Tiercel: New Request…');
    await workbench.answerInput('Anything');
    await rows.filter({ hasText: 'second' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await panel.getByTestId('run').count(), 2);
  });

  it('keep a key that is set by the command', async () => {
    const { workbench } = session;
    await workbench.palette('Tiercel: Set API Key');
    await workbench.answerInput('sk-test-key');
    await workbench.panel().getByTestId('model-missing').waitFor({ state: 'detached' });
  });
});
