import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { hunksOf } from '../../src/core/edit/proposal/hunks.ts';
import type { RunEvent } from '../../src/core/run/state/runEvent.ts';
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
      journalRoots: async () => [path.join(folder, 'runs')],
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

  /** A run that has come to a proposal. */
  const proposing = (run: string): readonly RunEvent[] => [
    { type: 'run-start', run, job: request, time: 1, budgetUsd: 1, ceiling: 'planner' },
    {
      type: 'proposal',
      proposal: {
        ...{ id: 'p', run, title: 'P', tasks: [], tier: 'mini' },
        files: [
          { path: 'a.ts', base: null, content: 'a\n', hunks: hunksOf(null, 'a\n'), decisions: ['open'] },
        ],
        verdict: {
          ...{ outcome: 'passed', fixed: [], introduced: [], remaining: [], checked: [], notChecked: [] },
          ...{ servers: [], ms: 0 },
        },
      },
    },
    { type: 'run-end', outcome: 'done', message: '', time: 2 },
  ];

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
    const refused = resumed.find(({ type }) => type === 'refused');
    assert.match((refused?.type === 'refused' && refused.message) || '', /already under way/);
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

  const task = (id: string, dependsOn: readonly string[]) => ({
    ...{ id, kind: 'edit' as const, title: id, instructions: id, files: [`${id}.ts`], acceptance: '' },
    ...{ dependsOn: [...dependsOn], targets: [] },
  });

  it('a task that came to nothing is done again on the tier that is asked for, and no other task is', async () => {
    const { resources, runs } = openWindow();
    const journal = await resources.journalFor(sampleFolder());
    const end = { type: 'task-end', tier: 'nano', changes: [], note: '' } as const;
    const events: readonly RunEvent[] = [
      { type: 'run-start', run: 'retry', job: request, time: 1, budgetUsd: 1, ceiling: 'planner' },
      { type: 'tasks-added', tasks: [task('a', []), task('b', []), task('c', [])] },
      { ...end, task: 'a', outcome: 'done' },
      { ...end, task: 'b', outcome: 'failed' },
      { ...end, task: 'c', outcome: 'failed' },
      { type: 'run-end', outcome: 'partial', message: '', time: 2 },
    ];
    for (const event of events) await journal.append('retry', event);
    await runs.load();
    assert.equal((await runs.retryTask('retry', 'none', 'mini')).type, 'refused');

    const results = await Promise.all([
      runs.retryTask('retry', 'b', 'planner'),
      runs.retryTask('retry', 'b', 'planner'),
    ]);
    assert.deepEqual(results.map(({ type }) => type).sort(), ['refused', 'stopped']);
    const { tasks, phase } = runs.entry('retry')?.state ?? {};
    assert.equal(phase?.type === 'paused' && phase.reason.type === 'fault' && phase.reason.fault, 'no_key');
    assert.deepEqual(
      tasks?.map(({ task: { id, tier }, state }) => ({ id, tier, state })),
      [
        { id: 'a', tier: undefined, state: 'done' },
        { id: 'b', tier: 'planner', state: 'waiting' },
        { id: 'c', tier: undefined, state: 'failed' },
      ],
    );
  });

  it('a plan that waits is changed for good', async () => {
    const { resources, runs } = openWindow();
    const journal = await resources.journalFor(sampleFolder());
    const tasks = [task('a', []), task('b', ['a'])];
    const events: readonly RunEvent[] = [
      { type: 'run-start', run: 'plan', job: request, time: 1, budgetUsd: 1, ceiling: 'planner' },
      {
        type: 'plan-end',
        plan: { summary: 'Both', tasks },
        tasks,
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

  describe('cancelled while a run is about to go on', () => {
    /** A run with work that is still to be done, for which the way to it is held up until `release`. */
    async function aboutToGoOn(end: Extract<RunEvent, { type: 'run-pause' | 'run-end' }>) {
      const { resources, runs } = openWindow();
      const journal = await resources.journalFor(sampleFolder());
      const failed = { type: 'task-end', tier: 'nano', changes: [], note: '', outcome: 'failed' } as const;
      const events: readonly RunEvent[] = [
        { type: 'run-start', run: 'cancel', job: request, time: 1, budgetUsd: 1, ceiling: 'planner' },
        { type: 'tasks-added', tasks: [task('a', []), task('b', [])] },
        { ...failed, task: 'b' },
        end,
      ];
      for (const event of events) await journal.append('cancel', event);
      await runs.load();
      const seen: string[] = [];
      runs.onChange(({ event }) => seen.push(event?.type ?? ''));
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const depsFor = resources.depsFor.bind(resources);
      resources.depsFor = async (of) => {
        await held;
        return depsFor(of);
      };
      return { runs, journal, seen, release };
    }
    const paused = { type: 'run-pause', reason: { type: 'plan', message: '' } } as const;
    const ended = { type: 'run-end', outcome: 'partial', message: '', time: 2 } as const;

    it('it does not go on, and is at its end', async () => {
      const { runs, journal, seen, release } = await aboutToGoOn(paused);
      const resumed = runs.resume('cancel', { approvePlan: true });
      await runs.cancel('cancel');
      assert.equal((await runs.resume('cancel', { approvePlan: true })).type, 'refused');
      release();
      const result = await resumed;
      const { phase, tasks } = (result.type === 'stopped' && result.state) || {};
      assert.equal(phase?.type === 'ended' && phase.outcome, 'cancelled');
      assert.deepEqual(
        tasks?.map(({ state }) => state),
        ['dropped', 'failed'],
      );
      assert.ok(!seen.includes('run-resume'));
      assert.equal(await journal.isHeld('cancel'), false);
      assert.equal((await runs.resume('cancel', { approvePlan: true })).type, 'stopped');
      assert.ok(!seen.includes('run-resume'), 'what was cancelled goes on when it is asked for once more');
    });

    it('no task is done again, and a second click starts none', async () => {
      const { runs, seen, release } = await aboutToGoOn(ended);
      const retried = runs.retryTask('cancel', 'b', 'mini');
      assert.equal((await runs.retryTask('cancel', 'b', 'planner')).type, 'refused');
      await runs.delete('cancel');
      await runs.cancel('cancel');
      release();
      await retried;
      assert.ok(!seen.includes('task-retry') && !seen.includes('run-resume'));
      assert.ok(runs.entry('cancel'), 'what is about to go on is not deleted');
    });
  });

  it('a run that waits is shown in a window where nobody has asked for runs, and nothing is loaded for none', async () => {
    const first = openWindow();
    await first.runs.loadEarlier();
    assert.deepEqual(await readdir(folder), []);
    const journal = await first.resources.journalFor(sampleFolder());
    for (const event of proposing('waits')) await journal.append('waits', event);
    const { runs } = openWindow();
    await runs.loadEarlier();
    assert.ok(runs.entry('waits'));
  });

  describe('in two windows', () => {
    it('is driven by one of them', async () => {
      const [one, other] = [openWindow(), openWindow()];
      const result = await one.runs.start(request, sampleFolder());
      assert.ok(result.type === 'stopped');
      const { run } = result.state;
      await other.runs.load();
      const hold = await (await one.resources.journalFor(sampleFolder())).hold(run);
      assert.ok(hold);
      const refused = await other.runs.resume(run, { approvePlan: false });
      assert.ok(refused.type === 'refused');
      assert.match(refused.message, /Another window works on this run/);
      await other.runs.cancel(run);
      await other.runs.delete(run);
      await hold.release();
      assert.equal((await other.runs.resume(run, { approvePlan: false })).type, 'stopped');
      assert.ok(other.runs.entry(run));
    });

    it('goes on from where the other left it, with what was decided there', async () => {
      const journal = await openWindow().resources.journalFor(sampleFolder());
      const [one, other] = [openWindow(), openWindow()];
      for (const event of proposing('shared')) await journal.append('shared', event);
      await Promise.all([one.runs.load(), other.runs.load()]);
      await one.runs.decide('shared', [
        { type: 'hunks-decided', proposal: 'p', path: 'a.ts', hunks: [0], decision: 'accepted' },
      ]);
      const decisions = () => other.runs.entry('shared')?.state.proposals[0]?.files[0]?.decisions;
      assert.deepEqual(decisions(), ['open']);
      await other.runs.refresh('shared');
      assert.deepEqual(decisions(), ['accepted']);
    });
  });

  it('a run that another window has deleted is told to be gone, and goes on nowhere', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const started = await one.runs.start(request, sampleFolder());
    assert.ok(started.type === 'stopped');
    const { run } = started.state;
    await other.runs.load();
    await one.runs.delete(run);
    const refused = await other.runs.resume(run, { approvePlan: true });
    assert.ok(refused.type === 'refused');
    assert.match(refused.message, /not there any more/);
    assert.equal(other.runs.entry(run), undefined);
    await one.runs.restore(run);
    assert.ok(one.runs.entry(run));
  });

  it('a run that another window has ended is shown, and not gone on with', async () => {
    const [one, other] = [openWindow(), openWindow()];
    const started = await one.runs.start(request, sampleFolder());
    assert.ok(started.type === 'stopped');
    const { run } = started.state;
    await other.runs.load();
    await one.runs.cancel(run);
    const result = await other.runs.resume(run, { approvePlan: false });
    const { phase } = (result.type === 'stopped' && result.state) || {};
    assert.equal(phase?.type === 'ended' && phase.outcome, 'cancelled');
  });

  it('a run whose journal can not be written stands still, and goes on when it can', async () => {
    const { runs } = openWindow();
    // A file where the folder of journals is to be.
    await writeFile(path.join(folder, 'runs'), '');
    const result = await runs.start(request, sampleFolder());
    assert.ok(result.type === 'stopped');
    const { phase, run } = result.state;
    assert.equal(phase.type === 'paused' && phase.reason.type === 'fault' && phase.reason.fault, 'disk');
    const refused = await runs.resume(run, { approvePlan: false });
    assert.ok(refused.type === 'refused');
    assert.match(refused.message, /can't be kept on disk/);
    await rm(path.join(folder, 'runs'));
    const resumed = await runs.resume(run, { approvePlan: false });
    assert.ok(resumed.type === 'stopped');
    const after = resumed.state.phase;
    assert.equal(after.type === 'paused' && after.reason.type === 'fault' && after.reason.fault, 'no_key');

    const next = openWindow();
    await next.runs.load();
    assert.equal(next.runs.entry(run)?.state.phase.type, 'paused', 'nothing of it is lost');
  });

  it('a damaged journal costs no other run', async () => {
    const { resources, runs } = openWindow();
    const journal = await resources.journalFor(sampleFolder());
    for (const event of proposing('good')) await journal.append('good', event);
    const [place = ''] = await readdir(path.join(folder, 'runs'));
    await writeFile(path.join(folder, 'runs', place, 'bad.jsonl'), '{"type":"run-start","run":7}\nnull\n');
    await runs.load();
    assert.deepEqual(
      runs.entries().map(({ state }) => state.run),
      ['good'],
    );
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
