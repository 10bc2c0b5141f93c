import assert from 'node:assert/strict';
import { isRecord } from '../../../src/base/isRecord.ts';

describe('isRecord', () => {
  it('is an object of names and values, and nothing else', () =>
    assert.deepEqual([{}, { a: 1 }, [], null, undefined, 'a', 1].map(isRecord), [
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]));
});
