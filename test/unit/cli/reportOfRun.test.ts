import assert from 'node:assert/strict';
import { formatReport, report } from '../../../src/cli/report.ts';
import { costOf } from '../../../src/core/ledger/money.ts';
import type { ModelClient, ModelReply, Usage } from '../../../src/core/model/modelClient.ts';
import { describeCost } from '../../../src/core/routing/describeTiers.ts';
import { startRun } from '../../../src/core/run/run.ts';
import { defaultSettings } from '../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../support/inMemoryWorkspace.ts';
import { Random } from '../support/random.ts';
import { replaceLine, reply, tool } from '../support/scriptedModel.ts';
import { seed, seeded } from '../support/seed.ts';

const tasks = Array.from({ length: 50 }, (_, index) => `t${index}`);

describe('the report of a run of fifty tasks', () => {
  let files: TemporaryLedgers;
  beforeEach(() => {
    files = new TemporaryLedgers();
  });
  afterEach(() => files.dispose());

  it(seeded('agrees with the ledger, with the run and with the bill, to the nano-dollar'), async () => {
    const random = new Random(seed);
    const ledger = await files.open();
    const { tiers } = defaultSettings;
    let billed = 0;
    const failedOnce = new Set<string>();
    const answers = (role: string, task: string): ModelReply => {
      if (role === 'gate') return reply(JSON.stringify({ route: 'plan', kind: 'edit', files: [] }));
      if (role === 'review') return reply(JSON.stringify({ verdict: 'accept', summary: 'Good.', tasks: [] }));
      if (role === 'plan') {
        const planned = tasks.map((id) => ({
          ...{ id, kind: 'edit', title: `Task ${id}`, instructions: 'Change it.', files: [`${id}.ts`] },
          ...{ dependsOn: [], acceptance: 'Done.' },
        }));
        return reply(JSON.stringify({ summary: 'All', tasks: planned }));
      }
      // Some do it wrong first, so that a task has several attempts and a kind several tiers.
      const isWrong = !failedOnce.has(task) && random.chance(0.3);
      if (isWrong) failedOnce.add(task);
      const edit = replaceLine(`${task}.ts`, 'one', isWrong ? 'WRONG' : 'two');
      return reply(edit, tool('finish', { summary: 'ok' }));
    };
    const endpoint: ModelClient = {
      async send({ role, task, tier }) {
        const answer = answers(role, task);
        if (answer.type !== 'completed') return answer;
        const input = 1 + random.below(5_000);
        const usage: Usage = {
          ...{ input, cached: random.below(input + 1), output: random.below(900), reasoning: 0 },
          ...(random.chance(0.2) && { rate: 'flex' as const }),
        };
        billed += costOf(usage, tiers[tier].price);
        return { ...answer, usage };
      },
    };
    const workspace = new InMemoryWorkspace(Object.fromEntries(tasks.map((id) => [`${id}.ts`, 'one\n'])));
    const budgets = { runUsd: 50, dayUsd: 50 };
    const state = await startRun(
      { type: 'request', text: 'Change all of it' },
      {
        ...{ workspace, endpoint, ledger, now: () => files.time, newId: () => 'r1' },
        checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
        journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
        settings: { ...defaultSettings, budgets, startPlansBelowUsd: 100 },
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      },
      { signal: new AbortController().signal, onChange: () => {} },
    );
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'done');
    assert.ok(state.tasks.length === 50 && failedOnce.size > 0);

    const line = JSON.parse(JSON.stringify(await report(ledger))) as Awaited<ReturnType<typeof report>>;
    const nano = (usd: number) => Math.round(usd * 1e9);
    const sumOf = (rows: readonly { readonly usd: number }[]) =>
      rows.reduce((sum, { usd }) => sum + nano(usd), 0);
    const inFile = Number(files.query('SELECT sum(cost) AS cost FROM calls')[0]?.cost);
    assert.deepEqual(
      {
        ...{
          file: inFile,
          run: nano(state.total.usd),
          total: nano(line.totalUsd),
          today: nano(line.todayUsd),
        },
        ...{ tiers: sumOf(line.byTier), kinds: sumOf(line.byKind), models: sumOf(line.byModel) },
        days: sumOf(line.byDay),
      },
      {
        file: billed,
        run: billed,
        total: billed,
        today: billed,
        tiers: billed,
        kinds: billed,
        models: billed,
        days: billed,
      },
    );
    // What people are shown says the same to the cent.
    const whole = await ledger.report();
    const shown = [
      describeCost(whole, tiers.planner),
      formatReport(whole),
      `$${(await ledger.spentUsd('today')).toFixed(4)}`,
    ];
    for (const text of shown) assert.ok(text.includes(`$${(billed / 1e9).toFixed(4)}`), text);

    const edits = line.byKind.find(({ key }) => key === 'edit');
    assert.deepEqual([edits?.tasks, edits?.passed, edits?.passRate], [50, 50, 1]);
    assert.equal(
      line.byKind.some(({ key }) => key === 'unfinished'),
      false,
    );
    const verdicts = files.query(
      "SELECT verdict, count(*) AS n FROM calls WHERE role = 'work' GROUP BY verdict",
    );
    assert.deepEqual(
      verdicts.map((row) => ({ ...row })),
      [
        { verdict: 'failed', n: failedOnce.size },
        { verdict: 'passed', n: 50 },
      ],
    );
  });
});
