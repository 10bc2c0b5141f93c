import assert from 'node:assert/strict';
import type { Budgets, CallTicket } from '../../../../src/core/ledger/ledger.ts';
import { inWorkspace } from '../../../../src/core/ledger/ledger.ts';
import type { SqliteLedger } from '../../../../src/node/sqlite/ledgerStore.ts';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const usd = 1_000_000_000;
let files: TemporaryLedgers;
let ledger: SqliteLedger;
beforeEach(async () => {
  files = new TemporaryLedgers();
  ledger = await files.open();
});
afterEach(() => files.dispose());

const wide: Budgets = { runUsd: 100, dayUsd: 100 };

/** What the ledger says to tickets one after the other: `ok`, what it cut the last to, or the budget that refused. */
async function ask(budgets: Partial<Budgets>, ...tickets: readonly CallTicket[]) {
  const answers: unknown[] = [];
  for (const each of tickets) {
    const answer = await ledger.reserve(each, { ...wide, ...budgets });
    answers.push(answer.type === 'overBudget' ? answer.budget : (answer.granted ?? 'ok'));
  }
  return answers;
}

describe('budgets beside those of run and day', () => {
  const check = (
    title: string,
    budgets: Partial<Budgets>,
    tickets: readonly CallTicket[],
    expected: unknown[],
  ) => it(title, async () => assert.deepEqual(await ask(budgets, ...tickets), expected));

  const half = usd / 2;
  check(
    'hold for a month over all runs',
    { monthUsd: 1 },
    [ticket(half), ticket(half, { run: 'b' }), ticket(1)],
    ['ok', 'ok', 'month'],
  );
  check(
    'hold for a workspace and leave others alone',
    { workspaceMonthUsd: 1 },
    [ticket(usd, { workspace: 'a' }), ticket(1, { workspace: 'a' }), ticket(usd, { workspace: 'b' })],
    ['ok', 'workspace', 'ok'],
  );
  check(
    'hold for a tier and leave others alone',
    { tierDayUsd: { mini: 1 } },
    [ticket(usd, { tier: 'mini' }), ticket(1, { tier: 'mini' }), ticket(usd)],
    ['ok', 'tier', 'ok'],
  );
  check(
    'hold for the calls of a run',
    { runCalls: 2 },
    [ticket(0), ticket(0), ticket(0), ticket(0, { run: 'b' })],
    ['ok', 'ok', 'calls', 'ok'],
  );
  check(
    'hold for the tokens of a run',
    { runTokens: 100 },
    [ticket(0, { worstTokens: 60 }), ticket(0, { worstTokens: 41 }), ticket(0, { worstTokens: 40 })],
    ['ok', 'tokens', 'ok'],
  );
  it('begin anew with the month and the day', async () => {
    assert.deepEqual(await ask({ monthUsd: 1, tierDayUsd: { nano: 1 } }, ticket(usd)), ['ok']);
    files.time = new Date(2026, 2, 18, 12).getTime();
    assert.deepEqual(await ask({ tierDayUsd: { nano: 1 } }, ticket(usd)), ['ok']);
    assert.deepEqual(await ask({ monthUsd: 2 }, ticket(1)), ['month']);
    files.time = new Date(2026, 3, 1, 12).getTime();
    assert.deepEqual(await ask({ monthUsd: 1 }, ticket(usd)), ['ok']);
  });
  it('count calls and tokens by what they came to', async () => {
    const answer = await ledger.reserve(ticket(9, { worstTokens: 90 }), { ...wide, runTokens: 100 });
    assert.equal(answer.type, 'reserved');
    const usage = { input: 5, cached: 0, output: 5, reasoning: 0 };
    if (answer.type === 'reserved')
      await ledger.settle(answer.id, { type: 'used', usage, cost: 9, timing: { totalMs: 1 } });
    assert.deepEqual(await ask({ runTokens: 100 }, ticket(9, { worstTokens: 90 })), ['ok']);
    assert.deepEqual(await ledger.reserve(ticket(9, { worstTokens: 1 }), { ...wide, runTokens: 100 }), {
      type: 'overBudget',
      budget: 'tokens',
      limit: 100,
      used: 100,
      needed: 1,
    });
  });
  it('count what a workspace spends through its own view', async () => {
    const opened = await openSqliteLedger(files.file, { now: () => files.time });
    assert.ok(opened.type === 'opened');
    const own = inWorkspace(opened.ledger, 'a');
    await own.reserve(ticket(usd), wide);
    const budgets = { ...wide, workspaceMonthUsd: 1 };
    assert.equal((await own.reserve(ticket(1), budgets)).type, 'overBudget');
    assert.equal((await inWorkspace(opened.ledger, 'b').reserve(ticket(1), budgets)).type, 'reserved');
    opened.ledger.close();
  });
});

describe('a worst case that does not fit', () => {
  const call = (rest: Partial<CallTicket> = {}) =>
    ticket(1_000, { worstTokens: 100, least: { cost: 400, tokens: 40 }, ...rest });
  const check = (
    title: string,
    budgets: Partial<Budgets>,
    tickets: readonly CallTicket[],
    expected: unknown[],
  ) => it(title, async () => assert.deepEqual(await ask(budgets, ...tickets), expected));

  check('is cut to the money that is left', { runUsd: 600 / usd }, [call()], [{ cost: 600, tokens: 100 }]);
  check(
    'is cut to the tightest of all budgets',
    { runUsd: 600 / usd, dayUsd: 500 / usd, monthUsd: 700 / usd },
    [call()],
    [{ cost: 500, tokens: 100 }],
  );
  check('is cut to the tokens that are left', { runTokens: 70 }, [call()], [{ cost: 1_000, tokens: 70 }]);
  check('is refused where less is left than is of use', { dayUsd: 399 / usd }, [call()], ['day']);
  check('is refused where fewer tokens are left than are of use', { runTokens: 39 }, [call()], ['tokens']);
  check(
    'waits for others of its run in place of being cut',
    { runUsd: 1_500 / usd },
    [call(), call()],
    ['ok', 'run'],
  );
  check(
    'is cut where only other runs are under way',
    { dayUsd: 1_500 / usd },
    [call(), call({ run: 'b' })],
    ['ok', { cost: 500, tokens: 100 }],
  );
});

describe('the rows of the ledger', () => {
  it('hold what is known of a call, and the verdict of its attempt', async () => {
    const usage = {
      input: 100,
      cached: 20,
      cacheWritten: 7,
      output: 30,
      reasoning: 10,
      rate: 'flex',
    } as const;
    const timing = { queueMs: 4, firstTokenMs: 5, totalMs: 50 };
    const first = await ledger.reserve(
      ticket(900, { provider: 'chat', workspace: 'w', toolMs: 12, worstTokens: 500 }),
      wide,
    );
    const second = await ledger.reserve(ticket(900, { tier: 'mini' }), wide);
    assert.ok(first.type === 'reserved' && second.type === 'reserved');
    await ledger.settle(first.id, { type: 'used', usage: { ...usage, estimated: true }, cost: 300, timing });
    const task = { run: 'run1', task: 'task1', kind: 'edit', model: 'small' };
    await ledger.recordTask({ ...task, tier: 'nano', passed: false, verdict: 'malformed' });
    await ledger.recordTask({ ...task, tier: 'mini', passed: true });
    const [row, other] = await ledger.calls({ after: 0, limit: 5 });
    assert.deepEqual(row, {
      ...{
        id: first.id,
        time: files.time,
        run: 'run1',
        task: 'task1',
        role: 'work',
        kind: 'edit',
        tier: 'nano',
      },
      ...{ provider: 'chat', model: 'small', workspace: 'w', state: 'used', rate: 'flex', estimated: true },
      ...{ inputTokens: 100, cachedTokens: 20, cacheWrittenTokens: 7, reasoningTokens: 10, outputTokens: 30 },
      ...{ usd: 300 / usd, firstTokenMs: 5, modelMs: 50, toolMs: 12, queueMs: 4, verdict: 'malformed' },
    });
    assert.deepEqual([other?.state, other?.verdict, other?.toolMs], ['reserved', 'passed', null]);
    const { estimatedUsd, byTier } = await ledger.report();
    assert.deepEqual([estimatedUsd, byTier.map((each) => each.estimatedUsd)], [300 / usd, [300 / usd, 0]]);
  });
  it('keep the first verdict of an attempt when its task is tried again', async () => {
    const task = { run: 'run1', task: 'task1', kind: 'edit', tier: 'nano', model: 'small' } as const;
    await ledger.reserve(ticket(1), wide);
    await ledger.recordTask({ ...task, passed: false });
    await ledger.reserve(ticket(1), wide);
    await ledger.recordTask({ ...task, passed: true });
    const rows = await ledger.calls({ after: 0, limit: 5 });
    assert.deepEqual(
      rows.map(({ verdict }) => verdict),
      ['failed', 'passed'],
    );
  });
});
