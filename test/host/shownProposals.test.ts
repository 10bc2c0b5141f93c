import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/emitter.ts';
import { proposedFiles } from '../../src/core/run/publish/proposedFiles.ts';
import { applyEvent, initialState } from '../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../src/core/run/state/runEvent.ts';
import { DiffDocuments } from '../../src/host/proposals/diffDocuments.ts';
import { EditorHunks } from '../../src/host/review/editorHunks.ts';
import type { RunChange } from '../../src/host/runs/runHistory.ts';
import { passedVerdict } from '../unit/support/passedVerdict.ts';
import { runTask } from '../unit/support/runTask.ts';
import { onDisk, sampleFolder, sampleUri, tiercel } from './support/sample.ts';
import { until } from './support/until.ts';

const path = 'src/money.ts';

describe('a proposal that is shown while its run goes on', () => {
  const disposables: vscode.Disposable[] = [];
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of disposables.splice(0)) each.dispose();
  });

  /** The proposal, of one line above the file, is open in a diff and in the file's own editor before the events. */
  async function check(
    eventsOf: (proposed: (line: string) => RunEvent, base: string) => readonly RunEvent[],
    expected: { readonly inDiff: string; readonly added: readonly string[] },
  ) {
    await tiercel();
    const base = (await onDisk(path)) ?? assert.fail();
    const proposed = (line: string): RunEvent => ({
      type: 'proposal',
      proposal: {
        ...{ id: 'r/one', run: 'r', title: 'one', tasks: ['one'], tier: 'mini', verdict: passedVerdict },
        files: proposedFiles([{ path, base, content: `${line}\n${base}` }]),
      },
    });
    const job = { type: 'request', text: '' } as const;
    let state = initialState({ type: 'run-start', run: 'r', job, time: 1, budgetUsd: 1, ceiling: 'mini' });
    const changes = new Emitter<RunChange>();
    const entry = () => ({ folder: sampleFolder(), state });
    const runs = {
      ...{ onChange: changes.event, entry, entries: () => [entry()] },
      entryOfProposal: (proposal: string) =>
        state.proposals.some(({ id }) => id === proposal) ? entry() : undefined,
    };
    const emit = (event: RunEvent) => {
      state = applyEvent(state, event);
      changes.fire({ entry: entry(), event });
    };
    const { extensionUri } = vscode.extensions.getExtension('tiercel.tiercel') ?? assert.fail();
    const [diffs, hunks] = [new DiffDocuments(runs), new EditorHunks(runs, extensionUri)];
    disposables.push(diffs, hunks);
    emit({ type: 'tasks-added', tasks: [runTask({ id: 'one' })] });
    emit(proposed('// first'));
    const file = await vscode.workspace.openTextDocument(sampleUri(path));
    const added = async () => (await hunks.hunksOf(file)).flatMap((hunk) => hunk.added);
    assert.deepEqual(await added(), ['// first']);
    await diffs.open('r/one', path, { preserveFocus: false });
    const shown = () => vscode.window.activeTextEditor?.document;
    await until(
      (listener) => vscode.window.onDidChangeActiveTextEditor(listener),
      () => (shown()?.uri.scheme === 'tiercel' ? true : undefined),
    );
    assert.equal(shown()?.getText().split('\n')[0], '// first');

    for (const event of eventsOf(proposed, base)) emit(event);
    assert.deepEqual(await added(), expected.added);
    await until(
      (listener) => vscode.workspace.onDidChangeTextDocument(listener),
      () => (shown()?.getText().split('\n')[0] === expected.inDiff ? true : undefined),
    );
  }
  const sentBack: RunEvent = {
    ...{ type: 'review-end', verdict: 'revise', summary: '', tasks: [] },
    decisions: [{ task: 'one', verdict: 'revise', reason: 'not so' }],
  };

  it('is shown no more once the review has sent it back', () =>
    check(() => [sentBack], { inDiff: '', added: [] }));
  it('is shown as what came in its place, where a journal of before gave that the same name', () =>
    check((proposed) => [sentBack, proposed('// second')], { inDiff: '// second', added: ['// second'] }));
  it('is shown as the user has written it', () =>
    check(
      (_, base) =>
        proposedFiles([{ path, base, content: `// mine\n${base}` }]).map((file) => ({
          ...{ type: 'file-edit', proposal: 'r/one', file },
        })),
      { inDiff: '// mine', added: ['// mine'] },
    ));
});
