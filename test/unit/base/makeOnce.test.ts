import assert from 'node:assert/strict';
import { makeOnce } from '../../../src/base/makeOnce.ts';

describe('what is made once', () => {
  it('is the same for all who ask', async () => {
    const made = new Map<string, Promise<object>>();
    const [first, second] = [0, 1].map(() => makeOnce(made, 'a', async () => ({})));
    assert.ok(first && first === second);
    assert.notEqual(await makeOnce(made, 'b', async () => ({})), await first);
  });
  it('is made again after it failed', async () => {
    const made = new Map<string, Promise<number>>();
    const failing = makeOnce(made, 'a', () => Promise.reject(new Error('no')));
    await assert.rejects(failing, /no/);
    assert.equal(await makeOnce(made, 'a', async () => 2), 2);
  });
  it('stays where one that was made before it fails late', async () => {
    const made = new Map<string, Promise<number>>();
    let fail = (_: Error) => {};
    const late = makeOnce(made, 'a', () => new Promise((_, reject) => (fail = reject)));
    made.clear();
    const next = makeOnce(made, 'a', async () => 2);
    fail(new Error('no'));
    await assert.rejects(late, /no/);
    assert.equal(made.get('a'), next);
  });
});
