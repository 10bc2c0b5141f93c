import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type MalformedRow, noHistory } from '../../../../src/core/routing/attempts.ts';
import { openSqliteAttempts, type SqliteAttempts } from '../../../../src/node/sqlite/sqliteAttempts.ts';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import { attemptRow } from '../../core/routing/history.ts';

describe('what a workspace has seen of its tiers', () => {
  let folder: string;
  const open: { close(): void }[] = [];
  const attempts = async (workspace = 'w1'): Promise<SqliteAttempts> => {
    const log = await openSqliteAttempts(path.join(folder, 'ledger.sqlite'), workspace);
    open.push(log);
    return log;
  };
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-attempts-'));
    const opened = await openSqliteLedger(path.join(folder, 'ledger.sqlite'), { now: () => 1 });
    assert.ok(opened.type === 'opened');
    open.push(opened.ledger);
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is there again when the file is opened again, newest first', async () => {
    const first = attemptRow({ task: 'a', shadow: true, usd: 0.000123 });
    const second = attemptRow({ task: 'b', escalated: true, result: 'invalid', time: 2 });
    const log = await attempts();
    await log.record(first);
    await log.record(second);
    log.close();
    assert.deepEqual(await (await attempts()).history(), { ...noHistory, attempts: [second, first] });
  });

  it('is kept apart by workspace, and forgotten for one alone', async () => {
    const mine = await attempts('w1');
    const other = await attempts('w2');
    const malformed: MalformedRow = {
      time: 1,
      run: 'r1',
      role: 'gate',
      tier: 'nano',
      model: 'm',
      isRepair: true,
    };
    const forecast = { time: 1, run: 'r1', lowUsd: 1, highUsd: 2, actualUsd: 3 };
    for (const log of [mine, other]) {
      await log.record(attemptRow());
      await log.recordForecast(forecast);
      await log.recordMalformed(malformed);
    }
    await mine.forget();
    assert.deepEqual(await mine.history(), noHistory);
    assert.deepEqual(await other.history(), {
      attempts: [attemptRow()],
      forecasts: [forecast],
      malformed: [malformed],
    });
  });

  it('has one forecast a run, the last', async () => {
    const log = await attempts();
    await log.recordForecast({ time: 1, run: 'r1', lowUsd: 1, highUsd: 2, actualUsd: 0.5 });
    const last = { time: 2, run: 'r1', lowUsd: 1, highUsd: 2, actualUsd: 1.5 };
    await log.recordForecast(last);
    assert.deepEqual((await log.history()).forecasts, [last]);
  });

  it('leaves the ledger readable for those who know nothing of it', async () => {
    await (await attempts()).record(attemptRow());
    const again = await openSqliteLedger(path.join(folder, 'ledger.sqlite'), { now: () => 1 });
    assert.equal(again.type, 'opened');
    if (again.type === 'opened') again.ledger.close();
  });
});
