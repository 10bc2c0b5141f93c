import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { identify, isAlive } from '../../../../src/node/commands/processIdentity.ts';
import { createScratch } from '../../../../src/node/worktree/createScratch.ts';
import { sweepScratchFolders } from '../../../../src/node/worktree/scratchFolders.ts';
import { UserTree } from './userTree.ts';

describe('scratch copies after a crash', function () {
  // Each case starts Node twice, and kills it.
  this.timeout(30_000);
  let tree: UserTree;
  beforeEach(() => {
    tree = new UserTree({ 'a.txt': 'a' });
    tree.commitAll();
  });
  afterEach(() => tree.dispose());

  const waitFor = async (file: string) => {
    while (!existsSync(file) || readFileSync(file, 'utf8') === '')
      await new Promise((resolve) => setTimeout(resolve, 10));
    return Number(readFileSync(file, 'utf8'));
  };

  /** Starts a process that uses scratch copies and kills it in mid-command; the numbers of the processes it left. */
  async function crash(): Promise<readonly number[]> {
    const program = path.join(path.dirname(tree.root), 'child.mjs');
    await build({
      entryPoints: ['test/unit/node/worktree/scratchChildMain.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const notes = ['main', 'grandchild'].map((name) => path.join(path.dirname(tree.root), name));
    const stay = (file: string | undefined) =>
      `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); require("fs").writeFileSync(${JSON.stringify(file)}, String(process.pid));`;
    const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stay(notes[1]))}], { detached: true, stdio: 'ignore' }); ${stay(notes[0])}`;
    const child = spawn(process.execPath, [program, tree.root, tree.storage, code], { stdio: 'inherit' });
    const exit = once(child, 'exit');
    const left = await Promise.all(notes.map(waitFor));
    child.kill('SIGKILL');
    await exit;
    assert.ok(
      left.every((pid) => isAlive(identify(pid))),
      'the command outlives the crash',
    );
    assert.notDeepEqual(readdirSync(tree.storage), []);
    return left;
  }

  it('are removed by the next start, and what ran in them is ended', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = tree.fingerprint();
    const left = await crash();
    const started = left.map(identify);
    await sweepScratchFolders(tree.storage);
    assert.deepEqual(readdirSync(tree.storage), []);
    for (const each of started) while (isAlive(each)) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(tree.fingerprint(), before);
  });

  it('of a process that is there stay, and serve it on', async () => {
    const scratch = createScratch({ root: tree.root, storage: tree.storage, environment: process.env });
    const run = () =>
      scratch.run([process.execPath, '-p', '1'], {
        changes: new Map(),
        limits: { timeMs: 20_000, outputBytes: 1e6 },
        signal: new AbortController().signal,
      });
    try {
      await run();
      await sweepScratchFolders(tree.storage);
      assert.equal((await run()).output.text, '1');
      assert.equal(readdirSync(tree.storage).length, 2);
    } finally {
      await scratch.dispose();
    }
  });

  it('whose note was cut short are removed too', async () => {
    const scratch = createScratch({ root: tree.root, storage: tree.storage, environment: process.env });
    await scratch.run(['true'], {
      changes: new Map(),
      limits: { timeMs: 20_000, outputBytes: 1e6 },
      signal: new AbortController().signal,
    });
    const note = readdirSync(tree.storage).find((name) => name.endsWith('.json'));
    writeFileSync(path.join(tree.storage, note ?? ''), '{"pid": 1');
    await sweepScratchFolders(tree.storage);
    assert.deepEqual(readdirSync(tree.storage), []);
    await scratch.dispose();
  });

  it('of a process whose number another one has now are removed', async () => {
    const scratch = createScratch({ root: tree.root, storage: tree.storage, environment: process.env });
    await scratch.run(['true'], {
      changes: new Map(),
      limits: { timeMs: 20_000, outputBytes: 1e6 },
      signal: new AbortController().signal,
    });
    const note = readdirSync(tree.storage).find((name) => name.endsWith('.json'));
    writeFileSync(
      path.join(tree.storage, note ?? ''),
      JSON.stringify({ pid: process.pid, start: 'another time' }),
    );
    await sweepScratchFolders(tree.storage);
    assert.deepEqual(readdirSync(tree.storage), []);
    await scratch.dispose();
  });
});
