import assert from 'node:assert/strict';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shots } from './shots.ts';

describe('settings and refusals', () => {
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
    await workbench.shot('settings-all');
    await workbench.narrowSettings('tiers.mini.inputPrice');
    await setting('Input Price')
      .getByText(/USD|dollars/)
      .first()
      .waitFor();
    assert.equal(await setting('Input Price').locator('input').inputValue(), '0.75');
    await workbench.shot('settings-tier');
    await workbench.narrowSettings('budget.runUsd');
    assert.equal(await setting('Run Usd').locator('input').inputValue(), '0.5');
    await workbench.shot('settings-budget');
    await workbench.closeSettings();
  });

  it('say without a key what is missing, and do what needs none', async () => {
    const { workbench } = session;
    const panel = await workbench.openPanel();
    await panel.getByTestId('model-missing').waitFor();
    await workbench.shot('no-key');
    await panel.getByTestId('fix-problems').click();
    const run = panel.locator('[data-testid="run"][data-state="paused"]').first();
    await run.waitFor();
    assert.equal(await run.getByTestId('proposal').count(), 2);
    await run.getByTestId('accept-all').click();
    await run.locator('[data-testid="hunk"][data-decision="accepted"]').nth(1).waitFor();
    await workbench.shot('no-key-fixed');
  });

  it('keep a key that is set by the command', async () => {
    const { workbench } = session;
    await workbench.palette('Tiercel: Set API Key');
    await workbench.answerInput('sk-test-key');
    await workbench.panel().getByTestId('model-missing').waitFor({ state: 'detached' });
  });
});
