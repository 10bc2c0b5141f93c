import assert from 'node:assert/strict';
import {
  formatDuration,
  formatTokens,
  formatWhen,
  formatWhole,
  splitPath,
} from '../../../src/webview/model/format.ts';

describe('when something began', () => {
  const now = new Date(2026, 10, 21, 16, 5).getTime();
  const check = (time: Date, expected: string) => assert.equal(formatWhen(time.getTime(), now), expected);

  it('is told by its time today, else by its day', () => {
    check(new Date(2026, 10, 21, 14, 32), 'today 14:32');
    check(new Date(2026, 10, 21, 0, 0), 'today 00:00');
    check(new Date(2026, 10, 20, 23, 59), '20 Nov');
    check(new Date(2026, 10, 3, 9, 7), '3 Nov');
    check(new Date(2025, 10, 21, 14, 32), '21 Nov 2025');
  });
  it('is told in full where there is room', () =>
    assert.equal(formatWhole(new Date(2026, 10, 3, 9, 7).getTime()), '3 Nov 2026 09:07'));
});

describe('formatTokens', () => {
  const check = (tokens: number, expected: string) => assert.equal(formatTokens(tokens), expected);

  it('uses at most four characters below a billion', () => {
    check(0, '0');
    check(999, '999');
    check(1000, '1k');
    check(1234, '1.2k');
    check(99_940, '99.9k');
    check(99_960, '100k');
    check(128_000, '128k');
    check(999_400, '999k');
    check(999_600, '1M');
    check(1_230_000, '1.2M');
  });
});

describe('formatDuration', () => {
  const check = (ms: number, expected: string) => assert.equal(formatDuration(ms), expected);

  it('chooses the unit by the size', () => {
    check(812.4, '812 ms');
    check(1000, '1 s');
    check(1450, '1.4 s');
    check(59_960, '1 min');
    check(150_000, '3 min');
  });
});

describe('splitPath', () => {
  it('parts the name from its folder', () => {
    assert.deepEqual(splitPath('src/a/b.ts'), { name: 'b.ts', folder: 'src/a' });
    assert.deepEqual(splitPath('b.ts'), { name: 'b.ts', folder: '' });
  });
});
