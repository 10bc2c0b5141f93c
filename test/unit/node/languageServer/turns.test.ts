import assert from 'node:assert/strict';
import { Turns } from '../../../../src/node/languageServer/turns.ts';

describe('Turns', () => {
  const never = new AbortController().signal;

  it('lets one at a time, in order, whatever became of the one before', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const job = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b failed');
    };
    const [, failed] = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.take(job(name), never)));
    assert.equal(failed?.status, 'rejected');
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('gives up at once on a turn that has not begun, and skips it', async () => {
    const turns = new Turns();
    const first = Promise.withResolvers<void>();
    const abort = new AbortController();
    let began = false;
    const running = turns.take(() => first.promise, never);
    const waiting = turns.take(async () => {
      began = true;
    }, abort.signal);
    abort.abort(new Error('no longer wanted'));
    await assert.rejects(waiting, /no longer wanted/);
    first.resolve();
    await running;
    await turns.take(async () => {}, never);
    assert.equal(began, false);
  });

  it('waits for a turn that has begun to put things back', async () => {
    const turns = new Turns();
    const begun = Promise.withResolvers<void>();
    const putBack = Promise.withResolvers<void>();
    const abort = new AbortController();
    const seen: string[] = [];
    const turn = turns
      .take(async () => {
        begun.resolve();
        await putBack.promise;
        seen.push('put back');
        throw abort.signal.reason;
      }, abort.signal)
      .catch((error: Error) => seen.push(error.message));
    await begun.promise;
    abort.abort(new Error('no longer wanted'));
    await Promise.resolve();
    putBack.resolve();
    await turn;
    assert.deepEqual(seen, ['put back', 'no longer wanted']);
  });
});
