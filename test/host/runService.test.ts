import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunEvent } from '../../src/core/run/runEvent.ts';
import { RunResources } from '../../src/host/runs/runResources.ts';
import { RunService } from '../../src/host/runs/runService.ts';
import { ApiKeys } from '../../src/host/settings/apiKeys.ts';
import { sampleFolder } from './support/sample.ts';
import { until } from './support/until.ts';

const noSecrets: vscode.SecretStorage = {
  keys: async () => [],
  get: async () => undefined,
  store: async () => undefined,
  delete: async () => undefined,
  onDidChange: () => ({ dispose: () => undefined }),
};

describe('runs over the life of a window', () => {
  const log = vscode.window.createOutputChannel('runs test', { log: true });
  let folder = '';
  const windows: { dispose(): void }[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tiercel-runs-'));
  });
  afterEach(async () => {
    for (const window of windows.splice(0)) window.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  after(() => log.dispose());

  /** A window that has no key, so that a request stands still at once. */
  function openWindow() {
    const resources = new RunResources({
      log,
      keys: new ApiKeys(noSecrets, {}),
      environment: {},
      ledgerFile: path.join(folder, 'ledger.sqlite'),
      journalRoot: path.join(folder, 'runs'),
      indexProgram: path.join(folder, 'none.cjs'),
      indexFolder: path.join(folder, 'indexes'),
      tokenizerProgram: path.join(folder, 'none.cjs'),
      userAgent: 'tiercel/test',
      version: 'test',
      fallbackFolders: [],
      bundledFolders: [],
      scratchFolder: path.join(folder, 'scratch'),
      allowedCommands: () => [],
    });
    const runs = new RunService(resources, log);
    windows.push(runs, resources);
    return { runs, resources };
  }

  const request = { type: 'request', text: 'Do something' } as const;

  it('a request without a key stands still, and is there in the next window', async () => {
    const first = openWindow();
    const result = await first.runs.start(request, sampleFolder());
    assert.ok(result.type === 'stopped');
    const { phase } = result.state;
    assert.equal(phase.type === 'paused' && phase.reason.type === 'fault' && phase.reason.fault, 'no_key');
    first.runs.dispose();

    const { runs } = openWindow();
    await runs.load();
    assert.deepEqual(
      runs.entries().map(({ state }) => state),
      [result.state],
    );
  });

  it('a run that was cut off can be resumed', async () => {
    const { resources, runs } = openWindow();
    const journal = await resources.journalFor(sampleFolder());
    const start: RunEvent = {
      type: 'run-start',
      run: 'cut',
      job: request,
      time: 1,
      budgetUsd: 1,
      ceiling: 'planner',
    };
    await journal.append('cut', start);
    await journal.append('cut', { type: 'step', text: 'Working' });
    await runs.load();
    const { phase } = runs.entry('cut')?.state ?? {};
    assert.equal(phase?.type === 'paused' && phase.reason.type, 'interrupted');
  });

  it('a run goes on once, however often that is asked for', async () => {
    const { runs } = openWindow();
    const result = await runs.start(request, sampleFolder());
    assert.ok(result.type === 'stopped');
    const resume = () => runs.resume(result.state.run, { approvePlan: false });
    const resumed = await Promise.all([resume(), resume()]);
    assert.deepEqual(resumed.map(({ type }) => type).sort(), ['refused', 'stopped']);
  });

  it('a run that was deleted can be had back until the window closes', async () => {
    const { runs } = openWindow();
    const started = [await runs.start(request, sampleFolder()), await runs.start(request, sampleFolder())];
    const [kept = '', gone = ''] = started.map((each) => (each.type === 'stopped' ? each.state.run : ''));
    await runs.delete(kept);
    await runs.delete(gone);
    assert.deepEqual(
      [runs.entries().length, runs.deleted().map(({ state }) => state.run)],
      [0, [gone, kept]],
    );
    await runs.restore(kept);
    assert.equal(runs.entry(kept)?.state.run, kept);
    runs.dispose();

    const next = openWindow();
    await next.runs.load();
    assert.deepEqual(
      next.runs.entries().map(({ state }) => state.run),
      [kept],
    );
  });

  it('a plan that waits is changed for good', async () => {
    const { resources, runs } = openWindow();
    const journal = await resources.journalFor(sampleFolder());
    const task = (id: string, dependsOn: readonly string[]) => ({
      ...{ id, kind: 'edit' as const, title: id, instructions: id, files: [`${id}.ts`], acceptance: '' },
      dependsOn: [...dependsOn],
    });
    const tasks = [task('a', []), task('b', ['a'])];
    const events: readonly RunEvent[] = [
      { type: 'run-start', run: 'plan', job: request, time: 1, budgetUsd: 1, ceiling: 'planner' },
      {
        type: 'plan-end',
        plan: { summary: 'Both', tasks },
        tasks: tasks.map((each) => ({ ...each, targets: [] })),
        forecast: { lowUsd: 1, highUsd: 2 },
      },
      { type: 'run-pause', reason: { type: 'plan', message: 'Start it.' } },
    ];
    for (const event of events) await journal.append('plan', event);
    await runs.load();
    await runs.editPlan('plan', { type: 'drop', task: 'a' });
    await runs.editPlan('plan', { type: 'tier', task: 'b', tier: 'nano' });
    await runs.editPlan('plan', { type: 'drop', task: 'b' });
    const state = runs.entry('plan')?.state;
    assert.deepEqual(
      state?.tasks.map(({ task: { id, tier, dependsOn } }) => ({ id, tier, dependsOn })),
      [{ id: 'b', tier: 'nano', dependsOn: [] }],
    );
    assert.ok((state?.forecast?.highUsd ?? 2) < 1);
    runs.dispose();

    const next = openWindow();
    await next.runs.load();
    assert.deepEqual(next.runs.entry('plan')?.state, state);
  });

  it('a cancelled run is at its end', async () => {
    const { runs } = openWindow();
    const result = await runs.start(request, sampleFolder());
    assert.ok(result.type === 'stopped');
    await runs.cancel(result.state.run);
    const { phase } = runs.entry(result.state.run)?.state ?? {};
    assert.equal(phase?.type === 'ended' && phase.outcome, 'cancelled');
  });

  it('a run that a window took with it when it closed can be resumed', async () => {
    const closing = openWindow();
    const started = closing.runs.start({ type: 'fixProblems' }, sampleFolder());
    const run = await until<string>(closing.runs.onChange, () => closing.runs.entries()[0]?.state.run);
    closing.runs.dispose();
    await started;
    const { runs: next } = openWindow();
    await next.load();
    const reopened = next.entry(run)?.state.phase;
    assert.equal(reopened?.type === 'paused' && reopened.reason.type, 'interrupted');
  });
});
