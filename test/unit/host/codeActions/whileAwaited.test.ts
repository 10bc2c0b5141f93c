import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/emitter.ts';
import { whileAwaited } from '../../../../src/host/codeActions/whileAwaited.ts';

describe('what is kept while an edit is awaited', () => {
  function awaited(isApplied: () => Promise<boolean>) {
    const [typing, moving] = [new Emitter<undefined>(), new Emitter<undefined>()];
    const ends: string[] = [];
    const events = [typing, moving].map(
      ({ event }) =>
        (listener: () => void) =>
          event(listener),
    );
    const kept = whileAwaited({ dispose: () => ends.push('end') }, { isApplied, events });
    return { typing, moving, kept, ends };
  }
  /** All that was waiting has had its turn. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('ends with what happens in the editor while the edit is not in the files', async () => {
    const { moving, typing, ends } = awaited(async () => false);
    await settled();
    assert.deepEqual(ends, []);
    moving.fire(undefined);
    typing.fire(undefined);
    await settled();
    assert.deepEqual(ends, ['end']);
  });

  it('does not end with the editor applying the edit: that is told by its command', async () => {
    const { typing, kept, ends } = awaited(async () => true);
    typing.fire(undefined);
    await settled();
    assert.deepEqual(ends, []);
    kept.dispose();
    assert.deepEqual(ends, ['end']);
  });

  it('ends once, whatever comes later', async () => {
    const { moving, kept, ends } = awaited(async () => false);
    kept.dispose();
    moving.fire(undefined);
    await settled();
    assert.deepEqual(ends, ['end']);
  });
});
