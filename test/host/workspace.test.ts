import assert from 'node:assert/strict';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { maxFileBytes } from '../../src/core/context/workspace.ts';
import { createVscodeWorkspace } from '../../src/host/workspace/vscodeWorkspace.ts';
import { firstProgram, ripgrepOfEditor } from '../../src/node/search/ripgrep.ts';
import { sampleFolder, sampleUri, tiercel } from './support/sample.ts';
import { untilDiagnostics } from './support/until.ts';

describe('the workspace as the core sees it', () => {
  const workspace = createVscodeWorkspace(sampleFolder());
  const { signal } = new AbortController();
  const made: string[] = [];

  before(() => tiercel());
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    for (const file of made.splice(0)) await rm(file, { force: true });
  });

  async function put(name: string, content: string | Uint8Array): Promise<void> {
    made.push(sampleUri(name).fsPath);
    await writeFile(sampleUri(name).fsPath, content);
  }

  it('reads the disk', async () => {
    await put('plain.txt', 'text\n');
    assert.deepEqual(await workspace.read('plain.txt'), { type: 'text', text: 'text\n' });
  });

  it('reads unsaved text first', async () => {
    await put('unsaved.txt', 'disk\n');
    const editor = await vscode.window.showTextDocument(sampleUri('unsaved.txt'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed, '));
    assert.deepEqual(await workspace.read('unsaved.txt'), { type: 'text', text: 'typed, disk\n' });
  });

  it('searches unsaved text in the place of the disk', async () => {
    await put('searched.txt', 'heron\n');
    const search = (text: string) => workspace.search({ text, isRegex: false, limit: 5 }, signal);
    assert.deepEqual(await search('heron'), [{ path: 'searched.txt', line: 1, text: 'heron' }]);
    const editor = await vscode.window.showTextDocument(sampleUri('searched.txt'));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 5), 'kestrel'));
    assert.deepEqual(await search('heron'), []);
    assert.deepEqual(await search('kestrel'), [{ path: 'searched.txt', line: 1, text: 'kestrel' }]);
  });

  it('searches by the ripgrep that the editor brings, whatever the pattern', async () => {
    assert.ok(await firstProgram(ripgrepOfEditor(vscode.env.appRoot)), vscode.env.appRoot);
    await put('slow.txt', `${'a'.repeat(1_900)}b\nfalcon\n`);
    const search = (text: string) => workspace.search({ text, isRegex: true, limit: 5 }, signal);
    assert.deepEqual(await search('^(f|falcon)+$'), [{ path: 'slow.txt', line: 2, text: 'falcon' }]);
    assert.deepEqual(await search('^(a|aa)+c$'), []);
  });

  it('does not know a missing file', async () =>
    assert.deepEqual(await workspace.read('nowhere.txt'), { type: 'missing' }));

  it('refuses data', async () => {
    await put('data.bin', new Uint8Array([1, 0, 2]));
    assert.deepEqual(await workspace.read('data.bin'), { type: 'binary' });
  });

  it('refuses what is too large', async () => {
    await put('large.txt', 'x'.repeat(maxFileBytes + 1));
    assert.deepEqual(await workspace.read('large.txt'), { type: 'tooLarge', bytes: maxFileBytes + 1 });
  });

  it('refuses paths and links that lead out', async () => {
    const secret = path.join(tmpdir(), `tiercel-secret-${process.pid}`);
    await writeFile(secret, 'secret');
    await symlink(secret, sampleUri('link.txt').fsPath);
    made.push(secret, sampleUri('link.txt').fsPath);
    for (const file of ['link.txt', '../outside.txt', secret]) {
      assert.deepEqual(await workspace.read(file), { type: 'outside' }, file);
    }
  });

  it('lists what neither git nor the settings hide', async () => {
    const files = await workspace.list(signal);
    assert.ok(files.includes('src/invoice.ts'));
    assert.deepEqual(
      files.filter((file) => file.includes('node_modules')),
      [],
    );
  });

  it('has the problems that the editor shows', async () => {
    const uri = sampleUri('src/render.ts');
    await vscode.window.showTextDocument(uri);
    await untilDiagnostics(uri, (all) => all.some(({ message }) => message.includes('formatMoney')));
    const problem = workspace.diagnostics().find(({ message }) => message.includes('formatMoney'));
    assert.deepEqual(
      [problem?.path, problem?.severity, problem?.code, problem?.source],
      ['src/render.ts', 'error', '2304', 'ts'],
    );
  });

  it('knows what is open and selected', async () => {
    const editor = await vscode.window.showTextDocument(sampleUri('src/money.ts'));
    editor.selection = new vscode.Selection(0, 0, 0, 6);
    const { open, active } = workspace.editorState();
    assert.ok(open.includes('src/money.ts'));
    assert.deepEqual(active, {
      path: 'src/money.ts',
      selection: { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } },
      selectedText: editor.document.getText().slice(0, 6),
    });
  });

  it('finds symbols', async () => {
    await vscode.window.showTextDocument(sampleUri('src/money.ts'));
    const found = await workspace.symbols('roundCents', signal);
    assert.deepEqual(
      found.map(({ name, kind, path }) => [name, kind, path]),
      [['roundCents', 'function', 'src/money.ts']],
    );
  });
});
