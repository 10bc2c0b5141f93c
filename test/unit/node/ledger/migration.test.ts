import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

/** The tables of the first version, as files out there have them. */
const firstVersion = `
  CREATE TABLE calls (
    id INTEGER PRIMARY KEY, time INTEGER NOT NULL, day TEXT NOT NULL, run TEXT NOT NULL, task TEXT NOT NULL,
    role TEXT NOT NULL, tier TEXT NOT NULL, model TEXT NOT NULL, state TEXT NOT NULL, worstCase INTEGER NOT NULL,
    cost INTEGER NOT NULL, inputTokens INTEGER NOT NULL DEFAULT 0, cachedTokens INTEGER NOT NULL DEFAULT 0,
    outputTokens INTEGER NOT NULL DEFAULT 0, reasoningTokens INTEGER NOT NULL DEFAULT 0, firstTokenMs REAL, ms REAL,
    pid INTEGER NOT NULL, leaseUntil INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX callsByRun ON calls (run);
  CREATE INDEX callsByDay ON calls (day);
  CREATE INDEX callsInFlight ON calls (leaseUntil) WHERE state = 'reserved';
  CREATE TABLE tasks (
    time INTEGER NOT NULL, day TEXT NOT NULL, run TEXT NOT NULL, task TEXT NOT NULL, kind TEXT NOT NULL,
    tier TEXT NOT NULL, model TEXT NOT NULL, passed INTEGER NOT NULL, PRIMARY KEY (run, task, tier)
  ) STRICT;
  INSERT INTO calls (time, day, run, task, role, tier, model, state, worstCase, cost, inputTokens, outputTokens, pid, leaseUntil)
  VALUES
    (1, '2026-03-17', 'old', 'task1', 'work', 'nano', 'small', 'used', 900, 300, 40, 2, 1, 9),
    (2, '2026-03-17', 'old', '', 'gate', 'nano', 'small', 'used', 900, 100, 10, 1, 1, 9),
    (3, '2026-03-17', 'old', 'task2', 'work', 'mini', 'middle', 'reserved', 5000, 5000, 0, 0, 1, 9),
    (4, '2026-03-16', 'older', 'task1', 'work', 'mini', 'middle', 'notSent', 5000, 0, 0, 0, 1, 9);
  INSERT INTO tasks VALUES (5, '2026-03-17', 'old', 'task1', 'edit', 'nano', 'small', 1);
  PRAGMA user_version = 1;
`;

describe('a ledger of the first version', () => {
  let files: TemporaryLedgers;
  beforeEach(() => {
    files = new TemporaryLedgers();
    mkdirSync(path.dirname(files.file));
    const database = new DatabaseSync(files.file);
    database.exec(firstVersion);
    database.close();
  });
  afterEach(() => files.dispose());

  it('is brought up to date with all of its rows', async () => {
    const ledger = await files.open();
    const rows = await ledger.calls({ after: 0, limit: 10 });
    assert.deepEqual(
      rows.map(({ id, kind, state, usd }) => [id, kind, state, usd]),
      [
        [1, 'edit', 'used', 300e-9],
        [2, 'gate', 'used', 100e-9],
        [3, 'unfinished', 'reserved', 5_000e-9],
        [4, 'unfinished', 'notSent', 0],
      ],
    );
    const { totalUsd, byKind } = await ledger.report();
    assert.equal(totalUsd, 5_400e-9);
    assert.deepEqual(
      byKind.map(({ key, calls, tasks }) => [key, calls, tasks]),
      [
        ['edit', 1, 1],
        ['gate', 1, 0],
        ['unfinished', 1, 0],
      ],
    );
  });
  it('counts what was spent before against the budgets', async () => {
    const ledger = await files.open();
    const answer = await ledger.reserve(ticket(1, { run: 'old' }), { runUsd: 5_400e-9, dayUsd: 1 });
    assert.equal(answer.type, 'overBudget');
    assert.equal(await ledger.spentUsd('today'), 5_400e-9);
  });
  it('is brought up to date once, when several open it together', async () => {
    const ledgers = await Promise.all([files.open(), files.open(), files.open()]);
    for (const ledger of ledgers) assert.equal((await ledger.report()).totalUsd, 5_400e-9);
    assert.deepEqual(
      files.query('PRAGMA user_version').map((row) => ({ ...row })),
      [{ user_version: 2 }],
    );
  });
});
