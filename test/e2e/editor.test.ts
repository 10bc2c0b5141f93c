import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rewritesScript } from '../models/rewritesScript.ts';
import { Desk } from './desk.ts';
import { until } from './retry.ts';
import { rewriteTests } from './rewrites.ts';
import { allThemes, shootFailures, shootInThemes, type ThemeName } from './shots.ts';
import type { Workbench } from './workbench.ts';

/** What Tiercel does in files and beside them, by keys and clicks, in one window. */
describe('in the editor', () => {
  let desk: Desk<{ readonly script: typeof rewritesScript }>;
  let session: { readonly workbench: Workbench; readonly folder: string };
  before(async () => {
    desk = await Desk.open({ script: rewritesScript });
    const folder = desk.sample();
    session = { workbench: await desk.workbench({ folder }), folder };
  });
  after(() => desk.close());
  shootFailures(() => session);

  const read = (file: string) => readFileSync(path.join(session.folder, file), 'utf8');
  const lenses = () => session.workbench.page.locator('.codelens-decoration a');

  const shotInThemes = (name: string, themes?: readonly ThemeName[]) =>
    shootInThemes(session.workbench, name, themes);

  it('an instruction at the cursor becomes hunks in place, which keys accept and one undo takes back', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const before = read('src/render.ts');
    await workbench.openFile('src/render.ts');
    await workbench.editorLines().filter({ hasText: 'VAT' }).first().click();
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('h');
    const box = page.locator('.quick-input-widget');
    await box.getByText(/src\/render\.ts, line \d+ \(mini, ≤ \$0\.\d+\)/).waitFor();
    await shotInThemes('edit-here');
    await workbench.answerInput('Print the discount above the tax');
    await lenses().filter({ hasText: 'Accept' }).first().waitFor();
    assert.equal(read('src/render.ts'), before, 'nothing is written before it is accepted');
    await workbench.clearNotifications();
    await shotInThemes('hunks', allThemes);

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

  rewriteTests(() => ({ ...session, endpoint: desk.endpoint }));

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
    await shotInThemes('problems', allThemes);
    await group.hover();
    await group.getByRole('button', { name: 'Fix These Problems' }).click();
    const panel = workbench.panel();
    await panel.getByTestId('proposal').getByText('unitPrice').first().waitFor();
    await workbench.openFile('src/catalog.ts');
    await workbench.editorLines().first().click();
    await page.keyboard.press('ControlOrMeta+K');
    await page.keyboard.press('j');
    // Before the editor has gone there, a click would scroll it, and leave what it is to hit behind the sticky lines.
    await page.locator('.statusbar-item', { hasText: 'Ln 26,' }).waitFor();
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
    await shotInThemes('changes', allThemes);
    await page.keyboard.press('ControlOrMeta+W');
  });

  it('a problem is explained', async () => {
    const { workbench } = session;
    await workbench.openFile('src/render.ts');
    await workbench.clickSquiggle();
    await workbench.pickLightBulb('Tiercel: Explain this problem');
    const run = workbench.panel().getByTestId('run').first();
    await run.getByTestId('answer').getByText('import formatMoney from money.js').waitFor();
    await shotInThemes('explained');
  });

  it('all problems that are alike are fixed at once, within what the entry names', async () => {
    const { workbench } = session;
    await workbench.openFile('src/render.ts');
    // Where the cursor stands already, VS Code does not look again.
    await workbench.editorLines().first().click();
    await workbench.clickSquiggle();
    const offer = await workbench.lightBulb('Tiercel: Fix all 2 like this');
    const most = Number(/≤ \$([\d.]+)\)/.exec((await offer.textContent()) ?? '')?.[1]);
    await offer.click();
    const run = workbench.panel().getByTestId('run').filter({ hasText: 'Cannot find name' }).first();
    await run.getByTestId('accept-all').waitFor();
    assert.ok(
      Number(/\$([\d.]+)/.exec((await run.getByTestId('run-cost').textContent()) ?? '')?.[1]) <= most,
    );
    await shotInThemes('fixed-all');
    await run.getByTestId('accept-all').click();
    await until(() => /import \{ roundCents/.test(read('src/invoice.ts')));
    await until(() => /import \{ formatMoney/.test(read('src/render.ts')));
    await workbench.squiggles().first().waitFor({ state: 'detached' });
  });

  it('no edit is offered where none passes its check, and it is said', async () => {
    const { workbench } = session;
    const text = 'export const odd: number = unknownToAll;\n';
    writeFileSync(path.join(session.folder, 'src/odd.ts'), text);
    await workbench.openFile('src/odd.ts');
    await workbench.clickSquiggle();
    await workbench.pickLightBulb('Tiercel: Fix this problem');
    await workbench.notification('No fix by nano passed the check').waitFor();
    await shotInThemes('no-fix');
    await workbench.clearNotifications();
    assert.equal(read('src/odd.ts'), text);
  });

  it('the status bar tells the cost of the day, and warns near its budget', async () => {
    const { workbench } = session;
    const { page } = workbench;
    const item = page.locator('.statusbar-item[id="tiercel.tiercel.tiercel.status"]');
    await item.getByText(/\$0\.\d+ of \$5\.00/).waitFor();
    const spent = Number(/\$([\d.]+) of/.exec((await item.textContent()) ?? '')?.[1]);
    const ofKind = (kind: string) =>
      page.locator(`.statusbar-item.${kind}-kind[id="tiercel.tiercel.tiercel.status"]`);
    await workbench.palette('Tiercel: Open Settings');
    await workbench.narrowSettings('budget.dayUsd');
    await page
      .locator('.settings-editor .settings-row-inner-container', { hasText: 'Day Usd' })
      .locator('input')
      .fill((spent / 0.9).toFixed(6));
    await ofKind('warning').waitFor();
    await workbench.closeSettings();
    await shotInThemes('near-the-cap', allThemes);
    workbench.writeSetting('tiercel.budget.dayUsd', 0.0001);
    await ofKind('error').waitFor();
    await shotInThemes('over-the-cap');
    workbench.writeSetting('tiercel.budget.dayUsd', 5);
    await item.getByText(/of \$5\.00/).waitFor();
  });

  it('a profile shows what it changes before it changes it', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.palette('Tiercel: Choose Profile…');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Cheapest' }).waitFor();
    await shotInThemes('profiles');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Cheapest' }).click();
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('ceiling: planner → mini').waitFor();
    await shotInThemes('profile-changes');
    await dialog.getByText('Change Them').click();
    await workbench.notification('profile "Cheapest" is set').waitFor();
    assert.equal(workbench.readSettings()['tiercel.ceiling'], 'mini');
    await workbench.clearNotifications();

    await workbench.palette('Tiercel: Choose Profile…');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Local Only' }).click();
    await page.locator('.quick-input-title', { hasText: '1 of 2' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.quick-input-title', { hasText: '2 of 2' }).waitFor();
    await workbench.answerInput('qwen3-coder:30b');
    await dialog.getByText('all tiers, baseUrl: (empty) → http://localhost:11434/v1').waitFor();
    await shotInThemes('profile-local-only');
    await dialog.getByText('Cancel').click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(workbench.readSettings()['tiercel.tiers.planner.baseUrl'], undefined);
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
    // The steps have a picture each where there is room for it.
    await page.keyboard.press('ControlOrMeta+Alt+B');
    await page.locator('.part.auxiliarybar').waitFor({ state: 'hidden' });
    await open();
    for (const [title, name] of [
      ['Set up a model', 'set-up'],
      ['Fix a problem', 'fix'],
      ['Accept what you like', 'accept'],
    ] as const) {
      await steps.filter({ hasText: title }).click();
      await page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
      await shotInThemes(`walkthrough-${name}`, allThemes);
    }
  });
});
