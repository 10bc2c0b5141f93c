import assert from 'node:assert/strict';
import { candidatesFor } from '../../../../src/core/routing/candidates.ts';

describe('candidatesFor', () => {
  const check = (lower: number, times: number | undefined, expected: number) =>
    assert.equal(
      candidatesFor({ lower, medianUsd: 1 }, times === undefined ? undefined : { medianUsd: times }, 0.8),
      expected,
    );

  it('takes as few as meet the bar', () => {
    check(0.6, 10, 2);
    check(0.45, 10, 3);
    check(0.3, 10, 5);
  });
  it('takes one where they cost as much as the tier above', () => {
    check(0.45, 3, 1);
    check(0.45, 3.1, 3);
  });
  it('takes one where no number is enough, or too little is known', () => {
    check(0.2, 100, 1);
    check(0.6, undefined, 1);
  });
});
