import assert from 'node:assert/strict';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { type ReadyFix, watchProblems } from '../../../../src/core/run/problems/watchProblems.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { QuickFix } from '../../../../src/core/verify/checker.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { MemoryLabels } from '../../support/memoryLabels.ts';
import { errorAt } from '../../support/runTask.ts';
import { reply, ScriptedModel } from '../../support/scriptedModel.ts';

/** Offers to import a name that can't be found, as a server does. */
class ImportingChecker extends FakeChecker {
  override async quickFixes(diagnostic?: Diagnostic): Promise<readonly QuickFix[]> {
    if (!diagnostic?.message.startsWith('Cannot find name')) return [];
    const start = { line: 0, character: 0 };
    const end = { line: 0, character: 7 };
    const edits = new Map([
      [diagnostic.path, [{ range: { start, end }, newText: "import { x } from './x.js';\nx" }]],
    ]);
    return [{ id: 'import', title: 'Add import', preferred: true, edits }];
  }
}

describe('watchProblems', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  async function watch(dayUsd: number, labels = new MemoryLabels()) {
    const files = { 'a.ts': 'MISSING;\n', 'b.ts': 'WRONG\n' };
    const workspace = new InMemoryWorkspace(files);
    const rule = errorsWhere({ MISSING: "Cannot find name 'x'.", WRONG: 'that is wrong' });
    const label = ({ input }: ModelRequest) => {
      const text = input[0]?.type === 'user' ? input[0].text : '';
      const found = [...text.matchAll(/"id":"(t\d+)"/g)].map(([, id]) => id);
      return found.map((id) => ({ id, category: 'c', rootCause: 'r', effort: 'nano', confidence: 0.1 }));
    };
    const endpoint = new ScriptedModel((request) => reply(JSON.stringify({ labels: label(request) })));
    const ready: ReadyFix[] = [];
    const ledger = await ledgers.open();
    await watchProblems(
      [
        errorAt('a.ts', files['a.ts'], 'MISSING', "Cannot find name 'x'."),
        errorAt('b.ts', files['b.ts'], 'WRONG', 'that is wrong'),
      ],
      {
        ...{ workspace, endpoint, ledger, labels },
        checker: new ImportingChecker(workspace, rule),
        journal: {
          append: () => Promise.reject(new Error('watching is in nobody’s journal')),
          load: async () => ({ runs: [], problems: [] }),
        },
        settings: defaultSettings,
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => ledgers.time,
        newId: () => 'r',
      },
      { signal: new AbortController().signal, dayUsd, onReady: (fix) => ready.push(fix) },
    );
    return { ready, requests: endpoint.requests };
  }

  it('has the fixes ready that need no model, and labels what is new, at the smallest tier alone', async () => {
    const labels = new MemoryLabels();
    const { ready, requests } = await watch(1, labels);
    assert.deepEqual(
      ready.map(({ title, changes }) => [title, changes.map(({ path }) => path)]),
      [['Add import', ['a.ts']]],
    );
    assert.deepEqual(
      requests.map(({ role, tier }) => `${role} ${tier}`),
      ['label nano'],
    );
    assert.equal((await watch(1, labels)).requests.length, 0);
  });
  it('asks nobody where its budget for the day does not hold a call', async () => {
    const { ready, requests } = await watch(0.0001);
    assert.deepEqual([ready.length, requests.length], [1, 0]);
    assert.equal((await watch(0)).requests.length, 0);
  });
});
