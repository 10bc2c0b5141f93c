import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ProblemGroup } from '../../src/core/problems/groups.ts';
import type { Diagnostic } from '../../src/core/verify/diagnostic.ts';
import type { FolderGroup } from '../../src/host/problems/problemGroups.ts';
import { toDiagnostic } from '../../src/host/workspace/diagnostics.ts';
import { noFilter } from '../../src/protocol/groupFilter.ts';
import { untilGroup } from './support/groups.ts';
import { keepFiles, onDisk, sampleFolder, sampleSources, sampleUri, tiercel } from './support/sample.ts';
import { untilDiagnostics } from './support/until.ts';

const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;

describe('the tree of problems', () => {
  let restore: () => Promise<void>;
  beforeEach(async () => {
    restore = await keepFiles(sampleSources);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('tiercel.rejectAll');
    await restore();
  });

  async function errorOf(file: string): Promise<Diagnostic> {
    const uri = sampleUri(file);
    await vscode.window.showTextDocument(uri);
    const [problem] = (await untilDiagnostics(uri, (all) => all.some(isError))).filter(isError);
    assert.ok(problem);
    return toDiagnostic(file, problem, sampleFolder());
  }

  it('has a group fixed from its row, and no other problem', async () => {
    const { runs } = await tiercel();
    const before = await onDisk('src/catalog.ts');
    const diagnostics = [await errorOf('src/catalog.ts')];
    const group: ProblemGroup = { id: 'g', title: 'A group', diagnostics, reach: 0 };
    const node = { type: 'group', folder: sampleFolder(), group };
    const run = await vscode.commands.executeCommand<string>('tiercel.fixGroup', node);
    const state = runs.entry(run)?.state;
    assert.equal(state?.phase.type === 'ended' && state.phase.outcome, 'done', JSON.stringify(state?.phase));
    assert.deepEqual(
      state?.proposals.flatMap(({ files }) => files.map(({ path }) => path)),
      ['src/catalog.ts'],
    );
    assert.equal(await onDisk('src/catalog.ts'), before);
  });

  it('has a group labelled from its row, tells what it costs, and shows what is filtered for', async () => {
    const { groups, tree, runs, onLabelled } = await tiercel();
    const { message } = await errorOf('src/catalog.ts');
    const isIt = ({ group }: FolderGroup) =>
      group.diagnostics.some((each) => each.path === 'src/catalog.ts' && each.message === message);
    const found = await untilGroup(groups, isIt, 'any');
    const before = runs.entries().length;
    let paid = 0;
    const subscription = onLabelled(() => {
      paid += 1;
    });
    await vscode.commands.executeCommand('tiercel.labelGroup', { type: 'group', ...found });
    subscription.dispose();
    assert.equal(paid, 1, 'who shows what the day has cost is told');
    const { group } = await untilGroup(groups, isIt);
    assert.equal(runs.entries().length, before, 'it is in no list of runs');
    const rows = async () => (await tree.getChildren()).map((node) => tree.getTreeItem(node));
    const row = (await rows()).find(({ id }) => id?.endsWith(` ${group.id}`));
    const description = String(row?.description);
    assert.match(description, /nano, \$0\.000\d+ to \$0\.\d+ · .+/);
    assert.doesNotMatch(description, /nano tier/);
    tree.filter = { ...noFilter, text: 'nothing is named so' };
    assert.deepEqual(await rows(), []);
    tree.filter = { ...noFilter, severity: 'error', text: 'catalog' };
    assert.ok((await rows()).some(({ id }) => id === row?.id));
    tree.filter = noFilter;
  });

  it('has one problem fixed from its row', async () => {
    const { runs } = await tiercel();
    const problem = await errorOf('src/orderCsv.ts');
    const node = { type: 'problem', folder: sampleFolder(), problem };
    const run = await vscode.commands.executeCommand<string>('tiercel.fixProblem', node);
    assert.equal(runs.entry(run)?.state.job.type, 'fixProblem');
    assert.equal(runs.entry(run)?.state.proposals.length, 1);
  });
});
