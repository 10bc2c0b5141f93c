import assert from 'node:assert/strict';
import type { Budgets, CallOutcome, Reservation } from '../../../../src/core/ledger/ledger.ts';
import type { SqliteLedger } from '../../../../src/node/sqlite/ledgerStore.ts';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const usage = { input: 100, cached: 20, output: 30, reasoning: 10 };
const used = (cost: number): CallOutcome => ({
  type: 'used',
  usage,
  cost,
  timing: { firstTokenMs: 5, totalMs: 50 },
});
const wide: Budgets = { runUsd: 1, dayUsd: 5 };
/** One dollar in nano-dollars. */
const usd = 1_000_000_000;

let files: TemporaryLedgers;
let ledger: SqliteLedger;
beforeEach(async () => {
  files = new TemporaryLedgers();
  ledger = await files.open();
});
afterEach(() => files.dispose());

async function reserved(worstCase: number, rest: Parameters<typeof ticket>[1] = {}, budgets = wide) {
  const answer = await ledger.reserve(ticket(worstCase, rest), budgets);
  assert.equal(answer.type, 'reserved');
  return (answer as Reservation).id;
}

describe('reserving', () => {
  it('fits what reaches a budget exactly and refuses one nano-dollar more', async () => {
    await reserved(usd - 10);
    assert.deepEqual(await ledger.reserve(ticket(11), wide), {
      type: 'overBudget',
      budget: 'run',
      limitUsd: 1,
      spentUsd: (usd - 10) / usd,
      neededUsd: 11 / usd,
    });
    await reserved(10);
    assert.equal((await ledger.reserve(ticket(1), wide)).type, 'overBudget');
    await reserved(0);
  });
  it('holds the budget of the day over all runs, and names it', async () => {
    for (const run of ['a', 'b', 'c', 'd', 'e']) await reserved(usd, { run });
    const answer = await ledger.reserve(ticket(1, { run: 'f' }), wide);
    assert.deepEqual([answer.type, 'budget' in answer && answer.budget], ['overBudget', 'day']);
  });
  it('begins a new day at local midnight, while a run keeps its spend', async () => {
    await reserved(usd, {}, { runUsd: 2, dayUsd: 1 });
    files.time = new Date(2026, 2, 17, 23, 59, 59, 999).getTime();
    assert.equal((await ledger.reserve(ticket(1), { runUsd: 2, dayUsd: 1 })).type, 'overBudget');
    files.time += 1;
    await reserved(usd, {}, { runUsd: 2, dayUsd: 1 });
    assert.equal(await ledger.spentUsd('today'), 1);
    assert.equal(await ledger.spentUsd({ run: 'run1' }), 2);
  });
  it('lets nothing through a budget that is no number', async () => {
    assert.equal((await ledger.reserve(ticket(1), { runUsd: Number.NaN, dayUsd: 5 })).type, 'overBudget');
  });
  it('throws on an amount that is none', async () => {
    for (const bad of [-1, 0.5, Number.NaN])
      await assert.rejects(async () => ledger.reserve(ticket(bad), wide));
  });
});

describe('settling', () => {
  const check = async (outcome: CallOutcome, spent: number) => {
    await ledger.settle(await reserved(1_000), outcome);
    assert.equal(await ledger.spentUsd({ run: 'run1' }), spent / usd);
  };

  it('books the cost in place of the worst case', () => check(used(400), 400));
  it('books a cost above the reservation as it is', () => check(used(1_400), 1_400));
  it('keeps the worst case where nobody knows', () => check({ type: 'unknown' }, 1_000));
  it('frees a call that was not sent', () => check({ type: 'notSent' }, 0));
  it('refuses to book a call twice, or one that it does not know', async () => {
    const id = await reserved(1_000);
    await ledger.settle(id, used(1));
    await assert.rejects(ledger.settle(id, used(1)));
    await assert.rejects(ledger.settle(id + 1, used(1)));
    assert.equal(await ledger.spentUsd('today'), 1 / usd);
  });
});

describe('leases', () => {
  const states = () => files.query('SELECT state FROM calls ORDER BY id').map((row) => row.state);

  it('books the worst case of a call whose process is gone, and frees nothing', async () => {
    const short = await files.open(1_000);
    assert.equal((await short.reserve(ticket(usd), wide)).type, 'reserved');
    files.time += 1_001;
    assert.equal((await ledger.reserve(ticket(1), wide)).type, 'overBudget');
    assert.deepEqual(states(), ['expired']);
    assert.equal(await ledger.spentUsd({ run: 'run1' }), 1);
  });
  it('lets a process that was only slow book what its call came to', async () => {
    const short = await files.open(1_000);
    const answer = await short.reserve(ticket(usd), wide);
    files.time += 1_001;
    await reserved(0);
    await short.settle((answer as Reservation).id, used(500));
    assert.equal(await ledger.spentUsd({ run: 'run1' }), 500 / usd);
    assert.deepEqual(states(), ['used', 'reserved']);
  });
  it('leaves a call alone while its lease runs', async () => {
    await reserved(1);
    files.time += 60_000;
    await reserved(1);
    assert.deepEqual(states(), ['reserved', 'reserved']);
  });
});

describe('report', () => {
  it('adds calls and tasks up by tier, kind, model and day', async () => {
    await ledger.settle(await reserved(900, { task: '', role: 'gate' }), used(100));
    await ledger.settle(await reserved(900), used(200));
    await ledger.settle(await reserved(900, { tier: 'mini', model: 'middle' }), { type: 'unknown' });
    await ledger.settle(await reserved(900), { type: 'notSent' });
    const task = { run: 'run1', task: 'task1', kind: 'edit' };
    await ledger.recordTask({ ...task, tier: 'nano', model: 'small', passed: false });
    await ledger.recordTask({ ...task, tier: 'mini', model: 'middle', passed: true });
    files.time += 24 * 3_600_000;
    await ledger.recordTask({ ...task, task: 'task2', tier: 'none', model: '', passed: true });
    await reserved(50, { task: 'task3' });

    const row = (
      key: string,
      calls: number,
      answered: number,
      nano: number,
      tasks: number,
      passed: number,
    ) => ({
      key,
      calls,
      inputTokens: answered * usage.input,
      cachedTokens: answered * usage.cached,
      outputTokens: answered * usage.output,
      usd: nano / usd,
      estimatedUsd: 0,
      tasks,
      passed,
    });
    assert.deepEqual(await ledger.report(), {
      totalUsd: 1_250 / usd,
      todayUsd: 50 / usd,
      estimatedUsd: 0,
      byTier: [row('none', 0, 0, 0, 1, 1), row('nano', 3, 2, 350, 1, 0), row('mini', 1, 0, 900, 1, 1)],
      byKind: [
        row('edit', 2, 1, 1_100, 2, 2),
        row('gate', 1, 1, 100, 0, 0),
        row('unfinished', 1, 0, 50, 0, 0),
      ],
      byModel: [row('', 0, 0, 0, 1, 1), row('middle', 1, 0, 900, 1, 1), row('small', 3, 2, 350, 1, 0)],
      byDay: [row('2026-03-17', 3, 2, 1_200, 1, 1), row('2026-03-18', 1, 0, 50, 1, 1)],
    });
  });
  it('counts a task once at a tier, as it ended', async () => {
    const task = { run: 'run1', task: 'task1', kind: 'edit', tier: 'nano', model: 'small' } as const;
    await ledger.recordTask({ ...task, passed: false });
    await ledger.recordTask({ ...task, passed: true });
    const { byKind } = await ledger.report();
    assert.deepEqual([byKind[0]?.tasks, byKind[0]?.passed], [1, 1]);
  });
  it('sums to the nano-dollar over many calls', async () => {
    let sum = 0;
    for (let n = 1; n <= 200; n++) {
      const cost = (n * 7_919) % 1_000_003;
      sum += cost;
      await ledger.settle(await reserved(1_000_003), used(cost));
    }
    const { totalUsd, byTier } = await ledger.report();
    assert.deepEqual([totalUsd, byTier[0]?.usd], [sum / usd, sum / usd]);
  });
});
