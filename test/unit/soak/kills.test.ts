import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createKillRuns, type KillRuns } from '../../soak/kills/killRuns.ts';
import { Random } from '../support/random.ts';
import { seed, seeded } from '../support/seed.ts';

/** Of all points that a run can be killed at; `npm run test:soak -- kills` takes each. */
const sample = 12;

describe('a run that is killed', function () {
  this.timeout(120_000);
  let folder: string;
  let runs: KillRuns | undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-kills-'));
  });
  afterEach(async () => {
    await runs?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it(
    seeded('comes to the same proposals when it is gone on with, and nothing is paid for twice'),
    async () => {
      runs = await createKillRuns(process.cwd(), folder, 'plan');
      const random = new Random(seed);
      const part = runs.points / sample;
      for (let at = 0; at < sample; at++) {
        const point = 1 + Math.floor(at * part) + random.below(Math.floor(part));
        try {
          await runs.killAt(point, random.chance(0.3));
        } catch (error) {
          throw new Error(`killed at point ${point} of ${runs.points}`, { cause: error });
        }
      }
    },
  );

  it('between making a batch and keeping that it did finds the batch, and makes no second one', async () => {
    runs = await createKillRuns(process.cwd(), folder, 'labels');
    assert.ok(runs.madeAt > 0);
    await runs.killAt(runs.madeAt, false);
  });
});
