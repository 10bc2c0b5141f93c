import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { noHistory } from '../../../../src/core/routing/attempts.ts';
import { openSqliteAttempts } from '../../../../src/node/sqlite/sqliteAttempts.ts';
import { openSqliteLabels } from '../../../../src/node/sqlite/sqliteLabels.ts';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import { attemptRow } from '../../core/routing/history.ts';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const wide = { runUsd: 1, dayUsd: 1 };
const scope = { tier: 'nano', version: '1' } as const;
const label = { category: 'c', rootCause: 'r', effort: 'mini', confidence: 1 } as const;

describe('a ledger’s file with tables that are not ours', () => {
  let files: TemporaryLedgers;
  const open: { close(): void }[] = [];
  beforeEach(() => {
    files = new TemporaryLedgers();
    mkdirSync(path.dirname(files.file));
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
    files.dispose();
  });
  const execute = (sql: string) => {
    const database = new DatabaseSync(files.file);
    database.exec(sql);
    database.close();
  };
  const labels = async () => {
    const cache = await openSqliteLabels(files.file, { now: () => files.time });
    open.push(cache);
    return cache;
  };
  const attempts = async () => {
    const log = await openSqliteAttempts(files.file, 'w');
    open.push(log);
    return log;
  };

  for (const [title, sql] of [
    ['a table of calls without our columns', 'CREATE TABLE calls (id INTEGER); PRAGMA user_version = 1'],
    ['a version without its tables', 'PRAGMA user_version = 2'],
    ['a view in place of a table', 'CREATE VIEW calls AS SELECT 1 AS id; PRAGMA user_version = 2'],
  ] as const) {
    it(`is set aside: ${title}`, async () => {
      execute(sql);
      const opened = await openSqliteLedger(files.file, { now: () => files.time });
      assert.ok(opened.type === 'opened');
      open.push(opened.ledger);
      assert.match(opened.setAside?.message ?? '', /was kept as .*damaged.*a new one was begun/);
      assert.equal((await opened.ledger.reserve(ticket(1_000), wide)).type, 'reserved');
    });
  }

  for (const [title, sql] of [
    ['has lost its version, as in a restored dump', 'PRAGMA user_version = 0'],
    ['has a version below all', 'PRAGMA user_version = -1'],
    ['lacks the sums of its tasks', 'DROP TABLE taskTotals'],
    ['lacks the sums of its calls', 'DROP TABLE totals'],
    ['lacks what keeps its sums', 'DROP TRIGGER callAdded; DROP TRIGGER callChanged'],
  ] as const) {
    it(`is kept with what was spent where it ${title}`, async () => {
      const before = await files.open();
      await before.reserve(ticket(900_000_000), wide);
      before.close();
      execute(sql);
      const ledger = await files.open();
      assert.equal(await ledger.spentUsd('today'), 0.9);
      assert.equal((await ledger.reserve(ticket(200_000_000, { run: 'b' }), wide)).type, 'overBudget');
      await ledger.reserve(ticket(50_000_000, { run: 'b' }), wide);
      assert.equal(await ledger.spentUsd('today'), 0.95);
    });
  }
  it('is left alone where its calls can be told and the rest can not', async () => {
    const before = await files.open();
    await before.reserve(ticket(900_000_000), wide);
    before.close();
    execute(
      'DROP TABLE totals; DROP TRIGGER callAdded; DROP TRIGGER callChanged; CREATE VIEW totals AS SELECT 1',
    );
    const opened = await openSqliteLedger(files.file, { now: () => files.time });
    assert.equal(opened.type === 'unavailable' && opened.reason, 'cannotOpen');
    assert.equal(files.query('SELECT sum(cost) AS cost FROM calls')[0]?.cost, 900_000_000);
  });

  it('gives no label that is none', async () => {
    await files.open();
    const cache = await labels();
    await cache.putMany(
      new Map([
        ['good', label],
        ['bad', label],
      ]),
      scope,
    );
    execute("UPDATE labels SET effort = 'most' WHERE template = 'bad'");
    assert.deepEqual([...(await cache.getMany(['good', 'bad'], scope)).keys()], ['good']);
  });
  it('has labels begun anew where their table is another', async () => {
    await files.open();
    execute('CREATE TABLE labels (a TEXT)');
    const cache = await labels();
    await cache.putMany(new Map([['good', label]]), scope);
    assert.equal((await cache.getMany(['good'], scope)).size, 1);
    assert.equal(files.query('SELECT * FROM labelsDamaged').length, 0, 'the other one is kept');
  });

  it('takes for an attempt only what can be one', async () => {
    await files.open();
    const log = await attempts();
    await log.record(attemptRow({ task: 'a' }));
    await log.record(attemptRow({ task: 'b', time: 2 }));
    execute("UPDATE attempts SET tier = 'huge' WHERE task = 'b'");
    assert.deepEqual(
      (await log.history()).attempts.map(({ task }) => task),
      ['a'],
    );
  });
  it('has attempts begun anew where their table is another', async () => {
    await files.open();
    execute('CREATE TABLE attempts (a TEXT); CREATE TABLE forecasts (b TEXT)');
    const log = await attempts();
    assert.deepEqual(await log.history(), noHistory);
    await log.record(attemptRow({ task: 'a' }));
    assert.equal((await log.history()).attempts.length, 1);
  });
});
