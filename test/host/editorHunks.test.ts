import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openPicksOfRun } from '../../src/host/proposals/hunkPicks.ts';
import { keepFiles, onDisk, sampleSources, sampleUri, tiercel } from './support/sample.ts';
import { until, untilDiagnostics } from './support/until.ts';

const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;
const file = 'src/catalog.ts';

describe('hunks in the editor', () => {
  let restore: () => Promise<void>;
  beforeEach(async () => {
    restore = await keepFiles(sampleSources);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('tiercel.rejectAll');
    await restore();
  });

  /** Has a fix proposed and gives the lenses above it. */
  async function propose(): Promise<readonly vscode.CodeLens[]> {
    await tiercel();
    const uri = sampleUri(file);
    await vscode.window.showTextDocument(uri);
    const [problem] = (await untilDiagnostics(uri, (all) => all.some(isError))).filter(isError);
    await vscode.commands.executeCommand('tiercel.fixProblem', uri, problem);
    return lenses();
  }

  async function lenses(): Promise<readonly vscode.CodeLens[]> {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      sampleUri(file),
      20,
    );
    return all.filter(({ command }) => command?.command.startsWith('tiercel.'));
  }

  const titles = (all: readonly vscode.CodeLens[]) => all.map(({ command }) => command?.title);

  it('stand above their lines, with what can be done', async () => {
    const all = await propose();
    assert.deepEqual(titles(all).slice(0, -1), ['Accept', 'Reject', 'Diff']);
    assert.match(titles(all).at(-1) ?? '', /^Tiercel: Property 'unitPrise'.* \(checked\)$/);
    const text = (await onDisk(file))?.split('\n')[all[0]?.range.start.line ?? -1] ?? '';
    assert.match(text, /unitPrise/);
  });

  it('are accepted at the cursor, saved, and taken back with one undo', async () => {
    const before = await onDisk(file);
    await propose();
    await vscode.window.showTextDocument(sampleUri(file));
    await vscode.commands.executeCommand('tiercel.nextHunk');
    const line = vscode.window.activeTextEditor?.selection.active.line;
    assert.match(before?.split('\n')[line ?? -1] ?? '', /unitPrise/);
    await vscode.commands.executeCommand('tiercel.acceptHunk');
    assert.match((await onDisk(file)) ?? '', /unitPrice \* quantity/);
    assert.deepEqual(await lenses(), []);
    await vscode.commands.executeCommand('undo');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), before);
    const { runs } = await tiercel();
    await until(
      runs.onChange,
      () => runs.entries().some(({ state }) => openPicksOfRun(state).length > 0) || undefined,
    );
  });

  it('are shown first where the cursor is elsewhere', async () => {
    await propose();
    const editor = await vscode.window.showTextDocument(sampleUri(file));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('tiercel.rejectHunk');
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /unitPrise/);
    assert.notDeepEqual(await lenses(), []);
    await vscode.commands.executeCommand('tiercel.rejectHunk');
    assert.deepEqual(await lenses(), []);
  });

  it('are rejected from their lens', async () => {
    const before = await onDisk(file);
    const reject = (await propose()).find(({ command }) => command?.title.includes('Reject'))?.command;
    assert.ok(reject);
    await vscode.commands.executeCommand(reject.command, ...(reject.arguments ?? []));
    assert.deepEqual(await lenses(), []);
    assert.equal(await onDisk(file), before);
  });

  it('are stale once their line is another, and can be rejected then', async () => {
    await propose();
    const editor = await vscode.window.showTextDocument(sampleUri(file));
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((each) => each.includes('unitPrise'));
    await editor.edit((edit) => edit.replace(editor.document.lineAt(line).range, '  return quantity;'));
    assert.deepEqual(titles(await lenses()).slice(0, -1), ['Reject', 'Diff']);
    assert.match(titles(await lenses()).at(-1) ?? '', /\(stale: the file has changed\)$/);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('tiercel.rejectHunk');
    assert.deepEqual(await lenses(), []);
  });

  it('open in VS Code’s own diff', async () => {
    const diff = (await propose()).find(({ command }) => command?.title.includes('Diff'))?.command;
    assert.ok(diff);
    await vscode.commands.executeCommand(diff.command, ...(diff.arguments ?? []));
    const shown = await until(
      (listener) => vscode.window.tabGroups.onDidChangeTabs(listener),
      () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputTextDiff ? input : undefined;
      },
    );
    assert.equal(shown.modified.scheme, 'tiercel');
  });
});
