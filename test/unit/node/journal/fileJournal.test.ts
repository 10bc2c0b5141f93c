import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { symlink, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { createFileJournal } from '../../../../src/node/journal/fileJournal.ts';
import { journalLine, longestJournal } from '../../../../src/node/journal/journalLines.ts';

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
  const fileOf = (run: string) => path.join(folder, `${run}.jsonl`);
  const load = () => createFileJournal(folder).load();
  /** Puts a file among the journals. */
  const put = (name: string, text: string | Buffer) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };

  it('gives back the events of each run in order, the newest run first', async () => {
    const journal = createFileJournal(folder);
    await Promise.all([
      journal.append('old', start('old', 1)),
      journal.append('new', start('new', 2)),
      ...['a', 'b', 'c'].map((text) => journal.append('old', step(text))),
    ]);
    assert.deepEqual(await load(), {
      runs: [[start('new', 2)], [start('old', 1), step('a'), step('b'), step('c')]],
      problems: [],
    });
  });
  it('gives a run that was removed back as long as it is not loaded again', async () => {
    const journal = createFileJournal(folder);
    await Promise.all([journal.append('a', start('a', 1)), journal.append('b', start('b', 2))]);
    await journal.remove('a');
    await journal.restore('a');
    await journal.remove('b');
    assert.deepEqual((await load()).runs, [[start('a', 1)]]);
    assert.equal(readdirSync(folder).length, 1);
    await assert.rejects(journal.restore('b'));
  });
  it('has no runs where there is no folder', async () => {
    assert.deepEqual(await load(), { runs: [], problems: [] });
  });

  it('goes on with a journal of before lines had a version', async () => {
    put('r.jsonl', `${JSON.stringify(start('r', 1))}\n${JSON.stringify(step('old'))}\n`);
    await createFileJournal(folder).append('r', step('new'));
    assert.deepEqual(await load(), { runs: [[start('r', 1), step('old'), step('new')]], problems: [] });
  });
  it('leaves a journal of a newer version alone', async () => {
    const newer = journalLine(start('r', 1)).replace(/^\d+/, '3');
    put('r.jsonl', newer);
    const { runs, problems } = await load();
    assert.deepEqual(runs, []);
    assert.match(problems.join(), /r\.jsonl: was written by a newer Tiercel/);
    assert.equal(readFileSync(fileOf('r'), 'utf8'), newer);
  });

  describe('cut short at any byte', () => {
    const lines = [start('r', 1), step('eins'), step('zwölf')].map(journalLine);
    const whole = Buffer.from(lines.join(''));
    it('comes back with every line that was whole, and goes on', async () => {
      for (let length = 1; length < whole.length; length++) {
        put('r.jsonl', whole.subarray(0, length));
        const ends = lines.map((_, k) => Buffer.byteLength(lines.slice(0, k + 1).join('')));
        // The end of a line is not needed to know it whole.
        const complete = ends.filter((end) => end - 1 <= length).length;
        const journal = createFileJournal(folder);
        const { runs, problems } = await journal.load();
        assert.equal(runs[0]?.length ?? 0, complete, `${length} bytes`);
        assert.equal(problems.length, ends.some((end) => end === length || end - 1 === length) ? 0 : 1);
        if (complete === 0) continue;
        await journal.append('r', step('later'));
        assert.deepEqual((await load()).runs[0]?.at(-1), step('later'));
        assert.equal((await load()).runs[0]?.length, complete + 1);
      }
    });
  });
  it('leaves a damaged line in the middle out, and says so', async () => {
    const journal = createFileJournal(folder);
    for (const event of [start('r', 1), step('one'), step('two'), step('three')])
      await journal.append('r', event);
    const bytes = readFileSync(fileOf('r'));
    const at = bytes.indexOf('two');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    put('r.jsonl', bytes);
    assert.deepEqual(await load(), {
      runs: [[start('r', 1), step('one'), step('three')]],
      problems: ['r.jsonl: line 4 is damaged'],
    });
  });
  it('gives back a run whose first line is damaged', async () => {
    const journal = createFileJournal(folder);
    for (const event of [start('r', 1), step('one')]) await journal.append('r', event);
    const bytes = readFileSync(fileOf('r'));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    put('r.jsonl', bytes);
    assert.deepEqual(await load(), {
      runs: [[start('r', 1), step('one')]],
      problems: ['r.jsonl: line 1 is damaged'],
    });
  });

  describe('beside files that are no journals', () => {
    const check = (title: string, text: string | Buffer, said: RegExp, isSetAside = true) =>
      it(`${title} loses no other run`, async () => {
        await createFileJournal(folder).append('good', start('good', 1));
        put('bad.jsonl', text);
        const { runs, problems } = await load();
        assert.deepEqual(runs, [[start('good', 1)]]);
        assert.match(problems.join(), said);
        assert.equal(readdirSync(folder).includes('bad.jsonl.damaged'), isSetAside);
        if (isSetAside) assert.deepEqual((await load()).problems, [], 'said once');
      });
    const aside = /bad\.jsonl: does not begin as a run does and was set aside/;
    check('garbage', Buffer.from([0xff, 0xfe, 0, 10, 200, 10]), aside);
    check('another run’s', journalLine(start('other', 1)), aside);
    check('one without its start', journalLine(step('x')), aside);
    check('values that are no events', '{"type":"run-start"}\nnull\n[]\n', aside);
    check('one with a nest of brackets', `${'['.repeat(200_000)}\n`, aside);
    check('half a line', '2 0000', /has only begun/, false);
    it('a link loses no other run', async () => {
      await createFileJournal(folder).append('good', start('good', 1));
      await symlink('/dev/zero', fileOf('link'));
      mkdirSync(fileOf('folder'));
      const { runs, problems } = await load();
      assert.deepEqual(runs, [[start('good', 1)]]);
      assert.equal(problems.length, 2);
    });
    it('one that is far too large loses no other run', async () => {
      await createFileJournal(folder).append('good', start('good', 1));
      put('large.jsonl', '');
      await truncate(fileOf('large'), longestJournal + 1);
      const { runs, problems } = await load();
      assert.deepEqual(runs, [[start('good', 1)]]);
      assert.match(problems.join(), /large\.jsonl: is too large/);
    });
  });

  it('writes first what the disk did not take', async () => {
    const journal = createFileJournal(folder);
    await journal.append('r', start('r', 1));
    // A folder in its place: nothing can be written until it is gone.
    const kept = readFileSync(fileOf('r'));
    rmSync(fileOf('r'));
    mkdirSync(fileOf('r'));
    await assert.rejects(journal.append('r', step('one')), /EISDIR/);
    await assert.rejects(journal.append('r', step('two')), /EISDIR/);
    rmSync(fileOf('r'), { recursive: true });
    put('r.jsonl', kept);
    await journal.append('r', step('three'));
    assert.deepEqual((await load()).runs, [[start('r', 1), step('one'), step('two'), step('three')]]);
  });

  it('reads of a run what another window has written', async () => {
    const [one, other] = [createFileJournal(folder), createFileJournal(folder)];
    await one.append('r', start('r', 1));
    await other.append('r', step('there'));
    assert.deepEqual(await one.read('r'), [start('r', 1), step('there')]);
    assert.equal(await one.read('none'), undefined);
  });

  it('does not go on with a run that another window has removed, until it is had back', async () => {
    const [one, other] = [createFileJournal(folder), createFileJournal(folder)];
    await one.append('r', start('r', 1));
    assert.equal(await other.has('r'), true);
    await one.remove('r');
    assert.equal(await other.has('r'), false);
    await assert.rejects(other.append('r', step('there')), { code: 'ENOENT' });
    assert.deepEqual([await other.has('r'), readdirSync(folder)], [false, ['r.jsonl.removed']]);
    await one.restore('r');
    await other.append('r', step('again'));
    assert.deepEqual(await one.read('r'), [start('r', 1), step('there'), step('again')]);
  });

  it('is written by one window at a time, and free again afterwards', async () => {
    const [one, other] = [createFileJournal(folder), createFileJournal(folder)];
    const hold = await one.hold('r');
    assert.ok(hold);
    assert.deepEqual([await other.hold('r'), await other.isHeld('r')], [undefined, true]);
    await hold.release();
    assert.equal(await other.isHeld('r'), false);
    const next = await other.hold('r');
    assert.ok(next);
    await next.release();
    assert.deepEqual(readdirSync(folder), []);
  });
  it('has no note left of processes that are gone, and keeps those of others', async () => {
    const gone = JSON.stringify({ pid: process.pid, start: 'long ago' });
    put('a.jsonl.held', gone);
    put('b.jsonl.held.0123', gone);
    const hold = await createFileJournal(folder).hold('c');
    assert.deepEqual((await load()).problems, []);
    assert.deepEqual(readdirSync(folder), ['c.jsonl.held']);
    await hold?.release();
  });
  it('is taken over from a process that is gone', async () => {
    // No process has this number and began then.
    put('r.jsonl.held', JSON.stringify({ pid: process.pid, start: 'long ago' }));
    const hold = await createFileJournal(folder).hold('r');
    assert.ok(hold);
    await hold.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('lets others have their turn while a long one is read', async () => {
    put(
      'r.jsonl',
      [start('r', 1), ...Array.from({ length: 60_000 }, () => step('x'))].map(journalLine).join(''),
    );
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    await load();
    clearInterval(counting);
    assert.ok(turns > 2, `${turns} turns`);
  });

  it('adds up to a state whatever lines of it are lost', () => {
    const events: RunEvent[] = [
      start('r', 1),
      { type: 'task-start', task: 'a' },
      { type: 'attempt-end', task: 'a', attempt: 3, tier: 'mini', outcome: 'passed', note: '', isDone: true },
      {
        type: 'review-end',
        verdict: 'reject',
        summary: '',
        tasks: [],
        decisions: [{ task: 'a', verdict: 'reject', reason: '' }],
      },
      { type: 'hunks-decided', proposal: 'p', path: 'a', hunks: [7], decision: 'accepted' },
      { type: 'task-retry', task: 'a', tier: 'mini' },
      { type: 'run-end', outcome: 'done', message: '', time: 1 },
    ];
    assert.equal(foldEvents(events)?.phase.type, 'ended');
  });
});
