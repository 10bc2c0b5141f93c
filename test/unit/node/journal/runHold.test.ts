import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withFileLock } from '../../../../src/node/files/fileLock.ts';
import { holdRun, isHeld, sweepHold } from '../../../../src/node/journal/runHold.ts';

describe('the note of who works on a run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-hold-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name = 'r.held') => path.join(folder, name);
  const left = JSON.stringify({ pid: process.pid, start: 'long ago' });
  const inAnHour = (name: string) => {
    const time = Date.now() / 1_000 + 3_600;
    utimesSync(name, time, time);
  };

  it('of one that is gone is taken over by exactly one of many, while others sweep', async () => {
    const seldom = async <T>(work: () => Promise<T>) => {
      await wait(Math.random() * 2);
      return work();
    };
    for (let round = 0; round < 60; round++) {
      const note = file(`${round}.held`);
      writeFileSync(note, left);
      const [holds] = await Promise.all([
        Promise.all(Array.from({ length: 5 }, () => seldom(() => holdRun(note)))),
        seldom(() => sweepHold(note)),
      ]);
      assert.equal(holds.filter((hold) => hold !== undefined).length, 1, `round ${round}`);
      assert.ok(await isHeld(note));
    }
    assert.equal(readdirSync(folder).length, 60, 'no lock is left');
  });
  it('that a crash has cut short holds nobody up after the clock was set back', async () => {
    writeFileSync(file(), '');
    inAnHour(file());
    assert.ok(!(await isHeld(file())));
    assert.ok(await holdRun(file()));
  });
  it('is not waited for behind a lock that was left before the clock was set back', async () => {
    writeFileSync(file('lock'), '');
    inAnHour(file('lock'));
    assert.equal(await withFileLock(file('lock'), async () => 'done'), 'done');
  });
  it('is reached behind a lock that was left, which one process alone removes, or another where that one was killed', async () => {
    const [lock, removing] = [file('lock'), file('lock.removing')];
    for (const each of [lock, removing]) writeFileSync(each, '');
    inAnHour(lock);
    // What another process is about to remove may be a lock that somebody has by then.
    const done = withFileLock(lock, async () => 'done');
    assert.ok(existsSync(lock));
    inAnHour(removing);
    assert.equal(await done, 'done');
    assert.deepEqual(readdirSync(folder), []);
  });
});
