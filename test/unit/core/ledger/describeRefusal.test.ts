import assert from 'node:assert/strict';
import { describeRefusal } from '../../../../src/core/ledger/describeRefusal.ts';
import type { BudgetRefusal } from '../../../../src/core/model/modelClient.ts';

describe('the words for a call that was not sent', () => {
  const check = (refusal: BudgetRefusal, expected: RegExp) =>
    it(`name the limit of ${refusal.budget}`, () => assert.match(describeRefusal(refusal), expected));
  const money = { type: 'overBudget', limitUsd: 1, spentUsd: 0.75, neededUsd: 0.004 } as const;
  const does = { type: 'overBudget', limit: 1_000, used: 1_000, needed: 50 } as const;

  check(
    { ...money, budget: 'run' },
    /^The budget for this run is \$1\.00; \$0\.75 is spent or set aside, and the next call could cost up to \$0\.0040\. It was not sent/,
  );
  it('name the figure that a run was started with, where that is less than its budget', () =>
    assert.match(
      describeRefusal({ ...money, budget: 'run', setUsd: 2 }),
      /^This run was started to cost at most \$1\.00; .* was not sent\. Resume to go on within .* \(\$2\.00\)/,
    ));
  check({ ...money, budget: 'day' }, /^The budget for today is/);
  check({ ...money, budget: 'month' }, /^The budget for this month is/);
  check({ ...money, budget: 'tier' }, /^The budget for this tier today is/);
  check({ ...money, budget: 'workspace' }, /^The budget for this workspace this month is/);
  check({ ...does, budget: 'calls' }, /^A run may make 1,000 calls/);
  check({ ...does, budget: 'tokens' }, /^A run may take 1,000 tokens; 1,000 are used .* up to 50\./);
  check({ ...does, budget: 'minutes' }, /^A run may go on for 1,000 minutes/);
  it('are right for one of a thing too', () => {
    const one = { ...does, limit: 1 };
    assert.match(describeRefusal({ ...one, budget: 'calls' }), /^A run may make 1 call, /);
    assert.match(describeRefusal({ ...one, budget: 'tokens' }), /^A run may take 1 token; /);
    assert.match(describeRefusal({ ...one, budget: 'minutes' }), /^A run may go on for 1 minute, /);
  });
  it('always say how to go on', () => {
    for (const refusal of [
      { ...money, budget: 'run' },
      { ...does, budget: 'calls' },
      { ...does, budget: 'minutes' },
    ] as const)
      assert.match(describeRefusal(refusal), /keep what is there\.$/);
  });
});
