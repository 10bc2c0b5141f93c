import assert from 'node:assert/strict';
import type { FileRead } from '../../../../src/core/context/workspace.ts';
import { Overlay } from '../../../../src/core/edit/overlay.ts';

const files: Record<string, string> = { a: 'one' };
const read = async (path: string): Promise<FileRead> => {
  const text = files[path];
  return text === undefined ? { type: 'missing' } : { type: 'text', text };
};

describe('the overlay', () => {
  it('shows the workspace below what was written', async () => {
    const overlay = new Overlay(read);
    await overlay.write(new Map([['b', 'new']]));
    assert.deepEqual(await overlay.read('a'), { type: 'text', text: 'one' });
    assert.deepEqual(await overlay.read('b'), { type: 'text', text: 'new' });
    assert.deepEqual(await overlay.read('c'), { type: 'missing' });
  });

  it('shows a deleted file as missing', async () => {
    const overlay = new Overlay(read);
    await overlay.write(new Map([['a', null]]));
    assert.deepEqual(await overlay.read('a'), { type: 'missing' });
    assert.deepEqual([...overlay.changes()], [['a', null]]);
  });

  it('keeps what a file held at its first write', async () => {
    const overlay = new Overlay(read);
    await overlay.write(new Map([['a', 'two']]));
    await overlay.write(
      new Map<string, string | null>([
        ['a', 'three'],
        ['b', 'new'],
      ]),
    );
    assert.deepEqual([overlay.base('a'), overlay.base('b'), overlay.base('c')], ['one', null, undefined]);
  });

  it('counts no change that was taken back', async () => {
    const overlay = new Overlay(read);
    await overlay.write(
      new Map([
        ['a', 'two'],
        ['b', 'new'],
      ]),
    );
    await overlay.write(
      new Map<string, string | null>([
        ['a', 'one'],
        ['b', null],
      ]),
    );
    assert.equal(overlay.changes().size, 0);
  });

  it('forks into a copy that goes its own way', async () => {
    const overlay = new Overlay(read);
    await overlay.write(new Map([['a', 'two']]));
    const fork = overlay.fork();
    await fork.write(new Map([['a', 'three']]));
    assert.deepEqual([...overlay.changes()], [['a', 'two']]);
    assert.deepEqual([...fork.changes()], [['a', 'three']]);
    assert.equal(fork.base('a'), 'one');
  });
});
