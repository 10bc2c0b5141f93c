import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FrameLocator, Locator } from 'playwright-core';
import { DebuggingModel, fittedToTest, halfRepair, restOfRepair } from '../models/debuggingScript.ts';
import { fingerprint } from '../unit/node/worktree/userTree.ts';
import { Desk } from './desk.ts';
import { acceptAll } from './mainJob.ts';
import { followRun, type ShownRun, startRun } from './panelRun.ts';

import { runningProcesses, startedBy } from './processTree.ts';
import { retry } from './retry.ts';
import { shootFailures, shootInThemes } from './shots.ts';
import type { Workbench } from './workbench.ts';

const command = 'npm test';
/** A program that does not end by itself, nor by being asked to, and has started another like it. */
const staysAndTells = (note: string) => `import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
process.on('SIGTERM', () => {});
setInterval(() => {}, 1000);
spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'ignore' });
writeFileSync(${JSON.stringify(`${note}.part`)}, JSON.stringify({ host: process.ppid, command: process.pid }));
renameSync(${JSON.stringify(`${note}.part`)}, ${JSON.stringify(note)});
`;

/** One window for all of it, as for a person: what one step finds is settled before the next begins. */
describe('a command that fails', () => {
  let desk: Desk<DebuggingModel>;
  let workbench: Workbench;
  let panel: FrameLocator;
  let folder: string;
  before(async () => {
    desk = await Desk.open(new DebuggingModel());
    folder = desk.sampleThatCompiles();
    workbench = await desk.workbench({ folder });
    panel = await workbench.openPanel();
  });
  after(() => desk.close());
  shootFailures(() => ({ workbench }));

  const at = (file: string) => path.join(folder, file);
  /** The user's files; the editor itself looks after the repository now and then. */
  const userFiles = () => fingerprint(folder, ['.git']);
  const row = (text: string): Locator =>
    workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();

  function runTests(): string {
    const { stdout, stderr } = spawnSync(command, { cwd: folder, encoding: 'utf8', shell: true });
    return stdout + stderr;
  }

  const debugTests = () =>
    startRun(panel, async () => {
      await workbench.palette('Tiercel: Debug a Failing Command…');
      await row(command).click();
    });

  /** Follows a run to its end; all that its tasks told meanwhile. */
  async function follow(run: Locator): Promise<{ readonly shown: ShownRun; readonly notes: string }> {
    const notes = new Set<string>();
    const shown = await followRun(run, ({ tasks }) => {
      for (const { note } of tasks) notes.add(note);
    });
    await workbench.clearNotifications();
    return { shown, notes: [...notes].join('\n') };
  }

  /** What is told of a run's first proposal, laid open. */
  async function evidenceOf(run: Locator): Promise<string> {
    await run.locator('.evidence-head').first().click();
    return ((await run.locator('.evidence').first().textContent()) ?? '').replace(/\s+/g, ' ');
  }

  async function untilNone(left: () => readonly unknown[]): Promise<void> {
    await retry(100, async () => {
      if (left().length > 0) await setTimeout(100);
      assert.deepEqual(left(), []);
    });
  }

  const untilGone = (pids: readonly number[]) =>
    untilNone(() => runningProcesses().filter(({ pid }) => pids.includes(pid)));

  /** What the extension keeps in the folder of its scratch copies. */
  function scratchCopies(): readonly string[] {
    const storage = path.join(workbench.folders.user, 'User/globalStorage/tiercel.tiercel/scratch');
    return readdirSync(storage);
  }

  async function readWhenThere(file: string): Promise<{ readonly host: number; readonly command: number }> {
    return retry(200, async () => {
      if (!existsSync(file)) await setTimeout(100);
      return JSON.parse(readFileSync(file, 'utf8'));
    });
  }

  const outcomes = ({ proposals }: ShownRun) => proposals.map(({ outcome }) => outcome);

  it('may run once it is ticked among those that the workspace has', async () => {
    await workbench.palette('Tiercel: Manage Allowed Commands');
    await row(command).locator('.monaco-checkbox').first().click();
    await shootInThemes(workbench, 'commands');
    await workbench.page.locator('.quick-input-action .monaco-button', { hasText: 'OK' }).click();
    await row(command).waitFor({ state: 'hidden' });
  });

  it('is mended in a scratch copy, patch after patch, and nothing is written before it is accepted', async () => {
    assert.match(runTests(), /(✖|not ok \d+ -) the discount is taken off before the tax is computed/);
    desk.model.tries(halfRepair, restOfRepair);
    const before = userFiles();
    const run = await debugTests();
    const { shown, notes } = await follow(run);
    assert.equal(shown.state, 'done', shown.message);
    assert.deepEqual(outcomes(shown), ['passed']);
    assert.match(notes, /runs npm test/, 'the panel tells what is at work');
    const asked = desk.endpoint.calls.filter(({ role }) => role === 'work');
    assert.equal(asked.length, 2);
    assert.match(asked[1]?.text ?? '', /npm test fails with your edits \(exit code 1/);
    const evidence = await evidenceOf(run);
    assert.match(evidence, /TypeScript [\d.]+ in \d+ ms/);
    assert.match(evidence, /Ran npm test in [\d.]+ m?s, passed with exit code 0 \(failed before\)/);
    await shootInThemes(workbench, 'debug-proposal', undefined, run.locator('.evidence').first());
    assert.equal(userFiles(), before, 'no byte of the user’s files is another');

    await acceptAll(run);
    assert.notEqual(userFiles(), before);
    assert.match(runTests(), /^. fail 0$/m);
    await workbench.shot('debug-accepted');
  });

  it('is not called mended by code that knows the figures of its test', async () => {
    const mended = readFileSync(at('src/invoice.ts'), 'utf8');
    writeFileSync(
      at('src/invoice.ts'),
      mended
        .replace('discountOn(net);', 'discountOn(net + tax);')
        .replace(/( *const discount.*\n)( *const tax = taxOn\(net).*\n/, '$2, customer);\n$1'),
    );
    desk.model.tries(fittedToTest);
    const before = userFiles();
    const run = await debugTests();
    const { shown } = await follow(run);
    assert.deepEqual(outcomes(shown), ['unchecked']);
    const evidence = ((await run.locator('.evidence').first().textContent()) ?? '').replace(/\s+/g, ' ');
    assert.match(evidence, /Ran npm test in [\d.]+ m?s, passed with exit code 0/);
    assert.match(evidence, /Look twice ?2 ?src\/invoice\.ts:\d+ answers 19560 with 3605, as a test has it/);
    await shootInThemes(workbench, 'debug-suspicious', undefined, run.locator('.evidence').first());
    await run.getByTestId('proposal-reject').click();
    await run.locator('[data-decision="rejected"]').first().waitFor();
    assert.equal(userFiles(), before);
    writeFileSync(at('src/invoice.ts'), mended);
  });

  it('leaves to the user which of several fixes of a language server is meant', async () => {
    writeFileSync(at('src/short.ts'), "export const heading = () => 'Invoice';\n");
    writeFileSync(at('src/table.ts'), 'export const row = (...cells: string[]) => cells.join();\n');
    writeFileSync(at('src/long.ts'), "export const heading = () => 'Invoice of the stationery shop';\n");
    writeFileSync(
      at('src/letter.ts'),
      "import { row } from './table.js';\n\nexport const letter = () => row(heading());\n",
    );
    await workbench.openFile('src/letter.ts');
    await workbench.squiggles().first().waitFor();
    const run = await startRun(panel, async () => {
      await workbench.clickSquiggle();
      await workbench.pickLightBulb('Tiercel: Fix this problem');
    });
    const { shown } = await follow(run);
    assert.deepEqual(outcomes(shown), ['passed', 'passed']);
    await shootInThemes(workbench, 'choices', undefined, run.getByTestId('proposal').first());
    const second = run.getByTestId('proposal').nth(1);
    const title = (await second.getAttribute('aria-label')) ?? '';
    const module = /\.\/(short|long)/.exec(title)?.[1] ?? title;
    await second.getByTestId('proposal-accept').click();
    await run.locator('[data-decision="rejected"]').first().waitFor();
    await run.locator('[data-decision="accepted"]').first().waitFor();
    assert.match(readFileSync(at('src/letter.ts'), 'utf8'), new RegExp(`from './${module}\\.js'`));
    await workbench.shot('choices-taken');
  });

  it('leaves nothing behind when the extension host is killed as it runs', async () => {
    const note = path.join(desk.root, 'stays.json');
    writeFileSync(at('stay.mjs'), staysAndTells(note));
    const before = userFiles();
    const run = await startRun(panel, async () => {
      await workbench.palette('Tiercel: Debug a Failing Command…');
      await row('Another command…').click();
      await workbench.answerInput('node stay.mjs');
      await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow Once' }).click();
    });
    const id = await run.getAttribute('data-run');
    const { host, command: stays } = await readWhenThere(note);
    const left = [stays, ...startedBy(stays).map(({ pid }) => pid)];
    assert.equal(left.length, 2, 'the command and what it has started');
    const servers = startedBy(host).filter(({ command: line }) => /--lsp\b/.test(line));
    assert.notDeepEqual(servers, [], 'the checker has a server');
    assert.notDeepEqual(scratchCopies(), []);
    process.kill(host, 'SIGKILL');

    await Promise.all([workbench.page.waitForEvent('load'), workbench.page.reload()]);
    await workbench.ready();
    panel = await workbench.openPanel();
    const found = panel.locator(`[data-testid="run"][data-run="${id}"]`);
    await found.and(panel.locator('[data-state="paused"]')).waitFor();
    await untilGone([...left, ...servers.map(({ pid }) => pid)]);
    // What ran in a copy is ended before the copy goes.
    await untilNone(scratchCopies);
    assert.equal(userFiles(), before);
    assert.equal(await found.getByTestId('task').getAttribute('data-state'), 'waiting');
    await workbench.shot('killed-and-started');
  });
});
