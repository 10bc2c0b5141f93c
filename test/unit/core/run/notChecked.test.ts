import assert from 'node:assert/strict';
import type { ModelReply } from '../../../../src/core/model/modelClient.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { patchText, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(names.map((name) => [`${name}.py`, `print(${name}.total)\n`])),
  'ok.ts': 'export {};\n',
};
const known = names.map((name): Diagnostic => {
  const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 13 } };
  const message = 'Cannot access attribute "total"';
  return { path: `${name}.py`, range, severity: 'error', message, code: 'attribute', source: 'Pylance' };
});

describe('problems that the editor shows and no server of ours can check', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  it('are asked for once, at the smallest tier, and never called verified', async () => {
    const workspace = new InMemoryWorkspace(files, { diagnostics: known });
    const checker = new FakeChecker(workspace, errorsWhere({ bad: 'Bad.' }), ['TypeScript 7.0.2'], (path) =>
      path.endsWith('.ts'),
    );
    const endpoint = new ScriptedModel((request): ModelReply => {
      if (request.role === 'label') return reply(JSON.stringify({ labels: [] }));
      const text = JSON.stringify(request.input);
      const wanted = names.filter((name) => text.includes(`${name}.py:1:`));
      const edits = wanted.map(
        (name) => `*** Update File: ${name}.py\n@@\n-print(${name}.total)\n+print(${name}.gross)\n`,
      );
      return reply(patchText(`*** Begin Patch\n${edits.join('')}*** End Patch`));
    });
    const state = await startRun(
      { type: 'fixProblems' },
      {
        ...{ workspace, checker, endpoint, ledger: await ledgers.open() },
        journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
        settings: defaultSettings,
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      },
      { signal: new AbortController().signal, onChange: () => {} },
    );
    const works = endpoint.requests.filter(({ role }) => role === 'work');
    assert.equal(works.length, state.tasks.length);
    assert.deepEqual([...new Set(works.map(({ tier }) => tier))], ['nano']);
    const [proposal, ...others] = state.proposals;
    assert.deepEqual([proposal?.files.length, others.length], [names.length, 0]);
    assert.equal(proposal?.verdict.outcome, 'unchecked');
    assert.deepEqual(
      proposal?.verdict.notChecked
        .filter(({ reason }) => reason === 'no language server')
        .map((each) => each.path),
      names.map((name) => `${name}.py`),
    );
  });
});
