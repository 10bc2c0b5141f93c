import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunState } from '../../src/core/run/state/runState.ts';
import { keepFiles, onDisk, sampleSources, sampleUri, tiercel } from './support/sample.ts';
import { untilDiagnostics } from './support/until.ts';

const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;

describe('fixing one problem from the light bulb', () => {
  let restore: () => Promise<void>;

  beforeEach(async () => {
    restore = await keepFiles(sampleSources);
  });
  afterEach(() => restore());

  /** The light bulb's entry for the first error of a file, worked out as when it is chosen. */
  async function choose(file: string): Promise<vscode.CodeAction> {
    await tiercel();
    const uri = sampleUri(file);
    await vscode.window.showTextDocument(uri);
    const [problem] = (await untilDiagnostics(uri, (all) => all.some(isError))).filter(isError);
    assert.ok(problem);
    const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      'quickfix.tiercel',
      1,
    );
    assert.ok(action, 'the light bulb offers nothing');
    return action;
  }

  /** The run that was started last. */
  async function lastRun(): Promise<RunState> {
    const { runs } = await tiercel();
    const state = runs.entries()[0]?.state;
    assert.ok(state, 'no run was started');
    return state;
  }

  async function lenses(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      20,
    );
    return all.filter((lens) => lens.command?.command.startsWith('tiercel.'));
  }

  const check = async (file: string, tier: string) => {
    const before = await onDisk(file);
    const uri = sampleUri(file);
    const { edit, command, title } = await choose(file);
    const state = await lastRun();
    assert.deepEqual(state.phase.type, 'ended', JSON.stringify(state.phase));
    assert.deepEqual(
      state.proposals.map(({ tier, verdict }) => [tier, verdict.outcome]),
      [[tier, 'passed']],
    );
    assert.ok(edit && command, 'there is an edit once it has passed its check');
    const most = Number(/≤ \$([\d.]+)/.exec(title)?.[1]);
    assert.ok(state.budgetUsd <= most && state.total.usd <= most, 'what the title says holds');
    assert.equal(await onDisk(file), before, 'nothing is written before it is applied');

    assert.deepEqual(await lenses(uri), [], 'what is about to be applied is not offered as hunks, too');

    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    assert.notEqual(await onDisk(file), before, 'an accepted fix is saved');
    const { proposals } = await lastRun();
    assert.ok(proposals.every(({ files }) => files.every(({ decisions }) => !decisions.includes('open'))));
    await untilDiagnostics(uri, (all) => !all.some(isError));

    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('undo');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), before, 'one undo takes it back');
  };

  it('calls no model where the language server has the fix', () => check('src/render.ts', 'none'));
  it('asks nano for one line', () => check('src/orderCsv.ts', 'nano'));

  it('shows what the editor has let drop as hunks, as soon as anything happens in it', async () => {
    const uri = sampleUri('src/catalog.ts');
    const { edit } = await choose('src/catalog.ts');
    assert.ok(edit);
    assert.deepEqual(await lenses(uri), []);
    const { hunks } = await tiercel();
    const shown = new Promise<void>((resolve) => hunks.onDidChangeCodeLenses(() => resolve()));
    const editor = await vscode.window.showTextDocument(uri);
    editor.selection = new vscode.Selection(2, 0, 2, 1);
    await shown;
    assert.equal((await lenses(uri))[0]?.command?.title, 'Accept');
    await vscode.commands.executeCommand('tiercel.rejectAll');
  });

  it('stops where going a tier up would cost more than the title says, and goes on when told to', async () => {
    const { runs } = await tiercel();
    const { edit } = await choose('src/discount.ts');
    assert.equal(edit, undefined);
    const { phase, run, total } = await lastRun();
    assert.equal(phase.type === 'paused' && phase.reason.type, 'budget');
    assert.ok(total.usd > 0 && total.usd <= 0.009);
    await runs.resume(run, { approvePlan: false });
    assert.deepEqual(
      (await lastRun()).proposals.map(({ tier, verdict }) => [tier, verdict.outcome]),
      [['mini', 'passed']],
    );
  });

  it('gives no edit where nothing passes the check, and leaves everything as it is', async () => {
    const file = 'src/main.ts';
    const editor = await vscode.window.showTextDocument(sampleUri(file));
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), 'const odd: number = unknownToAll;\n'),
    );
    const text = editor.document.getText();
    const { edit } = await choose(file);
    assert.equal(edit, undefined);
    assert.equal(editor.document.getText(), text);
    assert.deepEqual((await lastRun()).proposals, []);
  });

  it('proposes a fix without writing it where it is started by its command', async () => {
    const before = await onDisk('src/catalog.ts');
    const { runs } = await tiercel();
    const uri = sampleUri('src/catalog.ts');
    await vscode.window.showTextDocument(uri);
    const [problem] = (await untilDiagnostics(uri, (all) => all.some(isError))).filter(isError);
    const run = await vscode.commands.executeCommand<string>('tiercel.fixProblem', uri, problem);
    await vscode.commands.executeCommand('tiercel.rejectAll');
    const decisions = runs
      .entry(run)
      ?.state.proposals.flatMap(({ files }) => files.flatMap((file) => file.decisions));
    assert.deepEqual([...new Set(decisions)], ['rejected']);
    assert.equal(await onDisk('src/catalog.ts'), before);
  });
});
