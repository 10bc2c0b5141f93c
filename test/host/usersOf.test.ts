import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { usersOf } from '../../src/host/codeActions/usersOf.ts';
import { sampleFolder, sampleUri, tiercel } from './support/sample.ts';
import { untilDiagnostics } from './support/until.ts';

describe('the files that use some lines', () => {
  before(async () => {
    await tiercel();
    // The language server has read the project once it tells of a problem that comes from another file.
    await vscode.window.showTextDocument(sampleUri('src/tax.ts'));
    await untilDiagnostics(sampleUri('src/tax.ts'), (all) => all.length > 0);
  });

  async function check(
    [file, first, last]: readonly [file: string, first: number, last: number],
    of: 'declared' | 'reaching',
    expected: readonly string[] | undefined,
  ): Promise<void> {
    const uri = sampleUri(file);
    await vscode.workspace.openTextDocument(uri);
    const lines = new vscode.Range(first - 1, 0, last - 1, 1_000);
    const users = await usersOf(uri, lines, { folder: sampleFolder(), of });
    assert.deepEqual(users && [...users].sort(), expected);
  }

  it('are told for what the lines declare', () =>
    check(['src/tax.ts', 18, 20], 'declared', ['src/invoice.ts']));
  it('are told for what the lines are a part of', () =>
    check(['src/discount.ts', 11, 11], 'reaching', ['test/orders.test.ts']));
  it('are none where nothing else uses it', () => check(['src/tax.ts', 5, 5], 'declared', []));
  it('are not known where the lines declare nothing', () =>
    check(['src/discount.ts', 11, 11], 'declared', undefined));
  it('are not known where nobody knows the language', () =>
    check(['data/orders.csv', 1, 1], 'declared', undefined));
});
