import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Throttle } from '../../../../src/base/throttle.ts';

describe('what is asked for too often', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  /** When something was done of what was asked for in these milliseconds. */
  function timesOf(asked: readonly number[]): readonly number[] {
    const times: number[] = [];
    let now = 0;
    const throttle = new Throttle(50, () => times.push(now));
    while (now < 2000) {
      if (asked.includes(now)) throttle.ask();
      now += 1;
      mock.timers.tick(1);
    }
    throttle.dispose();
    return times;
  }

  it('is done at once, and twenty times a second after that', () => {
    const everyMillisecond = [...Array(1000).keys()];
    const times = timesOf(everyMillisecond);
    assert.equal(times[0], 0);
    assert.ok(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) >= 50));
    assert.equal(times.filter((time) => time < 1000).length, 20);
  });
  it('is done once more for what was asked for last', () => assert.equal(timesOf([0, 10, 20]).length, 2));
  it('is not done again for nothing', () => assert.equal(timesOf([0]).length, 1));
});
