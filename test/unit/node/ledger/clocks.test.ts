import assert from 'node:assert/strict';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const usd = 1_000_000_000;
const hour = 3_600_000;
const budgets = { runUsd: 100, dayUsd: 1, monthUsd: 2 };

describe('the days of a ledger', () => {
  const { TZ } = process.env;
  let files: TemporaryLedgers;
  beforeEach(() => {
    files = new TemporaryLedgers();
  });
  afterEach(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
    files.dispose();
  });

  /** Spends half of a day's budget at each of these times; what does not fit shows the budget that refused. */
  async function spend(times: readonly number[]): Promise<readonly string[]> {
    const ledger = await files.open();
    const answers: string[] = [];
    for (const [index, time] of times.entries()) {
      files.time = time;
      const answer = await ledger.reserve(ticket(usd / 2, { run: `r${index}` }), budgets);
      answers.push(answer.type === 'overBudget' ? answer.budget : 'ok');
    }
    return answers;
  }
  const check = (title: string, zone: string, times: () => readonly number[], expected: readonly string[]) =>
    it(title, async () => {
      process.env.TZ = zone;
      assert.deepEqual(await spend(times()), expected);
    });

  check(
    'have 25 hours where summer time ends',
    'Europe/Berlin',
    () => [0, 24.9, 24.95, 25].map((at) => new Date(2026, 9, 25).getTime() + at * hour),
    ['ok', 'ok', 'day', 'ok'],
  );
  check(
    'have 23 hours where it begins',
    'Europe/Berlin',
    () => [0, 22.9, 22.95, 23].map((at) => new Date(2026, 2, 29).getTime() + at * hour),
    ['ok', 'ok', 'day', 'ok'],
  );
  check(
    'have no more money where the clock is set back over midnight and the end of a month',
    'America/New_York',
    () => {
      const midnight = new Date(2026, 11, 1).getTime();
      return [-1, 1, -1, -1, 1, 1].map((at) => midnight + at * hour);
    },
    ['ok', 'ok', 'ok', 'day', 'ok', 'day'],
  );

  it('count a call whose answer takes longer than its lease at what it came to', async () => {
    const ledger = await files.open(hour);
    const long = await ledger.reserve(ticket(usd / 2), budgets);
    files.time += 2 * hour;
    // Whoever asks next finds the lease run out; nothing is freed by that.
    const next = await ledger.reserve(ticket(usd * 0.6), budgets);
    assert.equal(next.type === 'overBudget' && next.budget, 'day');
    assert.ok(long.type === 'reserved');
    const usage = { input: 1, cached: 0, output: 1, reasoning: 0 };
    await ledger.settle(long.id, { type: 'used', usage, cost: usd / 10, timing: { totalMs: 2 * hour } });
    assert.equal((await ledger.reserve(ticket(usd * 0.6), budgets)).type, 'reserved');
    assert.equal(await ledger.spentUsd('today'), 0.7);
  });
});
