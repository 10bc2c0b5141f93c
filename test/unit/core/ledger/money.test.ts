import assert from 'node:assert/strict';
import { costOf } from '../../../../src/core/ledger/money.ts';
import type { Usage } from '../../../../src/core/model/modelClient.ts';
import type { TokenPrice } from '../../../../src/core/model/tier.ts';

const price: TokenPrice = { input: 2, cached: 0.2, output: 10, source: 'test' };
const dearWrites: TokenPrice = { ...price, cacheWritten: 2.5 };

/** In nano-dollars: a dollar per million tokens is 1,000 of them per token. */
describe('what a call costs', () => {
  const check = (title: string, usage: Partial<Usage>, expected: number, at = price) =>
    it(title, () =>
      assert.equal(costOf({ input: 0, cached: 0, output: 0, reasoning: 0, ...usage }, at), expected),
    );
  check('is input and output', { input: 10, output: 3 }, 10 * 2_000 + 3 * 10_000);
  check('has cached input at its price', { input: 10, cached: 4 }, 6 * 2_000 + 4 * 200);
  check(
    'has written input at its price',
    { input: 10, cached: 4, cacheWritten: 5 },
    2_000 + 800 + 5 * 2_500,
    dearWrites,
  );
  check('has written input at that of input where it has none', { input: 10, cacheWritten: 5 }, 10 * 2_000);
  check(
    'never has more parts than input',
    { input: 10, cached: 8, cacheWritten: 9 },
    8 * 200 + 2 * 2_500,
    dearWrites,
  );
  check('is half at the rate of flex', { input: 10, output: 3, rate: 'flex' }, 25_000);
  check('is half at the rate of a batch', { input: 10, output: 3, rate: 'batch' }, 25_000);
  check('is rounded up', { input: 1, rate: 'batch' }, 38, { ...price, input: 0.075 });
  const long = { ...price, longContext: { above: 100, inputFactor: 2, outputFactor: 1.5 } };
  check('is the usual one up to a length', { input: 100, output: 3 }, 100 * 2_000 + 3 * 10_000, long);
  check('is another for all of a longer input', { input: 101, output: 3 }, 101 * 4_000 + 3 * 15_000, long);
  check('is another for cached input too', { input: 101, cached: 101 }, 101 * 400, long);
  check('is higher by region', { input: 10, output: 3 }, 55_000, { ...price, regionFactor: 1.1 });
  check('is at the factor of flex that is set', { input: 10, rate: 'flex' }, 5_000, {
    ...price,
    flexFactor: 0.25,
  });
  check('is half for a batch, whatever flex costs', { input: 10, rate: 'batch' }, 10_000, {
    ...price,
    flexFactor: 0.25,
  });
});
