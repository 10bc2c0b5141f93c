import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CopyPool } from '../../../../src/node/worktree/copyPool.ts';

describe('a pool of copies', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-pool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives each its own where their folder is made again after it failed for several at once, and leaves nothing', async () => {
    const storage = path.join(folder, 'storage');
    writeFileSync(storage, 'no folder');
    const pool = new CopyPool({ storage, atOnce: 2 });
    const { signal } = new AbortController();
    const mend = () => {
      rmSync(storage, { recursive: true });
      mkdirSync(storage);
      return 'failed';
    };
    const takers = [
      pool.take(signal).catch(mend),
      pool.take(signal).catch(() => 'failed'),
      pool.take(signal),
      pool.take(signal),
    ];
    const taken = await Promise.all(takers);
    assert.deepEqual(
      taken.map((each) => (typeof each === 'string' ? each : path.basename(each.folder))),
      ['failed', 'failed', '1', '2'],
    );
    await pool.remove();
    assert.deepEqual(readdirSync(storage), []);
  });
});
