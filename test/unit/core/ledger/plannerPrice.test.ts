import assert from 'node:assert/strict';
import { atPrice, describeAtPlannerPrice } from '../../../../src/core/ledger/plannerPrice.ts';

describe('the same tokens at another price', () => {
  const price = { input: 2, cached: 0.2, output: 10, source: '' };
  const row = (inputTokens: number, cachedTokens: number, outputTokens: number) => ({
    inputTokens,
    cachedTokens,
    outputTokens,
  });

  it('adds all rows up, cached tokens at their own price', () => {
    assert.equal(atPrice([row(1_000_000, 0, 0), row(0, 0, 1_000_000)], price), 12);
    assert.equal(atPrice([row(1_000_000, 500_000, 0)], price), 1.1);
    assert.equal(atPrice([], price), 0);
  });
  it('is told as what it is', () =>
    assert.equal(
      describeAtPlannerPrice(1.5, 'large'),
      'The same tokens at the price of large: $1.50 (prices for equal tokens, not what large would have used).',
    ));
});
