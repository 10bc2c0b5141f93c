import assert from 'node:assert/strict';
import { startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { createCommands } from '../../../../src/core/verify/commands/commands.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { type FakeProgram, FakeScratch, passesWhen } from '../../support/fakeScratch.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

describe('a command that is to be made pass', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  /** How its run ended, what its user was told of its task, how often a model was asked and the command run. */
  async function debug(
    programs: Readonly<Record<string, FakeProgram>>,
    allowed = ['npm test'],
    ceiling = defaultSettings.ceiling,
  ) {
    const workspace = new InMemoryWorkspace({ 'a.ts': 'const a = 1;\n' });
    const endpoint = new ScriptedModel(() =>
      reply(replaceLine('a.ts', 'const a = 1;', 'const a = 2;'), tool('finish', { summary: 'ok' })),
    );
    const scratch = new FakeScratch(workspace, programs);
    const limits = { timeMs: 1, outputBytes: 1 };
    const deps: RunDeps = {
      ...{ workspace, endpoint, ledger: await ledgers.open() },
      checker: new FakeChecker(workspace, errorsWhere({})),
      commands: createCommands({ scratch, limits, allowed: () => allowed }),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, ceiling },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const steps: string[] = [];
    const { phase, tasks } = await startRun({ type: 'debug', cause: 'command', command: 'npm  test' }, deps, {
      signal: new AbortController().signal,
      onChange: (_, event) => {
        if (event.type === 'step') steps.push(event.text);
      },
    });
    const [task] = tasks;
    return {
      ended: phase.type === 'ended' ? phase.outcome : phase.type,
      message: phase.type === 'ended' ? phase.message : '',
      steps,
      note: task?.note,
      lastAttempt: task?.attempts.at(-1)?.end?.note,
      asked: endpoint.requests.length,
      ran: scratch.runs.length,
    };
  }

  it('costs nothing where it passes', async () => {
    const note = 'npm  test passes as it is';
    const { message, steps, ...came } = await debug({ 'npm test': passesWhen('a.ts', 'const a') });
    assert.deepEqual(came, { ended: 'done', note, lastAttempt: note, asked: 0, ran: 1 });
    assert.deepEqual([message, steps[1]], ['1 of 1 task done, 0 proposals', 'Running npm  test']);
  });
  it('is not said to pass without a word on what it did without', async () => {
    const uncopied = [{ path: 'data.bin', reason: 'EACCES' }];
    const { note } = await debug({ 'npm test': async () => ({ exitCode: 0, prints: '', uncopied }) });
    assert.equal(note, 'npm  test passes as it is, without data.bin (EACCES)');
  });
  it('costs nothing where it can’t be run, and the reason is told', async () => {
    const note = 'npm  test was not run: npm test is not installed';
    const { message, steps: _, ...came } = await debug({});
    assert.deepEqual(came, { ended: 'failed', note, lastAttempt: note, asked: 0, ran: 1 });
    assert.equal(message, `0 of 1 task done, 0 proposals. No model was asked for 1 task: ${note}`);
  });
  it('is mended where it fails, and the failure that was seen is the one that the model is shown', async () => {
    const { ended, asked, ran } = await debug({ 'npm test': passesWhen('a.ts', 'const a = 2;') });
    assert.deepEqual({ ended, asked, ran }, { ended: 'done', asked: 1, ran: 2 });
  });
  it('is said to fail where no model may mend it', async () => {
    const fails = { 'npm test': passesWhen('a.ts', 'const a = 2;') };
    const { ended, message, steps, asked, ran } = await debug(fails, ['npm test'], 'none');
    assert.deepEqual({ ended, asked, ran }, { ended: 'failed', asked: 0, ran: 1 });
    assert.deepEqual(steps.slice(1, 3), ['Running npm  test', 'npm  test fails with exit code 1']);
    const why = 'the ceiling in the settings allows no model';
    assert.equal(message, `0 of 1 task done, 0 proposals. No model was asked for 1 task: ${why}`);
  });
  it('is looked at by a model alone where it may not be run', async () => {
    const { ended, asked, ran } = await debug({}, []);
    assert.deepEqual({ ended, asked, ran }, { ended: 'done', asked: 1, ran: 0 });
  });
});
