import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { retry, until } from './retry.ts';
import { openSample, type SampleSession } from './sampleSession.ts';
import { shootFailures, shots } from './shots.ts';

/** What Tiercel does in files and beside them, by keys and clicks, in one window. */
describe('in the editor', () => {
  let session: SampleSession;
  before(async () => {
    session = await openSample({ shots });
  });
  after(() => session.close());
  shootFailures(() => session);

  const read = (file: string) => readFileSync(path.join(session.folder, file), 'utf8');
  const lenses = () => session.workbench.page.locator('.codelens-decoration a');

  /** A picture in each kind of theme; the window is dark afterwards. */
  async function shotInThemes(name: string): Promise<void> {
    const { workbench } = session;
    for (const theme of ['dark', 'light'] as const) {
      await workbench.useTheme(theme);
      await workbench.shot(`${name}-${theme}`);
    }
    await workbench.useHighContrast();
    await workbench.shot(`${name}-high-contrast`);
    await workbench.useTheme('dark');
  }

  it('an instruction at the cursor becomes hunks in place, which keys accept and one undo takes back', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const before = read('src/render.ts');
    await workbench.openFile('src/render.ts');
    await workbench.editorLines().filter({ hasText: 'VAT' }).first().click();
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('h');
    const box = page.locator('.quick-input-widget');
    await box.getByText(/src\/render\.ts, line \d+\. mini, ≤ \$0\.\d+/).waitFor();
    await workbench.shot('edit-here');
    await workbench.answerInput('Print the discount above the tax');
    await lenses().filter({ hasText: 'Accept' }).first().waitFor();
    assert.equal(read('src/render.ts'), before, 'nothing is written before it is accepted');
    await workbench.clearNotifications();
    await shotInThemes('hunks');

    await workbench.editorLines().first().click();
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('j');
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('y');
    await lenses().first().waitFor({ state: 'detached' });
    await until(() => read('src/render.ts').indexOf("'Discount'") < read('src/render.ts').indexOf("'VAT'"));
    await page.keyboard.press('ControlOrMeta+Z');
    await lenses().filter({ hasText: 'Reject' }).first().click();
    await lenses().first().waitFor({ state: 'detached' });
    await workbench.save();
    await until(() => read('src/render.ts') === before);
  });

  it('a selection has its rewrites, each with its price', async () => {
    const { workbench } = session;
    const row = workbench.page
      .locator('.action-widget .monaco-list-row', { hasText: 'Tiercel: Simplify' })
      .first();
    await retry(5, async () => {
      await workbench.page.keyboard.press('Escape');
      await workbench.editorLines().first().click();
      await workbench.page.keyboard.press('ControlOrMeta+A');
      await workbench.page.keyboard.press('ControlOrMeta+.');
      await row.waitFor({ timeout: 6_000 });
    });
    assert.match((await row.textContent()) ?? '', /\(mini, ≤ \$0\.\d+\)/);
    await workbench.shot('rewrites');
    await workbench.page.keyboard.press('Escape');
    await workbench.editorLines().first().click();
  });

  it('problems stand in groups, and a group is fixed from its button', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.palette('Problems: Focus on Tiercel: Problems View');
    const rows = page.locator('.part.panel .monaco-list-row');
    const group = rows.filter({ hasText: 'unitPrise' }).first();
    await group.waitFor();
    await group.click();
    await rows.filter({ hasText: 'src/catalog.ts:26' }).waitFor();
    await group.hover();
    await shotInThemes('problems');
    await group.hover();
    await group.locator('.action-label').first().click();
    const panel = workbench.panel();
    await panel.getByTestId('proposal').getByText('unitPrice').first().waitFor();
    await workbench.openFile('src/catalog.ts');
    await workbench.editorLines().first().click();
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('j');
    await lenses().filter({ hasText: 'Accept' }).first().click();
    await workbench.squiggles().first().waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'unitPrise' }).first().waitFor({ state: 'detached' });
    assert.match(read('src/catalog.ts'), /unitPrice \* quantity/);
    // The view takes the room that the next test's error stands in.
    await page.keyboard.press('ControlOrMeta+J');
    await rows.first().waitFor({ state: 'hidden' });
  });

  it('changes of several files open in one diff', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.openFile('src/customer.ts');
    await workbench.clickSquiggle();
    const before = read('src/tax.ts');
    await workbench.pickLightBulb('Tiercel: Fix this problem');
    const note = workbench.notification('changes other files, too');
    await note.waitFor();
    assert.equal(read('src/tax.ts'), before, 'what is not in sight is not changed unseen');
    await note.getByText('Show Diff').click();
    await page.locator('.multiDiffEntry').nth(1).waitFor();
    await shotInThemes('changes');
    await page.keyboard.press('ControlOrMeta+W');
  });

  it('the status bar tells the cost of the day, and warns near its budget', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const item = page.locator('.statusbar-item[id="tiercel.tiercel.tiercel.status"]');
    await item.getByText(/\$0\.\d+ of \$5\.00/).waitFor();
    const setBudget = async (usd: string) => {
      await workbench.palette('Tiercel: Open Settings');
      await workbench.narrowSettings('budget.dayUsd');
      await page
        .locator('.settings-editor .settings-row-inner-container', { hasText: 'Day Usd' })
        .locator('input')
        .fill(usd);
    };
    await setBudget('0.0001');
    await page.locator('.statusbar-item.error-kind[id="tiercel.tiercel.tiercel.status"]').waitFor();
    await workbench.closeSettings();
    await shotInThemes('near-the-cap');
    await setBudget('5');
    await item.getByText(/of \$5\.00/).waitFor();
    await workbench.closeSettings();
  });

  it('a profile shows what it changes before it changes it', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.palette('Tiercel: Choose Profile…');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Cheapest' }).waitFor();
    await workbench.shot('profiles');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Cheapest' }).click();
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('ceiling: planner → mini').waitFor();
    await workbench.shot('profile-changes');
    await dialog.getByText('Change Them').click();
    await workbench.notification('profile "Cheapest" is set').waitFor();
    const settings = readFileSync(path.join(workbench.folders.user, 'Machine/settings.json'), 'utf8');
    assert.match(settings, /"tiercel\.ceiling": "mini"/);
    await workbench.clearNotifications();
  });

  it('the walkthrough leads through three steps', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const steps = page.locator('.gettingStartedContainer .step-title');
    const open = async () => {
      await workbench.palette('Welcome: Open Walkthrough...');
      await page
        .locator('.quick-input-widget .monaco-list-row', { hasText: 'Get Started with Tiercel' })
        .click();
      await steps.filter({ hasText: 'Accept what you like' }).waitFor();
    };
    // The key that opens the palette leads back from the steps, so the theme is set before.
    await workbench.useHighContrast();
    await open();
    await workbench.shot('walkthrough-high-contrast');
    for (const theme of ['light', 'dark'] as const) {
      await workbench.useTheme(theme);
      await open();
      for (const title of ['Say who does the work', 'Fix a problem', 'Accept what you like']) {
        await steps.filter({ hasText: title }).click();
        await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
        await workbench.shot(`walkthrough-${title.split(' ')[0]?.toLowerCase()}-${theme}`);
      }
    }
  });
});
