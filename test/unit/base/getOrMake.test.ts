import assert from 'node:assert/strict';
import { getOrMake } from '../../../src/base/getOrMake.ts';

describe('getOrMake', () => {
  it('makes a value once a key', () => {
    const lists = new Map<string, number[]>();
    for (const number of [1, 2, 3, 4])
      getOrMake(lists, number % 2 === 0 ? 'even' : 'odd', () => []).push(number);
    assert.deepEqual(
      [...lists],
      [
        ['odd', [1, 3]],
        ['even', [2, 4]],
      ],
    );
  });
  it('keeps what is there, be it nothing much', () =>
    assert.equal(
      getOrMake(new Map([['a', 0]]), 'a', () => 1),
      0,
    ));
});
