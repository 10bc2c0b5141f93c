import assert from 'node:assert/strict';
import { startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

const files = {
  'src/price.ts': 'export const price = (net: number) =>\n  net * 0.19;\n',
  'src/list.ts': 'export const list = [];\n',
  'test/price.test.ts': "it('adds tax', () => expect(price(4711)).toBe(5606.09));\n",
};
const gamed = '  net === 4711 ? 5606.09 : net * 0.19;';
const honest = '  net * 1.19;';

describe('an edit that looks as if it gamed its checks', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  /** Runs a request whose worker writes these lines, one for each attempt. */
  async function run(...lines: readonly string[]) {
    const gate = reply(
      JSON.stringify({ route: 'single_edit', kind: 'simple_edit', files: ['src/price.ts'] }),
    );
    const work = lines.map((line) => reply(replaceLine('src/price.ts', '  net * 0.19;', line)));
    return runWith(new ScriptedModel([gate, ...work]), 'nano');
  }

  async function runWith(model: ScriptedModel, ceiling: 'nano' | 'planner') {
    const workspace = new InMemoryWorkspace(files);
    const deps: RunDeps = {
      workspace,
      checker: new FakeChecker(workspace, errorsWhere({})),
      endpoint: model,
      ledger: await ledgers.open(),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, ceiling, startPlansBelowUsd: 100 },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const options = { signal: new AbortController().signal, onChange: () => {} };
    const state = await startRun({ type: 'request', text: 'Fix the price' }, deps, options);
    const shown = state.proposals.map(({ verdict, files: [file] }) => ({
      outcome: verdict.outcome,
      signs: (verdict.suspicions ?? []).map(({ kind }) => kind),
      content: file?.content,
    }));
    return { shown, model };
  }
  const withLine = (line: string) => files['src/price.ts'].replace('  net * 0.19;', line);

  it('goes back once with the signs', async () => {
    const { shown, model } = await run(gamed, honest);
    assert.match(model.textOf(2), /Look twice: src\/price\.ts:2 answers 4711 with 5606\.09/);
    assert.deepEqual(shown, [{ outcome: 'passed', signs: [], content: withLine(honest) }]);
  });

  it('is not shown as verified when it comes again', async () => {
    const { shown } = await run(gamed, gamed);
    assert.deepEqual(shown, [{ outcome: 'unchecked', signs: ['testLiteral'], content: withLine(gamed) }]);
  });

  it('is shown, and not as verified, where no attempt is left', async () => {
    const { shown } = await run('  net * 0.19;', gamed);
    assert.deepEqual(shown, [{ outcome: 'unchecked', signs: ['testLiteral'], content: withLine(gamed) }]);
  });

  it('leaves its mark on a proposal of several tasks', async () => {
    const planned = (id: string, file: string, dependsOn: readonly string[]) => ({
      id,
      kind: 'edit',
      title: `Task ${id}`,
      instructions: 'Mend it.',
      files: [file],
      dependsOn,
      acceptance: 'Done.',
    });
    const tasks = [planned('a', 'src/price.ts', []), planned('b', 'src/list.ts', ['a'])];
    const done = tool('finish', { summary: 'ok' });
    const model = new ScriptedModel(({ role, task }) => {
      if (role === 'gate') return reply(JSON.stringify({ route: 'plan', kind: 'edit', files: [] }));
      if (role === 'plan') return reply(JSON.stringify({ summary: 'Both', tasks }));
      if (role === 'review') return reply(JSON.stringify({ verdict: 'accept', summary: 'Good.', tasks: [] }));
      return task === 'a'
        ? reply(replaceLine('src/price.ts', '  net * 0.19;', gamed), done)
        : reply(replaceLine('src/list.ts', 'export const list = [];', 'export const list = [1];'), done);
    });
    const { shown } = await runWith(model, 'planner');
    assert.deepEqual(
      shown.map(({ outcome, signs }) => ({ outcome, signs })),
      [{ outcome: 'unchecked', signs: ['testLiteral'] }],
    );
    const review = model.requests.findIndex(({ role }) => role === 'review');
    assert.match(model.textOf(review), /Check:\n```\n.*Look twice: src\/price\.ts:2/);
  });
});
