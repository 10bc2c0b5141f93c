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
  async function propose(of = file): Promise<readonly vscode.CodeLens[]> {
    await tiercel();
    const uri = sampleUri(of);
    await vscode.window.showTextDocument(uri);
    const [problem] = (await untilDiagnostics(uri, (all) => all.some(isError))).filter(isError);
    await vscode.commands.executeCommand('tiercel.fixProblem', uri, problem);
    return lenses(of);
  }

  async function lenses(of = file): Promise<readonly vscode.CodeLens[]> {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      sampleUri(of),
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

  it('are gone to from a file that has none', async () => {
    await propose();
    await vscode.window.showTextDocument(sampleUri('src/money.ts'));
    for (const way of ['next', 'previous']) {
      await vscode.commands.executeCommand(`tiercel.${way}Hunk`);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), sampleUri(file).toString());
      assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /unitPrise/);
      await vscode.window.showTextDocument(sampleUri('src/money.ts'));
    }
  });

  it('are gone through from file to file, and accepted together where they belong together', async () => {
    const all = await propose('src/customer.ts');
    const together = all.find(({ command }) => command?.title.startsWith('Accept All'))?.command;
    assert.equal(together?.title, 'Accept All 3 in 2 files');
    const editor = await vscode.window.showTextDocument(sampleUri('src/customer.ts'));
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const places: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await vscode.commands.executeCommand('tiercel.nextHunk');
      const active = vscode.window.activeTextEditor;
      const name = active && vscode.workspace.asRelativePath(active.document.uri);
      places.push(`${name}:${active?.selection.active.line}`);
    }
    const [first, , last, again] = places;
    assert.deepEqual(
      places.map((place) => place.split(':')[0]),
      ['src/customer.ts', 'src/customer.ts', 'src/tax.ts', 'src/customer.ts'],
    );
    assert.equal(again, first);
    await vscode.commands.executeCommand('tiercel.previousHunk');
    assert.equal(
      vscode.window.activeTextEditor &&
        vscode.workspace.asRelativePath(vscode.window.activeTextEditor.document.uri),
      last?.split(':')[0],
    );
    await vscode.commands.executeCommand(together.command, ...(together.arguments ?? []));
    assert.match((await onDisk('src/customer.ts')) ?? '', /vatId: record\.vat/);
    assert.match((await onDisk('src/tax.ts')) ?? '', /customer\.vatId/);
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
