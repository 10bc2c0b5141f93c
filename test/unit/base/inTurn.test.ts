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

  /** Promised is a whole act after each asking, and not one for each: a slow act leaves no backlog. */
  it('is begun when the one before it has ended, once for all that asked meanwhile', async () => {
    const { story, ends, ask } = acting();
    ask();
    await settled();
    for (let asked = 0; asked < 3; asked += 1) ask();
    await settled();
    assert.deepEqual(story, ['begin']);
    ends[0]?.();
    await settled();
    assert.deepEqual(story, ['begin', 'end', 'begin']);
    ask();
    ends[1]?.();
    await settled();
    ends[2]?.();
    await settled();
    assert.deepEqual(story, ['begin', 'end', 'begin', 'end', 'begin', 'end']);
  });

  it('goes on after a failure, which is told', async () => {
    const { story, ends, ask } = acting();
    ask();
    await settled();
    ask();
    ends[0]?.(new Error('no disk'));
    await settled();
    ends[1]?.();
    await settled();
    assert.deepEqual(story, ['begin', 'end', 'Error: no disk', 'begin', 'end']);
  });
});
