import assert from 'node:assert/strict';
import { startRun } from '../../../../src/core/run/run.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import { readEvent } from '../../../../src/core/run/state/eventSchema.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { QuickFix } from '../../../../src/core/verify/checker.ts';
import { asFound, type Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { lineMovesOf } from '../../../../src/core/verify/lineMoves.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { patchText, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const words = { FIRST: 'not needed', TWIN: 'never read', NEVER: 'no help' };

/** What is never read is tried behind all others. */
const coded: CheckRule = (...of) =>
  errorsWhere(words)(...of).map((each) => ({
    ...each,
    code: each.message === words.TWIN ? '6133' : each.message,
  }));

/** Takes the lines out that are not needed, so that what is below moves up. */
class LineTakingChecker extends FakeChecker {
  readonly #workspace: InMemoryWorkspace;
  constructor(workspace: InMemoryWorkspace) {
    super(workspace, coded);
    this.#workspace = workspace;
  }

  override async check(...[changes, options]: Parameters<FakeChecker['check']>) {
    const report = await super.check(changes, options);
    const before = new Map<string, string>();
    for (const path of changes.keys()) {
      const file = await this.#workspace.read(path);
      if (file.type === 'text') before.set(path, file.text);
    }
    return { ...report, lineMoves: lineMovesOf(before, changes) };
  }

  override async quickFixes(target?: Diagnostic): Promise<readonly QuickFix[]> {
    if (!target || target.message === words.NEVER) return [];
    const { line } = target.range.start;
    const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    const edits = new Map([[target.path, [{ range, newText: '' }]]]);
    return [{ id: 'import', title: 'Take it out', preferred: false, edits }];
  }
}

describe('the quick fixes of all problems', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  it('mend each of several that say the same, where those before have moved them to the place of another', async () => {
    const workspace = new InMemoryWorkspace({ 'a.ts': 'FIRST\nTWIN one\nTWIN two\nNEVER\n' });
    const endpoint = new ScriptedModel(({ role }) =>
      reply(
        role === 'label'
          ? JSON.stringify({ labels: [] })
          : patchText('*** Begin Patch\n*** Update File: a.ts\n@@\n-NEVER\n+right\n*** End Patch'),
      ),
    );
    const journaled: RunEvent[] = [];
    const state = await startRun(
      { type: 'fixProblems' },
      {
        ...{ workspace, checker: new LineTakingChecker(workspace), endpoint, ledger: await ledgers.open() },
        journal: {
          append: async (_, event) => {
            journaled.push(event);
          },
          load: async () => ({ runs: [], problems: [] }),
        },
        settings: defaultSettings,
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      },
      { signal: new AbortController().signal, onChange: () => {} },
    );
    assert.deepEqual(
      state.tasks.map(({ task, tier, state: is }) => [
        is,
        tier,
        task.targets.map(({ message, range }) => `${message} ${range.start.line}`).join(),
      ]),
      [
        ['done', 'none', 'not needed 0'],
        ['done', 'none', 'never read 2'],
        ['done', 'none', 'never read 1'],
        ['done', 'nano', 'no help 3'],
      ],
    );
    const places = (all: readonly Diagnostic[] = []) =>
      all.map((each) => [each.range.start.line, asFound(each).range.start.line]);
    assert.deepEqual(places(state.remaining), [[0, 3]]);
    assert.deepEqual(places(foldEvents(journaled.flatMap((each) => readEvent(each) ?? []))?.remaining), [
      [0, 3],
    ]);
  });
});
