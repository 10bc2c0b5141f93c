import assert from 'node:assert/strict';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import { statusOf } from '../../../../src/host/runs/statusOf.ts';

const run = foldEvents([
  {
    type: 'run-start',
    run: 'r',
    job: { type: 'fixProblems' },
    time: 0,
    budgetUsd: 1,
    ceiling: 'nano',
  },
  { type: 'step', text: 'Working' },
]);
assert.ok(run);
const spend = (usd: number, budgetUsd = 5) => ({ usd, budgetUsd });

describe('the status bar', () => {
  const check = (given: Parameters<typeof statusOf>[0], text: string, warning?: string) => {
    const status = statusOf(given);
    assert.equal(status.text.replace(/\$\([^)]+\) /, ''), text);
    assert.equal(status.warning, warning);
  };
  const idle = { running: [], open: 0 };

  it('is quiet where nothing was spent', () => check({ ...idle, spend: spend(0) }, 'Tiercel'));
  it('says nothing of cost where none is known', () => check(idle, 'Tiercel'));
  it('tells the cost of the day of its budget', () =>
    check({ ...idle, spend: spend(0.42) }, 'Tiercel $0.42 of $5.00'));
  it('tells small amounts in full', () =>
    check({ ...idle, spend: spend(0.0012) }, 'Tiercel $0.0012 of $5.00'));
  it('tells what waits for the user', () =>
    check({ ...idle, open: 1, spend: spend(1) }, 'Tiercel: 1 change to review · $1.00 of $5.00'));
  it('tells what is under way', () =>
    check({ running: [run], open: 3, spend: spend(0) }, 'Tiercel: working'));
  it('warns near the cap', () =>
    check({ ...idle, spend: spend(4) }, 'Tiercel $(warning) $4.00 of $5.00', 'warning'));
  it('warns more at the cap', () =>
    check({ ...idle, spend: spend(5) }, 'Tiercel $(warning) $5.00 of $5.00', 'error'));
  it('warns of no budget only once it is passed', () =>
    check({ ...idle, spend: spend(0, 0) }, 'Tiercel', undefined));
});
