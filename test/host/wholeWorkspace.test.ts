import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunState } from '../../src/core/run/state/runState.ts';
import { otherFiles } from '../models/otherFixes.ts';
import { sampleRequest } from '../models/sampleRequest.ts';
import { keepFiles, onDisk, sampleSources, sampleUri, tiercel } from './support/sample.ts';
import { untilDiagnostics } from './support/until.ts';

const files = [...Object.keys(otherFiles), ...sampleSources, 'test/invoice.test.ts', 'test/orders.test.ts'];
const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;

describe('work on the whole workspace', function () {
  // Three real language servers, each started anew.
  this.timeout(120_000);
  let restore: () => Promise<void>;

  beforeEach(async () => {
    restore = await keepFiles(files);
  });
  afterEach(async () => {
    await restore();
    await rm(sampleUri('node_modules/pyright').fsPath, { force: true });
  });

  /** Python and CSS beside the sample's TypeScript; the server for Python is in the workspace, that for CSS in VS Code. */
  async function writeOthers(): Promise<void> {
    for (const [file, text] of Object.entries(otherFiles)) {
      await mkdir(path.dirname(sampleUri(file).fsPath), { recursive: true });
      await writeFile(sampleUri(file).fsPath, text);
    }
    const extension = vscode.extensions.getExtension('tiercel.tiercel')?.extensionPath ?? '';
    const server = path.join(extension, 'test/languageServers/node_modules/pyright');
    await symlink(server, sampleUri('node_modules/pyright').fsPath, 'junction');
  }

  async function run(command: string, ...args: readonly unknown[]): Promise<RunState> {
    const { runs } = await tiercel();
    const id = await vscode.commands.executeCommand<string>(command, ...args);
    const state = runs.entry(id)?.state;
    assert.ok(state, 'no run was started');
    return state;
  }

  it('fixes all problems of all languages, first without a model, then with the tiers that they need', async () => {
    await writeOthers();
    const before = await Promise.all(files.map(onDisk));
    const state = await run('tiercel.fixProblems');
    assert.deepEqual(
      state.phase.type === 'ended' && state.phase.outcome,
      'done',
      JSON.stringify(state.phase),
    );
    const tiers = new Set(state.tasks.map(({ tier }) => tier));
    assert.deepEqual([...tiers].sort(), ['mini', 'nano', 'none']);
    assert.deepEqual([...new Set(state.proposals.map(({ verdict }) => verdict.outcome))], ['passed']);
    const checkedBy = (file: string) =>
      state.proposals
        .filter(({ files: changed }) => changed.some((each) => each.path === file))
        .flatMap(({ verdict }) => verdict.servers)
        .join();
    assert.match(checkedBy('tools/report.py'), /^pyright/i);
    assert.match(checkedBy('pages/total.css'), /^CSS language server/);
    assert.match(checkedBy('src/catalog.ts'), /^TypeScript/);
    assert.deepEqual(
      await Promise.all(files.map(onDisk)),
      before,
      'nothing is written before it is accepted',
    );

    await vscode.commands.executeCommand('tiercel.acceptAll');
    assert.match((await onDisk('tools/report.py')) ?? '', /order\.gross/);
    assert.match((await onDisk('pages/total.css')) ?? '', /color: red;/);
    for (const file of [...sampleSources, 'pages/total.css']) {
      const uri = sampleUri(file);
      await vscode.window.showTextDocument(uri);
      await untilDiagnostics(uri, (all) => !all.some(isError));
    }
  });

  it('plans a request, waits for its start, works on its tasks and has them reviewed', async () => {
    const settings = vscode.workspace.getConfiguration('tiercel.plan');
    await settings.update('startBelowUsd', 0, vscode.ConfigurationTarget.Global);
    const { runs } = await tiercel();
    const waiting = await run('tiercel.newRequest', sampleRequest);
    assert.equal(waiting.phase.type === 'paused' && waiting.phase.reason.type, 'plan');
    await vscode.commands.executeCommand('tiercel.resume', waiting.run);
    await settings.update('startBelowUsd', undefined, vscode.ConfigurationTarget.Global);
    const state = runs.entry(waiting.run)?.state;
    assert.ok(state);
    assert.deepEqual(
      state.phase.type === 'ended' && state.phase.outcome,
      'done',
      JSON.stringify(state.phase),
    );
    assert.equal(state.gate?.route, 'plan');
    assert.equal(state.review?.verdict, 'accept');
    assert.deepEqual(
      state.tasks.map(({ state }) => state),
      state.tasks.map(() => 'done'),
    );
    assert.ok(state.total.usd > 0 && state.total.usd <= state.budgetUsd);
  });

  it('is asked for nothing by an empty request', async () => {
    const { runs } = await tiercel();
    const before = runs.entries().length;
    await vscode.commands.executeCommand('tiercel.newRequest', '  ');
    assert.equal(runs.entries().length, before);
  });
});
