import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import { TemporaryLedgers } from './temporaryLedger.ts';

const run = promisify(execFile);

describe('a ledger shared by processes', function () {
  this.timeout(30_000);
  let files: TemporaryLedgers;
  let program: string;
  beforeEach(async () => {
    files = new TemporaryLedgers();
    program = path.join(files.folder, 'child.mjs');
    await esbuild.build({
      entryPoints: ['test/unit/node/ledger/ledgerChildMain.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node22',
    });
  });
  afterEach(() => files.dispose());

  const child = async (nodeArgs: string[], ...args: string[]) => {
    const { stdout } = await run(process.execPath, [...nodeArgs, program, ...args]);
    return JSON.parse(stdout) as { sent?: number; unavailable?: string; message?: string };
  };

  it('is made by several at once, and never lets them pass a budget together', async () => {
    // Five times forty calls of a cent each want two dollars; the budget is one.
    const sent = await Promise.all(Array.from({ length: 5 }, () => child([], 'spend', files.file, '40')));
    assert.equal(
      sent.reduce((sum, one) => sum + (one.sent ?? 0), 0),
      100,
    );
    assert.deepEqual(
      files
        .query('SELECT state, count(*) AS calls, sum(cost) AS cost FROM calls GROUP BY state')
        .map((row) => ({ ...row })),
      [{ state: 'used', calls: 100, cost: 1_000_000_000 }],
    );
  });
  it('keeps the worst case of a process that was killed with a call in flight', async () => {
    await assert.rejects(child([], 'crash', files.file, '1'));
    assert.equal(await (await files.open()).spentUsd({ run: 'run1' }), 0.01);
  });
  it('says which Node is needed where SQLite is missing', async () => {
    const { unavailable, message } = await child(['--no-experimental-sqlite'], 'spend', files.file, '1');
    assert.equal(unavailable, 'oldNode');
    assert.match(message ?? '', /Node 22\.13 or later is needed/);
  });
});
