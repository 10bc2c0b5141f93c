import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '../../../src/core/run/runEvent.ts';
import { createFileJournal } from '../../../src/node/fileJournal.ts';

describe('the journal on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'tiercel-journal-')), 'runs');
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  const start = (run: string, time: number): RunEvent => ({
    type: 'run-start',
    run,
    job: { type: 'request', text: 'x' },
    time,
    budgetUsd: 1,
    ceiling: 'nano',
  });
  const step = (text: string): RunEvent => ({ type: 'step', text });

  it('gives back the events of each run in order, the newest run first', async () => {
    const journal = createFileJournal(folder);
    await Promise.all([
      journal.append('old', start('old', 1)),
      journal.append('new', start('new', 2)),
      ...['a', 'b', 'c'].map((text) => journal.append('old', step(text))),
    ]);
    assert.deepEqual(await createFileJournal(folder).load(), {
      runs: [[start('new', 2)], [start('old', 1), step('a'), step('b'), step('c')]],
      problems: [],
    });
  });
  it('reads as far as a torn journal is whole, and says so', async () => {
    const journal = createFileJournal(folder);
    await journal.append('r', start('r', 1));
    appendFileSync(path.join(folder, readdirSync(folder)[0] ?? ''), '{"type":"st');
    const { runs, problems } = await createFileJournal(folder).load();
    assert.deepEqual(runs, [[start('r', 1)]]);
    assert.match(problems[0] ?? '', /line 2 can't be read/);
  });
  it('gives a run that was removed back as long as it is not loaded again', async () => {
    const journal = createFileJournal(folder);
    await Promise.all([journal.append('a', start('a', 1)), journal.append('b', start('b', 2))]);
    await journal.remove('a');
    await journal.restore('a');
    await journal.remove('b');
    assert.deepEqual((await createFileJournal(folder).load()).runs, [[start('a', 1)]]);
    assert.equal(readdirSync(folder).length, 1);
    await assert.rejects(journal.restore('b'));
  });
  it('has no runs where there is no folder', async () => {
    assert.deepEqual(await createFileJournal(folder).load(), { runs: [], problems: [] });
  });
});
