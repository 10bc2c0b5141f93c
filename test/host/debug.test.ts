import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { Stops } from '../../src/host/debug/stops.ts';
import { sampleFolder, sampleUri, tiercel } from './support/sample.ts';
import { until } from './support/until.ts';

const program = `function lineCount(order) {
  const apiKey = 'hunter22';
  return order.lines.length + apiKey.length;
}
lineCount({ id: 7 });
`;

/** The debugger that VS Code brings, on a program that throws. */
describe('Explain this Exception', function () {
  // A debugger and the program in it are started.
  this.timeout(60_000);
  const file = sampleUri('crash.cjs');
  let stops: Stops;
  before(async () => {
    await tiercel();
    await writeFile(file.fsPath, program);
    stops = new Stops();
  });
  after(async () => {
    await vscode.debug.stopDebugging();
    stops.dispose();
    await rm(file.fsPath, { force: true });
  });

  /** The session once it stands still for a reason. */
  const stoppedBy = (reason: string) =>
    until(vscode.debug.onDidChangeActiveStackItem as never, () => {
      const session = vscode.debug.activeDebugSession;
      return session && stops.of(session)?.reason === reason ? session : undefined;
    });

  it('says so where no program stands still', async () => {
    assert.equal(await vscode.commands.executeCommand('tiercel.explainException'), undefined);
  });

  it('gives exception, stack and variables as evidence, without what looks like a secret', async () => {
    const { runs } = await tiercel();
    const started = await vscode.debug.startDebugging(sampleFolder(), {
      type: 'node',
      request: 'launch',
      name: 'crash',
      program: file.fsPath,
      stopOnEntry: true,
      console: 'internalConsole',
    });
    assert.ok(started);
    const session = await stoppedBy('entry');
    await session.customRequest('setExceptionBreakpoints', { filters: ['all', 'uncaught'] });
    const { threadId } = stops.of(session) ?? {};
    await session.customRequest('continue', { threadId });
    await stoppedBy('exception');

    const run = await vscode.commands.executeCommand<string | undefined>('tiercel.explainException');
    assert.ok(run);
    const state = runs.entry(run)?.state;
    assert.ok(state?.job.type === 'debug' && state.job.cause === 'exception');
    const { title, evidence, files } = state.job;
    assert.match(title, /Cannot read properties of undefined \(reading 'length'\)/);
    assert.deepEqual(files, ['crash.cjs']);
    assert.match(evidence, /lineCount \(crash\.cjs:3\)/);
    assert.match(evidence, /> 3: {3}return order\.lines\.length/);
    assert.match(evidence, /order: .*id: 7/);
    assert.match(evidence, /apiKey: \[withheld\]/);
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'done');
    assert.notEqual(state.answer ?? '', '');
  });
});

describe('which commands may run', () => {
  it('is kept for the folder until it is revoked', async () => {
    const { consent } = await tiercel();
    const folder = sampleFolder();
    assert.deepEqual(consent.allowed(folder), []);
    try {
      await consent.set(folder, ['npm  test', 'npm test']);
      assert.deepEqual(consent.allowed(folder), ['npm test']);
      assert.equal(await consent.ask(folder, 'npm test'), true, 'what is allowed is not asked for again');
    } finally {
      await consent.set(folder, []);
    }
    assert.deepEqual(consent.allowed(folder), []);
    assert.equal(await consent.ask(folder, 'npm test | tee log'), false, 'a shell is never asked for');
  });
});
