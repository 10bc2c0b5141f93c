import assert from 'node:assert/strict';
import type { ModelTier } from '../../../../src/core/model/tier.ts';
import { candidatesFor } from '../../../../src/core/routing/candidates.ts';

describe('candidatesFor', () => {
  const check = (
    tier: ModelTier,
    wanted: number,
    rate: readonly [passed: number, tasks: number],
    expected: number,
  ) => {
    const [passed, tasks] = rate;
    assert.equal(
      candidatesFor({ kind: 'edit', tier }, wanted, () => ({ passed, tasks })),
      expected,
    );
  };

  it('goes by what the user wants', () => {
    check('nano', 1, [0, 0], 1);
    check('mini', 4, [20, 20], 4);
    assert.equal(candidatesFor({ kind: 'edit', tier: 'nano' }, 2, undefined), 2);
  });
  it('takes more where the tier is known to fail often, and only then', () => {
    check('nano', 1, [4, 10], 3);
    check('nano', 5, [4, 10], 5);
    check('nano', 1, [4, 9], 1);
    check('nano', 1, [6, 10], 1);
  });
  it('has one planner', () => check('planner', 5, [0, 100], 1));
});
