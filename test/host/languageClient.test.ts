import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { judge } from '../../src/core/verify/verdict.ts';
import { connectWithLanguageClient } from '../../src/host/languageClient.ts';
import { createDiskWorkspace } from '../../src/node/diskWorkspace.ts';
import { createChecker } from '../../src/node/languageServer/createChecker.ts';
import type { Connect } from '../../src/node/languageServer/process/connection.ts';

describe('a language server behind the editor', () => {
  const { signal } = new AbortController();
  const connections: Awaited<ReturnType<Connect>>[] = [];
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const checker = createChecker({
    root,
    workspace: createDiskWorkspace(root),
    connect: async (launch, options) => {
      const connection = await connectWithLanguageClient(launch, options);
      connections.push(connection);
      return connection;
    },
    servers: {},
    fallbackFolders: [__dirname],
    log: () => {},
  });
  after(() => checker.dispose());

  const path = 'src/money.ts';
  async function verdictOn(line: string) {
    const text = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(vscode.Uri.file(root), path));
    const changes = new Map([[path, `${new TextDecoder().decode(text)}\n${line}\n`]]);
    return judge(await checker.check(changes, { signal }), [], [path]);
  }
  const bad = 'export const shadowOnly: number = "x";';

  it('tells a good change from a bad one', async () => {
    assert.equal((await verdictOn('export const shadowOnly: number = 1;')).outcome, 'passed');
    const verdict = await verdictOn(bad);
    assert.deepEqual(
      verdict.introduced.map(({ path, code }) => `${path} ${code}`),
      ['src/money.ts 2322'],
    );
    assert.match(verdict.servers.join(), /^TypeScript 7\./);
  });

  it('shows the editor nothing of it', async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file(root), path);
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    await verdictOn(bad);
    assert.equal(document.getText(), text);
    assert.equal(document.isDirty, false);
    const shown = vscode.languages.getDiagnostics().flatMap(([, list]) => list);
    assert.deepEqual(
      shown.filter(({ message, code }) => message.includes('shadowOnly') || code === 2322),
      [],
    );
  });

  it('is started again after its end', async () => {
    const before = connections.length;
    await connections.at(-1)?.dispose();
    assert.equal((await verdictOn(bad)).outcome, 'failed');
    assert.equal(connections.length, before + 1);
  });
});
