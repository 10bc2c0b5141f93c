import type { DatabaseSync } from 'node:sqlite';

/** The version this code reads and writes; kept in the file's user_version. */
export const schemaVersion = 1;

/**
 * `calls.state`:
 * - `reserved`: sent or about to be; `cost` is the worst case.
 * - `used`: `cost` is what the usage comes to.
 * - `unknown`: may have been billed; `cost` stays the worst case.
 * - `expired`: like `unknown`, because the lease ran out and nobody had said how the call ended. A process that was
 *   only slow (a laptop that slept) may still settle it.
 * - `notSent`: `cost` is 0.
 *
 * `cost` is thus what counts against budgets in every state, and a budget is one sum. All amounts are nano-dollars,
 * times are milliseconds since 1970, and `day` is the local calendar day on which the call was reserved: a call over
 * midnight counts for the day whose budget it was fitted into.
 */
const tables = `
  CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    day TEXT NOT NULL,
    run TEXT NOT NULL,
    task TEXT NOT NULL,
    role TEXT NOT NULL,
    tier TEXT NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL,
    worstCase INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    inputTokens INTEGER NOT NULL DEFAULT 0,
    cachedTokens INTEGER NOT NULL DEFAULT 0,
    outputTokens INTEGER NOT NULL DEFAULT 0,
    reasoningTokens INTEGER NOT NULL DEFAULT 0,
    firstTokenMs REAL,
    ms REAL,
    pid INTEGER NOT NULL,
    leaseUntil INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX callsByRun ON calls (run);
  CREATE INDEX callsByDay ON calls (day);
  CREATE INDEX callsInFlight ON calls (leaseUntil) WHERE state = 'reserved';
  CREATE TABLE tasks (
    time INTEGER NOT NULL,
    day TEXT NOT NULL,
    run TEXT NOT NULL,
    task TEXT NOT NULL,
    kind TEXT NOT NULL,
    tier TEXT NOT NULL,
    model TEXT NOT NULL,
    passed INTEGER NOT NULL,
    PRIMARY KEY (run, task, tier)
  ) STRICT;
`;

/** The version of the file, or 0 for a new one. Throws where the file is no database. */
export function readVersion(database: DatabaseSync): number {
  // Reading the schema table too makes a damaged file show itself now rather than at the first call.
  database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.user_version);
}

/** Makes the tables where there are none; the caller holds the write lock, so that one process does it. */
export function createTables(database: DatabaseSync): void {
  if (readVersion(database) !== 0) return;
  database.exec(tables);
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}
