import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import { Random } from '../../support/random.ts';
import { seed, seeded } from '../../support/seed.ts';
import { TemporaryLedgers } from './temporaryLedger.ts';

const run = promisify(execFile);

const bundle = (name: string, outfile: string) =>
  esbuild.build({
    entryPoints: [`test/unit/node/ledger/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
  });

/** Runs a program, kills it after so many lines of its output, and gives the lines that came. */
async function killedAfter(lines: number, ...args: string[]): Promise<readonly Line[]> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const came: Line[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    came.push(JSON.parse(line) as Line);
    if (came.length === lines) child.kill('SIGKILL');
  }
  await exit;
  return came;
}

interface Line {
  readonly reserved?: number;
  readonly settled?: number;
  readonly refused?: string;
}

describe('a ledger shared by processes', function () {
  this.timeout(30_000);
  let files: TemporaryLedgers;
  let program: string;
  beforeEach(async () => {
    files = new TemporaryLedgers();
    program = path.join(files.folder, 'child.mjs');
    await bundle('ledgerChildMain', program);
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
  it(
    seeded('loses and doubles no row when processes are killed at any moment, and holds every budget'),
    async () => {
      const random = new Random(seed);
      const hammer = path.join(files.folder, 'hammer.mjs');
      await bundle('hammerMain', hammer);
      const lines: Line[] = [];
      for (let round = 0; round < 3; round++) {
        const children = Array.from({ length: 4 }, () =>
          killedAfter(1 + random.below(400), hammer, files.file, String(random.below(1e9))),
        );
        lines.push(...(await Promise.all(children)).flat());
      }
      const reserved = lines.flatMap((line) => line.reserved ?? []);
      const settled = new Set(lines.flatMap((line) => line.settled ?? []));
      assert.equal(new Set(reserved).size, reserved.length, 'no two calls are one');
      const states = new Map(
        files.query('SELECT id, state FROM calls').map(({ id, state }) => [Number(id), String(state)]),
      );
      for (const id of reserved) assert.ok(states.has(id), `call ${id} is lost`);
      for (const id of settled) assert.match(states.get(id) ?? '', /used|notSent/);
      // Killed between writing and saying so, a process can leave one call for each of its workers that it never told of.
      assert.ok(states.size - reserved.length <= 12 * 3, `${states.size} rows for ${reserved.length} calls`);
      const costOf = (where: string) =>
        Number(files.query(`SELECT coalesce(sum(cost), 0) AS cost FROM calls WHERE ${where}`)[0]?.cost);
      const [all, r1, nano] = [costOf('1'), costOf("run = 'r1'"), costOf("tier = 'nano'")];
      assert.ok(all <= 0.7e9 && r1 <= 0.4e9 && all - r1 <= 0.4e9 && nano <= 0.5e9, `${all} ${r1} ${nano}`);
      assert.deepEqual(
        files
          .query('SELECT sum(cost) AS cost, sum(calls) AS calls FROM totals')
          .map((values) => ({ ...values })),
        [{ cost: all, calls: [...states.values()].filter((state) => state !== 'notSent').length }],
      );
    },
  );
  it('says which Node is needed where SQLite is missing', async () => {
    const { unavailable, message } = await child(['--no-experimental-sqlite'], 'spend', files.file, '1');
    assert.equal(unavailable, 'oldNode');
    assert.match(message ?? '', /Node 22\.13 or later is needed/);
  });
});
