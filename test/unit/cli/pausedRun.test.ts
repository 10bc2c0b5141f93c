import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pausedRun } from '../../../src/cli/pausedRun.ts';
import { UsageError } from '../../../src/cli/usage.ts';
import type { RunEvent } from '../../../src/core/run/state/runEvent.ts';
import { createFileJournal } from '../../../src/node/journal/fileJournal.ts';

describe('a run that two terminals want to go on with', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-paused-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start: RunEvent = {
    ...{ type: 'run-start', run: 'r', job: { type: 'request', text: 'x' }, time: 1 },
    ...{ budgetUsd: 1, ceiling: 'nano' },
  };

  it('is had by one of them, and by the other once that one is done', async () => {
    const [one, other] = [createFileJournal(folder), createFileJournal(folder)];
    await one.append('r', start);
    const first = await pausedRun(one, undefined);
    assert.equal(first.state.run, 'r');
    const refused = (error: unknown) =>
      error instanceof UsageError && /under way in another terminal/.test(error.message);
    await assert.rejects(pausedRun(other, 'r'), refused);
    await first.hold.release();
    await (await pausedRun(other, 'r')).hold.release();
  });

  it('is left alone where it has come to its end meanwhile', async () => {
    const journal = createFileJournal(folder);
    await journal.append('r', start);
    const end: RunEvent = { type: 'run-end', outcome: 'done', message: '', time: 2 };
    // The other terminal ends it between this one's look and its hold.
    const late = { ...journal, load: async () => ({ runs: [[start]], problems: [] }) };
    await journal.append('r', end);
    await assert.rejects(pausedRun(late, 'r'), /just come to its end in another terminal/);
    assert.equal(await journal.isHeld('r'), false);
  });

  it('is not gone on with where a window has deleted it meanwhile', async () => {
    const journal = createFileJournal(folder);
    await journal.append('r', start);
    const late = { ...journal, load: async () => ({ runs: [[start]], problems: [] }) };
    await journal.remove('r');
    const refused = (error: unknown) =>
      error instanceof UsageError && /not there any more/.test(error.message);
    await assert.rejects(pausedRun(late, 'r'), refused);
    assert.equal(await journal.isHeld('r'), false);
  });
});
