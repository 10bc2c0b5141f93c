import assert from 'node:assert/strict';
import fc from 'fast-check';
import { leastBound, outputFor } from '../../../../src/core/ledger/outputCap.ts';
import { costOfBound } from '../../../../src/core/ledger/worstCase.ts';
import type { TokenPrice } from '../../../../src/core/model/tier.ts';
import { seed, seeded } from '../../support/seed.ts';

const price: TokenPrice = { input: 0.75, cached: 0.075, output: 4.5, source: 'test' };

describe('the output that what was set aside can pay for', () => {
  const bound = { input: 1_000, output: 8_000 };
  it('is all of it where all is paid for', () =>
    assert.equal(outputFor({ cost: costOfBound(bound, { price }), tokens: 9_000 }, bound, { price }), 8_000));
  it('is what the money is for', () =>
    assert.equal(outputFor({ cost: 750_000 + 2_000 * 4_500, tokens: 9_000 }, bound, { price }), 2_000));
  it('is what the tokens are for', () =>
    assert.equal(outputFor({ cost: costOfBound(bound, { price }), tokens: 1_600 }, bound, { price }), 600));
  it(seeded('is never above what was set aside, nor a token below it'), () => {
    const amount = fc.double({ min: 0.001, max: 30, noNaN: true });
    const prices = fc.record({
      input: amount,
      cached: amount,
      output: amount,
      regionFactor: fc.constantFrom(1, 1.1),
    });
    const tokens = fc.integer({ min: 1, max: 400_000 });
    fc.assert(
      fc.property(
        prices,
        tokens,
        tokens,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, input, output, share) => {
          const tier = {
            price: {
              ...given,
              source: 'test',
              longContext: { above: 270_000, inputFactor: 2, outputFactor: 1.5 },
            },
          };
          const all = { input, output };
          const least = costOfBound({ input, output: 0 }, tier);
          const cost = least + Math.floor((costOfBound(all, tier) - least) * share);
          const cap = outputFor({ cost, tokens: input + output }, all, tier);
          assert.ok(costOfBound({ input, output: cap }, tier) <= cost);
          if (cap < output) assert.ok(costOfBound({ input, output: cap + 1 }, tier) > cost);
        },
      ),
      { seed },
    );
  });
});

describe('the least output that is of use', () => {
  it('goes by the role', () =>
    assert.equal(leastBound({ role: 'plan' }, { input: 5, output: 8_000 }).output, 2_000));
  it('is never more than was asked for', () =>
    assert.equal(leastBound({ role: 'plan' }, { input: 5, output: 100 }).output, 100));
});
