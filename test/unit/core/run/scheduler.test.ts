import assert from 'node:assert/strict';
import { schedule } from '../../../../src/core/run/scheduler.ts';

/** Pieces of work that end when the test says so. */
class ManualWork {
  readonly started: string[] = [];
  readonly #ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>();

  readonly run = (id: string) =>
    new Promise<void>((resolve, reject) => {
      this.started.push(id);
      this.#ends.set(id, { resolve, reject });
    });

  async end(id: string, error?: Error): Promise<void> {
    if (error) this.#ends.get(id)?.reject(error);
    else this.#ends.get(id)?.resolve();
    await new Promise((done) => setImmediate(done));
  }
}

describe('schedule', () => {
  const graph = (dependencies: Record<string, string[]>, parallel: number) => {
    const work = new ManualWork();
    const done = new Set<string>();
    const ready = () =>
      Object.keys(dependencies).filter(
        (id) => !done.has(id) && (dependencies[id] ?? []).every((before) => done.has(before)),
      );
    const run = async (id: string) => {
      await work.run(id);
      done.add(id);
    };
    return { work, all: schedule({ parallel, ready, run }) };
  };

  it('runs what is ready side by side, up to the limit, and each piece once', async () => {
    const { work, all } = graph({ a: [], b: [], c: [], d: ['a', 'b'] }, 2);
    assert.deepEqual(work.started, ['a', 'b']);
    await work.end('b');
    assert.deepEqual(work.started, ['a', 'b', 'c']);
    await work.end('c');
    assert.deepEqual(work.started, ['a', 'b', 'c']);
    await work.end('a');
    assert.deepEqual(work.started, ['a', 'b', 'c', 'd']);
    await work.end('d');
    await all;
  });
  it('lets what runs end before it passes a failure on, and starts nothing more', async () => {
    const { work, all } = graph({ a: [], b: [], c: [] }, 2);
    const failed = assert.rejects(all, /broken/);
    await work.end('a', new Error('broken'));
    assert.deepEqual(work.started, ['a', 'b']);
    await work.end('b');
    await failed;
  });
});
