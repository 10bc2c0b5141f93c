import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { RefusingModel, stall, unknownModel, usedUpQuota, wrongKey } from '../models/refusingScript.ts';
import { sampleRequest } from '../models/sampleRequest.ts';
import type { ScriptFault } from '../models/script.ts';
import { workbenchUrl } from '../vscode/launch.mjs';
import { Desk } from './desk.ts';
import { acceptAll } from './mainJob.ts';
import { followRun, startRun } from './panelRun.ts';
import { shootFailures, shootInThemes } from './shots.ts';
import type { Workbench } from './workbench.ts';

/** As for a user who has set nothing, but that VS Code asks for each folder. */
const trustSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'always',
};

describe('a workspace that can not be worked on', () => {
  let desk: Desk<RefusingModel>;
  let workbench: Workbench;
  before(async () => {
    desk = await Desk.open(new RefusingModel());
    workbench = await desk.workbench({ settings: trustSettings });
  });
  after(() => desk.close());
  shootFailures(() => ({ workbench }));

  async function openFolder(folder: string, trust: RegExp): Promise<void> {
    await workbench.page.goto(workbenchUrl(workbench.server.port, folder));
    await workbench.ready();
    await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: trust }).click();
    await workbench.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
  }

  /** The problems' view says what it needs, with a button that leads there. */
  async function problemsSay(text: string, button: string): Promise<void> {
    await workbench.palette('Problems: Focus on Tiercel: Problems View');
    const welcome = workbench.page.locator('.part.panel .welcome-view-content');
    await welcome.getByText(text).waitFor();
    await welcome.locator('.monaco-button', { hasText: button }).waitFor();
  }

  /** Commands say why they do nothing, before they ask for anything. */
  async function refuses(commands: readonly string[], why: RegExp): Promise<void> {
    for (const command of commands) {
      await workbench.palette(command);
      await workbench.notification(why).waitFor();
      assert.ok(!(await workbench.page.locator('.quick-input-widget').isVisible()), command);
      await workbench.clearNotifications();
    }
  }

  /** Neither command starts anything: both say why, and no request leaves. */
  async function refusesBoth(why: RegExp): Promise<void> {
    await refuses(['Tiercel: Fix Problems in Workspace', 'Tiercel: New Request…'], why);
    assert.equal(await workbench.panel().getByTestId('run').count(), 0);
    assert.equal(desk.endpoint.calls.length, 0);
  }

  it('is none: no folder is open', async () => {
    const panel = await workbench.openPanel();
    await panel.getByTestId('no-workspace').waitFor();
    assert.ok(await panel.getByTestId('request-box').isDisabled());
    await workbench.quickInputRow('F1', '>Tiercel: ', 'Tiercel: Show Panel');
    const offered = await workbench.page.locator('.quick-input-widget .monaco-list-row').allTextContents();
    assert.doesNotMatch(offered.join('\n'), /Fix Problems in Workspace|New Request|Edit Here/);
    await workbench.page.keyboard.press('Escape');
    assert.equal(desk.endpoint.calls.length, 0);
    await problemsSay('Tiercel works on a folder.', 'Open Folder');
    await shootInThemes(workbench, 'refused-no-folder');
  });

  it('is empty', async () => {
    await openFolder(desk.emptyFolder(), /^Yes/);
    const panel = await workbench.openPanel();
    await panel.getByTestId('empty-workspace').waitFor();
    await refusesBoth(/no files/);
    await problemsSay('No problems are known.', 'Fix Problems in Workspace');
    await shootInThemes(workbench, 'refused-empty-folder');
  });

  it('is not trusted', async () => {
    await openFolder(desk.sample(), /^No/);
    const panel = await workbench.openPanel();
    const notice = panel.getByTestId('untrusted');
    await notice.waitFor();
    assert.match((await notice.textContent()) ?? '', /Nothing is run and nothing is sent/);
    assert.ok(await panel.getByTestId('fix-problems').isDisabled());
    await refusesBoth(/not trusted/);

    await workbench.openFile('src/catalog.ts');
    await refuses(['Tiercel: Edit Here…', 'Tiercel: Debug a Failing Command…'], /not trusted/);
    await workbench.codeAction('Async Function Expression', 'ControlOrMeta+.', async () => {
      await workbench.editorLines().first().click();
      await workbench.page.keyboard.press('ControlOrMeta+A');
    });
    const menu = workbench.page.locator('.action-widget .monaco-list-row');
    assert.equal(await menu.filter({ hasText: 'Tiercel' }).count(), 0);
    await workbench.page.keyboard.press('Escape');
    await workbench.openPanel();
    await problemsSay('In Restricted Mode Tiercel runs nothing', 'Manage Workspace Trust');
    await shootInThemes(workbench, 'refused-untrusted');
    await panel.getByTestId('tiers').click();
    assert.ok(await panel.getByTestId('test-connection').first().isDisabled());
    assert.equal(desk.endpoint.calls.length, 0);
  });
});

describe('an endpoint that refuses', () => {
  let desk: Desk<RefusingModel>;
  let workbench: Workbench;
  let panel: FrameLocator;
  let folder: string;
  before(async () => {
    desk = await Desk.open(new RefusingModel());
    folder = desk.sample();
    workbench = await desk.workbench({ folder });
    panel = await workbench.openPanel();
  });
  after(() => desk.close());
  shootFailures(() => ({ workbench }));

  const fixProblems = () => startRun(panel, () => panel.getByTestId('fix-problems').click());
  const request = () =>
    startRun(panel, async () => {
      await panel.getByTestId('request-box').fill(sampleRequest);
      await panel.getByTestId('request-send').click();
    });

  /** The run stands still with one message that names what refused, and can be resumed. */
  async function standsStill(run: Locator, why: RegExp): Promise<void> {
    const shown = await followRun(run, () => {});
    assert.equal(shown.state, 'paused', shown.message);
    assert.match(shown.message, why);
    assert.ok(shown.message.includes(`nano tier (gpt-5.4-nano at ${desk.endpoint.url})`), shown.message);
    assert.ok(await run.getByTestId('resume').isVisible());
  }

  async function refusesRequest(fault: ScriptFault, why: RegExp, picture: string): Promise<void> {
    void desk.model.refuse(fault);
    const before = desk.endpoint.calls.length;
    const run = await request();
    await standsStill(run, why);
    assert.equal(desk.endpoint.calls.length, before + 1, 'what can not succeed is not sent again');
    await workbench.shot(picture);
  }

  it('the key: what needs no model is proposed, and the rest goes on once the key is right', async () => {
    void desk.model.refuse(wrongKey);
    const run = await fixProblems();
    await standsStill(run, /API key was not accepted.*Incorrect API key provided/);
    assert.equal(await run.getByTestId('proposal').count(), 2);
    assert.ok(await run.getByTestId('set-api-key').isVisible());
    await workbench.clearNotifications();
    await workbench.shot('wrong-key');

    desk.model.recover();
    await run.getByTestId('resume').click();
    await run.getByTestId('resume').waitFor({ state: 'detached' });
    const resumed = await followRun(run, () => {});
    assert.equal(resumed.state, 'done', resumed.message);
    assert.ok(resumed.proposals.length > 2);
    await workbench.shot('wrong-key-resumed');
  });

  it('loses no proposal when the window is reloaded', async () => {
    const before = await panel.getByTestId('proposal').count();
    const text = readFileSync(path.join(folder, 'src/catalog.ts'), 'utf8');
    await Promise.all([workbench.page.waitForEvent('load'), workbench.palette('Developer: Reload Window')]);
    await workbench.ready();
    panel = await workbench.openPanel();
    const run = panel.getByTestId('run').first();
    await run.getByTestId('proposal').first().waitFor();
    assert.equal(await run.getByTestId('proposal').count(), before);
    await workbench.shot('reloaded');
    await acceptAll(run);
    assert.notEqual(readFileSync(path.join(folder, 'src/catalog.ts'), 'utf8'), text);
    await workbench.shot('reloaded-accepted');
  });

  it('the model', () => refusesRequest(unknownModel, /model was not found.*does not exist/, 'unknown-model'));

  it('more than was paid for', () => refusesRequest(usedUpQuota, /quota is used up.*exceeded/, 'no-quota'));
});

describe('a worker that stalls, and a folder that another window has open too', () => {
  let desk: Desk<RefusingModel>;
  let workbench: Workbench;
  let folder: string;
  before(async () => {
    desk = await Desk.open(new RefusingModel());
    folder = desk.sample();
    workbench = await desk.workbench({ folder });
  });
  after(() => desk.close());
  shootFailures(() => ({ workbench }));

  it('is cancelled, and its connection closed', async () => {
    const working = desk.model.refuse(stall, 'work');
    const panel = await workbench.openPanel();
    const run = await startRun(panel, () => panel.getByTestId('fix-problems').click());
    await working;
    await workbench.shot('stalled');
    await run.getByTestId('cancel').click();
    const shown = await followRun(run, () => {});
    assert.equal(shown.state, 'cancelled', shown.message);
    const stalled = desk.endpoint.calls.filter(({ role }) => role === 'work');
    assert.ok(stalled.length > 0);
    for (const call of stalled) assert.equal(await call.ended, 'closedByClient');
    await workbench.shot('stalled-cancelled');
  });

  it('is cancelled from the notification that tells its progress while the panel is hidden', async () => {
    const { page } = workbench;
    const before = desk.endpoint.calls.length;
    const working = desk.model.refuse(stall, 'work');
    await page.keyboard.press('ControlOrMeta+Alt+B');
    await page.locator('.part.auxiliarybar').waitFor({ state: 'hidden' });
    await workbench.openFile('src/catalog.ts');
    await workbench.clickSquiggle();
    await workbench.pickLightBulb('Tiercel: Fix this problem');
    await working;
    const note = workbench.notification("Tiercel: Fix: Property 'unitPrise'");
    await note.getByText('working').waitFor();
    await shootInThemes(workbench, 'light-bulb-working');
    await note.getByText('Cancel').click();
    await note.waitFor({ state: 'detached' });
    const stalled = desk.endpoint.calls.slice(before).filter(({ role }) => role === 'work');
    assert.equal(stalled.length, 1);
    for (const call of stalled) assert.equal(await call.ended, 'closedByClient');
    await workbench.squiggles().first().waitFor();
  });

  it('is gone on with when the window was reloaded, and nothing is asked again that was answered', async () => {
    const before = desk.endpoint.calls.length;
    const working = desk.model.refuse(stall, 'work');
    let panel = await workbench.openPanel();
    const begun = await startRun(panel, async () => {
      await panel.getByTestId('request-box').fill(sampleRequest);
      await panel.getByTestId('request-send').click();
    });
    const id = await begun.getAttribute('data-run');
    await begun.getByTestId('start-plan').click();
    await working;
    await Promise.all([workbench.page.waitForEvent('load'), workbench.palette('Developer: Reload Window')]);
    await workbench.ready();
    panel = await workbench.openPanel();
    const run = panel.locator(`[data-testid="run"][data-run="${id}"]`);
    await run.and(panel.locator('[data-state="paused"]')).waitFor();
    await workbench.shot('reloaded-in-its-midst');
    desk.model.recover();
    await run.getByTestId('resume').click();
    await run.getByTestId('resume').waitFor({ state: 'detached' });
    const resumed = await followRun(run, () => {});
    assert.equal(resumed.state, 'done', resumed.message);
    assert.ok(resumed.proposals.length > 0);
    const asked = desk.endpoint.calls.slice(before).map(({ role }) => role);
    const once = asked.filter((role) => role === 'gate' || role === 'plan');
    assert.deepEqual(once, ['gate', 'plan']);
    await workbench.shot('reloaded-in-its-midst-done');
  });

  it('has what both windows propose for a file put together, or is told why it can not be', async () => {
    desk.model.thinkAgain({ 'discount-first': otherDiscount, 'discount-row': widerInvoice });
    const beside = await workbench.openBeside(folder);
    const here = workbench.panel();
    const there = await beside.openPanel();
    const before = await here.getByTestId('today').textContent();
    const ours = here.getByTestId('run').first();
    const theirs = await startRun(there, async () => {
      await there.getByTestId('request-box').fill(sampleRequest);
      await there.getByTestId('request-send').click();
    });
    await theirs.getByTestId('start-plan').click();
    await theirs.getByTestId('start-plan').waitFor({ state: 'detached' });
    const shown = await followRun(theirs, () => {});
    assert.equal(shown.state, 'done', shown.message);

    await acceptAll(ours);
    const invoice = readFileSync(path.join(folder, 'src/invoice.ts'), 'utf8');
    assert.match(invoice, /const discount = discountOn\(net\);/);
    await theirs.getByTestId('accept-all').click();
    await theirs.getByTestId('accept-all').waitFor({ state: 'detached' });
    assert.equal(readFileSync(path.join(folder, 'src/invoice.ts'), 'utf8'), invoice, 'it was written over');
    const stale = theirs.locator('[data-testid="hunk"][data-decision="stale"]');
    const reasons = await theirs
      .getByTestId('file')
      .evaluateAll((files) =>
        files.flatMap((file) =>
          [...file.querySelectorAll('.stale-reason')].map(
            (reason) => `${file.getAttribute('data-path')}: ${reason.textContent}`,
          ),
        ),
      );
    assert.equal(reasons.length, 2, reasons.join('\n'));
    assert.match(reasons.join('\n'), /^src\/invoice\.ts: .*changed since/m);
    assert.match(reasons.join('\n'), /^test\/invoice\.test\.ts: .*already in the file/m);
    const render = readFileSync(path.join(folder, 'src/render.ts'), 'utf8');
    assert.match(render, /width = 60;.*'Discount'.*'VAT'/s, 'what both have changed is there');
    const tests = readFileSync(path.join(folder, 'test/invoice.test.ts'), 'utf8');
    assert.equal(tests.split('the tax is computed on what the discount leaves').length, 2);

    const today = await there.getByTestId('today').textContent();
    assert.notEqual(today, before, 'what the other window has spent counts');
    await here
      .getByTestId('today')
      .and(here.getByText(String(today), { exact: true }))
      .waitFor();
    await stale.first().scrollIntoViewIfNeeded();
    await beside.shot('two-windows-stale');
    await workbench.shot('two-windows-accepted');
    await beside.page.close();
  });
});

const otherDiscount = `*** Begin Patch
*** Update File: src/invoice.ts
@@ export function buildInvoice(order: Order): Invoice {
   const net = lines.reduce((sum, line) => sum + line.amount, 0);
-  const tax = taxOn(net, customer);
-  const discount = discountOn(net + tax);
+  const discount = Math.min(net, discountOn(net));
+  const tax = taxOn(net - discount, customer);
   return {
*** End Patch
`;

const widerInvoice = `*** Begin Patch
*** Update File: src/render.ts
@@
-const width = 48;
+const width = 60;
*** End Patch
`;
