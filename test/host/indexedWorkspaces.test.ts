import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { IndexedWorkspaces } from '../../src/host/workspace/indexedWorkspaces.ts';
import { sampleFolder } from './support/sample.ts';

const { signal } = new AbortController();

describe('The index of a workspace', () => {
  let storage = '';
  let workspaces: IndexedWorkspaces;
  const lines: string[] = [];
  beforeEach(async () => {
    storage = await mkdtemp(path.join(tmpdir(), 'tiercel-indexes-'));
    const extension = vscode.extensions.getExtension('tiercel.tiercel');
    workspaces = new IndexedWorkspaces({
      program: path.join(extension?.extensionPath ?? '', 'dist/indexThread.cjs'),
      storage,
      log: (line) => lines.push(line),
    });
  });
  afterEach(async () => {
    workspaces.dispose();
    await rm(storage, { recursive: true, force: true, maxRetries: 5 });
  });

  const find = async (query: string) =>
    (await workspaces.workspaceOf(sampleFolder()).find(query, 5, signal)).map((file) => file.path);

  it('finds files in a thread, and what an editor has not saved', async () => {
    const [file = ''] = (await workspaces.workspaceOf(sampleFolder()).list(signal)).filter((each) =>
      each.endsWith('.ts'),
    );
    assert.deepEqual(await find('quuxzle'), []);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(sampleFolder().uri, file));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'const quuxzle = 1;\n');
    await vscode.workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    assert.equal((await find('quuxzle'))[0], file);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.deepEqual(await find('quuxzle'), []);
    assert.deepEqual(lines, []);
  });
  it('sees files come and go', async () => {
    const uri = vscode.Uri.joinPath(sampleFolder().uri, 'zorblix.ts');
    assert.deepEqual(await find('zorblix'), []);
    await vscode.workspace.fs.writeFile(uri, Buffer.from('export const zorblix = 1;\n'));
    assert.deepEqual(await find('zorblix'), ['zorblix.ts']);
    await vscode.workspace.fs.delete(uri);
    assert.deepEqual(await find('zorblix'), []);
  });
});
