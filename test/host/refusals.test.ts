import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
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
