import assert from 'node:assert/strict';
import { columnUsd, exactUsd, formatForecast, formatUsd } from '../../../src/base/formatUsd.ts';

describe('formatUsd', () => {
  const check = (usd: number, expected: string) => assert.equal(formatUsd(usd), expected);

  it('shows whole cents as such and less in hundredths of a cent', () => {
    check(0, '$0.00');
    check(0.0042, '$0.0042');
    check(0.012, '$0.0120');
    check(0.5, '$0.50');
    check(0.29, '$0.29');
    check(5, '$5.00');
    check(12.3456, '$12.35');
  });
  it('never shows nothing for something', () => {
    check(0.00004, '<$0.0001');
    check(0.00005, '$0.0001');
  });
  it('keeps to its places in a table and in a log', () =>
    assert.deepEqual([columnUsd(1.25), exactUsd(0.00012345)], ['$1.2500', '$0.000123']));
});

describe('formatForecast', () => {
  const check = (lowUsd: number, highUsd: number, expected: string) =>
    assert.equal(formatForecast({ lowUsd, highUsd }), expected);

  it('keeps two digits that count', () => {
    check(0, 0.01234, '$0.00 to $0.012');
    check(0.04, 0.28, '$0.04 to $0.28');
    check(0.000312, 1.234, '$0.00031 to $1.20');
    check(0.00001, 0.001, '<$0.0001 to $0.001');
  });
  it('says once what is the same at both ends', () => check(0.0121, 0.0119, '$0.012'));
});
