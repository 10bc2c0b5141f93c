import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { createTokenCounter, type DisposableCounter } from '../../../../src/node/tokenizer/tokenCounter.ts';

describe('the tokenizer in its thread', function () {
  // The vocabulary is bundled and loaded.
  this.timeout(20_000);
  let folder: string;
  let workerFile: string;
  const counters: DisposableCounter[] = [];
  before(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-tokenizer-'));
    workerFile = path.join(folder, 'tokenizer.cjs');
    await esbuild.build({
      entryPoints: ['src/node/tokenizer/tokenizerWorker.ts'],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22',
    });
  });
  afterEach(() => {
    for (const counter of counters.splice(0)) counter.dispose();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function counter(options: Partial<Parameters<typeof createTokenCounter>[0]> = {}) {
    const made = createTokenCounter({ workerFile, timeoutMs: 15_000, ...options });
    counters.push(made);
    return made;
  }

  it('counts several texts at once, each by itself', async () => {
    const { count } = counter();
    const [first, second] = await Promise.all([count(['hello world', '', 'a b c']), count(['hello'])]);
    assert.deepEqual([first, second], [[2, 0, 3], [1]]);
  });
  it('holds the event loop for less than 50 ms while it loads and counts a megabyte', async () => {
    const { count } = counter();
    const text = 'export function total(items: readonly Item[]) { return items.length; }\n'.repeat(14_000);
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    const cpu = process.threadCpuUsage();
    const counts = await count([text]);
    clearInterval(beat);
    const used = process.threadCpuUsage(cpu);
    assert.ok((counts?.[0] ?? 0) > 100_000);
    // By the thread's own time: a busy machine stretches the clock's.
    assert.ok((used.user + used.system) / 1_000 < 50 || longest < 50, `${longest} ms`);
  });
  it('gives nothing when it takes too long, and counts once it is ready', async () => {
    const { count } = counter({ timeoutMs: 0 });
    assert.equal(await count(['hello']), undefined);
    const patient = counter();
    assert.deepEqual(await patient.count(['hello']), [1]);
  });
  it('gives nothing for texts beyond every context', async () => {
    assert.equal(await counter().count(['x'.repeat(9_000_000)]), undefined);
  });
  it('starts again after it was idle', async () => {
    const { count } = counter({ idleMs: 0 });
    assert.deepEqual(await count(['hello']), [1]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await count(['hello']), [1]);
  });
  it('says once that it can’t be loaded, and gives nothing from then on', async () => {
    const broken = path.join(folder, 'broken.cjs');
    writeFileSync(broken, 'throw new Error("no vocabulary")');
    const failures: string[] = [];
    const { count } = counter({ workerFile: broken, onFailure: (message) => failures.push(message) });
    assert.deepEqual([await count(['a']), await count(['b'])], [undefined, undefined]);
    assert.deepEqual(failures, ['Tokens are bounded by bytes: the tokenizer failed (no vocabulary).']);
  });
});
