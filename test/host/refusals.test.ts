import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { workableFile } from '../../src/host/workspace/workableFile.ts';
import { sampleUri, tiercel } from './support/sample.ts';

describe('a fix that can not be', () => {
  const made: string[] = [];

  afterEach(async () => {
    for (const file of made.splice(0)) await rm(file, { force: true });
  });

  /** Asks for a fix in a file, and expects that no run is started for it. */
  const refuse = async (uri: vscode.Uri, content: string | Uint8Array) => {
    const { runs } = await tiercel();
    await writeFile(uri.fsPath, content);
    made.push(uri.fsPath);
    const before = runs.entries().length;
    const problem = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'a problem');
    const run = await vscode.commands.executeCommand('tiercel.fixProblem', uri, problem);
    assert.equal(run, undefined);
    assert.equal(runs.entries().length, before);
  };

  it('is refused in a file outside of the workspace', () =>
    refuse(vscode.Uri.file(path.join(tmpdir(), `tiercel-outside-${process.pid}.ts`)), 'x'));
  it('is refused in a file of data', () => refuse(sampleUri('data.bin'), new Uint8Array([0, 1])));
  it('is refused in a file that is too large', () => refuse(sampleUri('large.ts'), '//'.repeat(600_000)));
});

describe('a document that can not be worked on', () => {
  const made: vscode.Uri[] = [];
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    for (const uri of made.splice(0)) await vscode.workspace.fs.delete(uri);
  });

  /** None of the ways into it starts a run, and each says why. */
  async function check(uri: vscode.Uri, why: RegExp): Promise<void> {
    const { runs } = await tiercel();
    const before = runs.entries().length;
    const file = await workableFile(uri);
    assert.match(file.type === 'refused' ? file.message : file.path, why);
    for (const way of ['tiercel.editHere', 'tiercel.rewriteSelection'] as const)
      assert.equal(await vscode.commands.executeCommand(way, 'simplify'), undefined);
    const problem = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'a problem');
    assert.equal(await vscode.commands.executeCommand('tiercel.fixProblem', uri, problem), undefined);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      new vscode.Range(0, 0, 0, 1),
    );
    assert.deepEqual(
      actions.filter(({ title }) => title.startsWith('Tiercel')),
      [],
    );
    assert.equal(runs.entries().length, before);
  }

  async function showText(uri: vscode.Uri): Promise<vscode.Uri> {
    const { document } = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    return document.uri;
  }

  it('is one that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: 'x' });
    await vscode.window.showTextDocument(document);
    await check(document.uri, /not been saved yet/);
  });

  it('lies outside of the workspace', async () => {
    const uri = vscode.Uri.file(path.join(tmpdir(), `tiercel-outside-${process.pid}.ts`));
    await vscode.workspace.fs.writeFile(uri, Buffer.from('x'));
    made.push(uri);
    await check(await showText(uri), /not in the workspace/);
  });

  it('is the cell of a notebook', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'x', 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    await vscode.window.showNotebookDocument(notebook);
    await check(notebook.cellAt(0).document.uri, /notebooks/);
  });

  it('is a view that nobody can write', async () => {
    const views = vscode.workspace.registerTextDocumentContentProvider('test-view', {
      provideTextDocumentContent: () => 'x',
    });
    try {
      const inWorkspace = sampleUri('src/tax.ts').with({ scheme: 'test-view' });
      await check(await showText(inWorkspace), /a view and not a file/);
    } finally {
      views.dispose();
    }
  });

  it('is kept from models', async () => {
    const ignore = sampleUri('.tiercelignore');
    await vscode.workspace.fs.writeFile(ignore, Buffer.from('src/tax.ts\n'));
    made.push(ignore);
    const file = await workableFile(sampleUri('src/tax.ts'));
    assert.match(file.type === 'refused' ? file.message : file.path, /keeps it from models/);
  });
});

describe('a command', () => {
  it('does not fall over arguments that it does not know', async () => {
    const { runs } = await tiercel();
    const before = runs.entries().length;
    for (const args of [[], ['file:///a.ts', {}], [sampleUri('src/tax.ts'), { message: 1 }]]) {
      assert.equal(await vscode.commands.executeCommand('tiercel.fixProblem', ...args), undefined);
    }
    assert.equal(runs.entries().length, before);
  });

  it('to fix all problems starts one run, however often it is given', async () => {
    const { runs } = await tiercel();
    const before = runs.entries().length;
    const fix = () => vscode.commands.executeCommand<string | undefined>('tiercel.fixProblems');
    const started = (await Promise.all([fix(), fix(), fix()])).filter((run) => run !== undefined);
    assert.equal(started.length, 1);
    assert.equal(runs.entries().length, before + 1);
    await vscode.commands.executeCommand('tiercel.rejectAll');
  });
});
