import assert from 'node:assert/strict';
import { DaySpends } from '../../../../src/host/runs/daySpends.ts';

const noon = Date.parse('2026-03-17T12:00:00');
type Memory = ConstructorParameters<typeof DaySpends>[0]['memory'];

const aDay = 24 * 60 * 60 * 1000;

describe('what today has cost, for the status bar', () => {
  const window = (kept: Map<string, unknown>, isLedgerOpen: boolean, now = noon) => {
    // A memento's `get` gives what it is asked to hold.
    const memory = {
      get: <T>(key: string) => kept.get(key) as T | undefined,
      update: async (key: string, value: unknown) => void kept.set(key, value),
    };
    const resources = { isLedgerOpen, daySpend: async () => ({ usd: 1, budgetUsd: 10 }) };
    return new DaySpends({ resources, memory: memory as Memory, now: () => now });
  };
  const seen = (day: number) =>
    new Map([['tiercel.daySpend', { usd: 0.4, budgetUsd: 5, day: new Date(day).toDateString() }]]);

  it('is what a window saw last today, while nothing needs the ledger', async () => {
    assert.equal((await window(seen(noon), false).read())?.usd, 0.4);
  });
  it('is not known where nothing was seen yet', async () =>
    assert.equal(await window(new Map(), false).read(), undefined));
  for (const kept of [null, 7, [], { day: new Date(noon).toDateString(), usd: 'much' }])
    it(`is not known where ${JSON.stringify(kept)} is what was left there`, async () =>
      assert.equal(await window(new Map([['tiercel.daySpend', kept]]), false).read(), undefined));
  it('is not what yesterday cost', async () =>
    assert.equal(await window(seen(noon - aDay), false).read(), undefined));
  it('is what the ledger says once something has needed it, for the next window too', async () => {
    const kept = seen(noon);
    assert.equal((await window(kept, true).read())?.usd, 1);
    assert.equal((await window(kept, false).read())?.usd, 1);
  });
  it('is read anew when a budget may be another', async () => {
    const spends = window(seen(noon), false);
    spends.readAnew();
    assert.deepEqual(await spends.read(), { usd: 1, budgetUsd: 10 });
  });
});
