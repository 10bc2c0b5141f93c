import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunState } from '../../src/core/run/runState.ts';
import { keepFiles, onDisk, sampleSources, sampleUri, tiercel } from './support/sample.ts';
import { untilDiagnostics } from './support/until.ts';

const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;

describe('fixing one problem from the light bulb', () => {
  let restore: () => Promise<void>;

  beforeEach(async () => {
    restore = await keepFiles(sampleSources);
  });
  afterEach(() => restore());

  /** Chooses the light bulb's entry as the editor does, and gives the run that came of it. */
  async function choose(file: string): Promise<RunState> {
    const { runs } = await tiercel();
    const uri = sampleUri(file);
    await vscode.window.showTextDocument(uri);
    const [problem] = (await untilDiagnostics(uri, (all) => all.some(isError))).filter(isError);
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      'quickfix.tiercel',
    );
    const command = actions[0]?.command;
    assert.ok(command, 'the light bulb offers nothing');
    const run = await vscode.commands.executeCommand<string>(command.command, ...(command.arguments ?? []));
    const state = runs.entry(run)?.state;
    assert.ok(state, 'no run was started');
    return state;
  }

  const check = async (file: string, tier: string) => {
    const before = await onDisk(file);
    const uri = sampleUri(file);
    const state = await choose(file);
    assert.deepEqual(state.phase.type, 'ended', JSON.stringify(state.phase));
    assert.deepEqual(
      state.proposals.map(({ tier, verdict }) => [tier, verdict.outcome]),
      [[tier, 'passed']],
    );
    assert.equal(await onDisk(file), before, 'nothing is written before it is accepted');

    await vscode.commands.executeCommand('tiercel.acceptAll');
    assert.notEqual(await onDisk(file), before, 'an accepted fix is saved');
    await untilDiagnostics(uri, (all) => !all.some(isError));

    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('undo');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), before, 'one undo takes it back');
  };

  it('calls no model where the language server has the fix', () => check('src/render.ts', 'none'));
  it('asks nano for one line', () => check('src/orderCsv.ts', 'nano'));
  it('goes a tier up where nano answers wrongly', () => check('src/discount.ts', 'mini'));

  it('leaves everything as it is when it is rejected', async () => {
    const before = await onDisk('src/catalog.ts');
    const { runs } = await tiercel();
    const { run } = await choose('src/catalog.ts');
    await vscode.commands.executeCommand('tiercel.rejectAll');
    const decisions = runs
      .entry(run)
      ?.state.proposals.flatMap(({ files }) => files.flatMap((file) => file.decisions));
    assert.deepEqual([...new Set(decisions)], ['rejected']);
    assert.equal(await onDisk('src/catalog.ts'), before);
  });
});
