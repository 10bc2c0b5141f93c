import assert from 'node:assert/strict';
import { inTurn } from '../../../src/base/inTurn.ts';

describe('what is done in turn', () => {
  /** An act that ends when it is told to, and what has happened. */
  function acting() {
    const story: string[] = [];
    const ends: ((failure?: Error) => void)[] = [];
    const act = () => {
      story.push('begin');
      return new Promise<void>((resolve, reject) => {
        ends.push((failure) => {
          story.push('end');
          if (failure) reject(failure);
          else resolve();
        });
      });
    };
    const ask = inTurn(act, (error) => story.push(String(error)));
    return { story, ends, ask };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('is begun when the one before it has ended, as often as it is asked for', async () => {
    const { story, ends, ask } = acting();
    for (let asked = 0; asked < 3; asked += 1) ask();
    for (let ended = 0; ended < 3; ended += 1) {
      await settled();
      assert.equal(ends.length, ended + 1);
      ends.at(-1)?.();
    }
    await settled();
    assert.deepEqual(story, ['begin', 'end', 'begin', 'end', 'begin', 'end']);
  });

  it('goes on after a failure, which is told', async () => {
    const { story, ends, ask } = acting();
    ask();
    ask();
    await settled();
    ends[0]?.(new Error('no disk'));
    await settled();
    ends[1]?.();
    await settled();
    assert.deepEqual(story, ['begin', 'end', 'Error: no disk', 'begin', 'end']);
  });
});
