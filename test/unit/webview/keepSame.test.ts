import assert from 'node:assert/strict';
import { keepSame } from '../../../src/webview/model/keepSame.ts';

describe('keepSame', () => {
  it('gives back the previous object when nothing changed', () => {
    const previous = { runs: [{ id: 'a', tasks: [1, 2] }], note: undefined };
    assert.equal(keepSame(previous, structuredClone(previous)), previous);
  });
  it('makes new only what lies above a change', () => {
    const previous = { runs: [{ id: 'a' }, { id: 'b', cost: 1 }] };
    const next = { runs: [{ id: 'a' }, { id: 'b', cost: 2 }] };
    const kept = keepSame(previous, next);
    assert.deepEqual(kept, next);
    assert.equal(kept.runs[0], previous.runs[0]);
    assert.notEqual(kept.runs[1], previous.runs[1]);
  });

  const check = (previous: unknown, next: unknown) => assert.deepEqual(keepSame(previous, next), next);
  it('always equals what came', () => {
    check([1, 2, 3], [1, 2]);
    check([1], [1, 2]);
    check({ a: 1, b: 2 }, { a: 1 });
    check({ a: 1 }, { a: 1, b: undefined });
    check({ a: 1 }, [1]);
    check(undefined, { a: [null] });
    check({ a: {} }, { a: null });
  });
});
