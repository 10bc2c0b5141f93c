import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import esbuild from 'esbuild';
import { ThreadedIndex } from '../../../../src/node/textIndex/threadedIndex.ts';

const { signal } = new AbortController();

describe('ThreadedIndex', () => {
  let folder = '';
  let root = '';
  let program = '';
  let lines: string[] = [];
  let index: ThreadedIndex;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tiercel-thread-'));
    program = path.join(folder, 'indexThread.cjs');
    await esbuild.build({
      entryPoints: ['src/node/textIndex/indexThread.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
  });
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  beforeEach(async () => {
    root = await mkdtemp(path.join(folder, 'root-'));
    await writeFile(path.join(root, 'cart.ts'), 'export function cartTotal() {}\n');
    lines = [];
    index = open(program);
  });
  afterEach(() => index.close());

  const open = (run: string, idleMs = 60_000) =>
    new ThreadedIndex({ root, program: run, idleMs, log: (line) => lines.push(line) });
  const find = (query: string, asked = index, by = signal) =>
    asked.find(query, 5, {}, by).then((files) => files.map((file) => file.path));

  it('answers from its thread, several at once', async () => {
    assert.deepEqual(await Promise.all([find('cart'), find('total'), find('zebra')]), [
      ['cart.ts'],
      ['cart.ts'],
      [],
    ]);
    assert.equal(index.isRunning, true);
    assert.deepEqual(lines, []);
  });
  it('takes next to nothing of the time of the thread that asks while it builds', async () => {
    const line = 'export const total = price(cart) + shipping(address, weight);\n';
    for (let k = 0; k < 300; k++)
      writeFileSync(path.join(root, `f${k}.ts`), `const own${k} = 1;\n${line.repeat(100)}`);
    const before = performance.eventLoopUtilization();
    assert.equal((await find('own299'))[0], 'f299.ts');
    const { active, idle } = performance.eventLoopUtilization(before);
    // By shares, as a busy machine makes both longer; in this thread, it would be all of it.
    assert.ok(active < (active + idle) / 3, `${active} of ${active + idle} ms`);
  });
  it('rejects what is cancelled, and answers what is asked next', async () => {
    const cancel = new AbortController();
    const found = find('cart', index, cancel.signal);
    cancel.abort(new Error('enough'));
    await assert.rejects(found, /enough/);
    assert.deepEqual(await find('cart'), ['cart.ts']);
  });
  it('ends its thread when nobody asks, and starts it again', async () => {
    await index.close();
    index = open(program, 1);
    assert.deepEqual(await find('cart'), ['cart.ts']);
    while (index.isRunning) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(await find('cart'), ['cart.ts']);
  });
  it('gives no files, and says why, where its thread fails', async () => {
    const broken = open(path.join(folder, 'nothing.cjs'));
    assert.deepEqual(await find('cart', broken), []);
    assert.match(lines.join('\n'), /index has failed/);
    await broken.close();
  });
  it('gives no files after its end', async () => {
    await index.close();
    assert.deepEqual(await find('cart'), []);
  });
});
