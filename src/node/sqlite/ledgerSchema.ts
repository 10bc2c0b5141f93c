import type { DatabaseSync } from 'node:sqlite';

/** The version this code reads and writes; kept in the file's user_version. */
export const schemaVersion = 2;

/**
 * `calls.state`:
 * - `reserved`: sent or about to be; `cost` is the worst case, or what was granted of it.
 * - `used`: `cost` is what the usage comes to.
 * - `unknown`: may have been billed; `cost` stays the worst case.
 * - `expired`: like `unknown`, because the lease ran out and nobody had said how the call ended. A process that was
 *   only slow (a laptop that slept) may still settle it. What a crashed process had sent may have been billed, so that
 *   its money is not given back: a budget may be used up too early, and is never passed.
 * - `notSent`: `cost` is 0.
 *
 * `cost` is thus what counts against budgets in every state, and a budget is one sum. All amounts are nano-dollars,
 * times are milliseconds since 1970, and `day` is the local calendar day on which the call was reserved: a call over
 * midnight counts for the day whose budget it was fitted into. `tokens` is for the cap of a run what `cost` is for its
 * budget.
 */
const firstTables = `
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

/**
 * The id of the next call. The ids of a ledger go on from its first, which is drawn by lot: in a ledger that is begun
 * anew, no call has the id of one of the ledger before it.
 */
export const nextId = 'coalesce((SELECT max(id) FROM calls) + 1, 1 + abs(random() % 1000000000000000))';

/** A worker's call counts for its task's kind, once an attempt at it has ended; all others for what they were made for. */
export const kindOfCall = (row: string) => `
  CASE ${row}.role WHEN 'work'
    THEN coalesce((SELECT kind FROM tasks WHERE tasks.run = ${row}.run AND tasks.task = ${row}.task LIMIT 1), 'unfinished')
    ELSE ${row}.role
  END`;

const counted = [
  'calls',
  'inputTokens',
  'cachedTokens',
  'cacheWrittenTokens',
  'outputTokens',
  'reasoningTokens',
  'cost',
  'estimatedCost',
] as const;

/** Adds a row of calls to the totals, or takes it out of them again. */
function count(row: 'new' | 'old', sign: '' | '-'): string {
  return `
    INSERT INTO totals (day, workspace, tier, model, kind, ${counted.join(', ')})
    VALUES (${row}.day, ${row}.workspace, ${row}.tier, ${row}.model, ${row}.kind,
      ${sign}(${row}.state <> 'notSent'), ${sign}${row}.inputTokens, ${sign}${row}.cachedTokens,
      ${sign}${row}.cacheWrittenTokens, ${sign}${row}.outputTokens, ${sign}${row}.reasoningTokens,
      ${sign}${row}.cost, ${sign}${row}.cost * ${row}.estimated)
    ON CONFLICT (day, workspace, tier, model, kind) DO UPDATE SET
      ${counted.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')};`;
}

/**
 * The totals are kept by triggers, in the transaction that changes a call: budgets and reports read a few rows of
 * them, however long the ledger is, and they can't drift from the calls.
 */
const totals = `
  CREATE TABLE totals (
    day TEXT NOT NULL,
    workspace TEXT NOT NULL,
    tier TEXT NOT NULL,
    model TEXT NOT NULL,
    kind TEXT NOT NULL,
    ${counted.map((name) => `${name} INTEGER NOT NULL,`).join('\n    ')}
    PRIMARY KEY (day, workspace, tier, model, kind)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO totals
    SELECT day, workspace, tier, model, kind, sum(state <> 'notSent'), sum(inputTokens), sum(cachedTokens),
      sum(cacheWrittenTokens), sum(outputTokens), sum(reasoningTokens), sum(cost), sum(cost * estimated)
    FROM calls GROUP BY day, workspace, tier, model, kind;
  CREATE TRIGGER callAdded AFTER INSERT ON calls BEGIN ${count('new', '')} END;
  CREATE TRIGGER callChanged AFTER UPDATE ON calls BEGIN ${count('old', '-')} ${count('new', '')} END;
`;

const groupings = ['tier', 'kind', 'model', 'day'] as const;

/** What tasks count for in the report, one row for each way of grouping; `where` narrows it to some of them. */
function taskCounts(where: string): string {
  // A task that failed at one tier and passed at the next is one task of its kind, and it passed.
  const counts = groupings.map(
    (column) => `
      SELECT '${column}' AS grouping, ${column} AS groupKey, max(passed) AS passed
      FROM tasks ${where} GROUP BY run, task, ${column}`,
  );
  return counts.join(' UNION ALL ');
}

/** Takes what a task counts for out of the totals (`$sign` -1), or adds it again (1): before and after it changes. */
export const countTask = `
  INSERT INTO taskTotals (grouping, groupKey, tasks, passed)
  SELECT grouping, groupKey, $sign, $sign * passed FROM (${taskCounts('WHERE run = $run AND task = $task')}) WHERE true
  ON CONFLICT (grouping, groupKey) DO UPDATE SET tasks = tasks + excluded.tasks, passed = passed + excluded.passed`;

const taskTotals = `
  CREATE TABLE taskTotals (
    grouping TEXT NOT NULL,
    groupKey TEXT NOT NULL,
    tasks INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    PRIMARY KEY (grouping, groupKey)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO taskTotals
    SELECT grouping, groupKey, count(*), sum(passed) FROM (${taskCounts('')}) GROUP BY grouping, groupKey;
`;

const toSecond = `
  ALTER TABLE calls ADD COLUMN provider TEXT NOT NULL DEFAULT 'responses';
  ALTER TABLE calls ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
  ALTER TABLE calls ADD COLUMN kind TEXT NOT NULL DEFAULT 'unfinished';
  ALTER TABLE calls ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN cacheWrittenTokens INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN rate TEXT;
  ALTER TABLE calls ADD COLUMN queueMs REAL;
  ALTER TABLE calls ADD COLUMN toolMs REAL;
  ALTER TABLE calls ADD COLUMN verdict TEXT;
  UPDATE calls SET kind = ${kindOfCall('calls')}, tokens = inputTokens + outputTokens;
  DROP INDEX callsByRun;
  DROP INDEX callsByDay;
  CREATE INDEX callsByTask ON calls (run, task);
  ${totals}
  ${taskTotals}
`;

/** What takes a file from each version to the next; the first makes a new file's tables. */
const steps = [firstTables, toSecond];

/** The version of the file, or 0 for a new one. Throws where the file is no database. */
export function readVersion(database: DatabaseSync): number {
  // Reading the schema table too makes a damaged file show itself now rather than at the first call.
  database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get();
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.user_version);
}

/**
 * Makes the tables, and brings those of an older version up to date with all rows kept; the caller holds the write
 * lock, so that one process does it. What can be made anew from the calls and tasks is, where it is not there.
 */
export function createTables(database: DatabaseSync): void {
  const written = readVersion(database);
  const version = versionOfCalls(database) ?? Math.max(written, 0);
  for (const step of steps.slice(version)) database.exec(step);
  if (written !== schemaVersion) database.exec(`PRAGMA user_version = ${schemaVersion}`);
  if (version < schemaVersion) return;
  const has = database.prepare('SELECT count(*) AS n FROM sqlite_schema WHERE type = ? AND name = ?');
  const isThere = (type: string, name: string) => Number(has.get(type, name)?.n) > 0;
  const triggers = ['callAdded', 'callChanged'];
  if (!isThere('table', 'totals') || !triggers.every((name) => isThere('trigger', name))) {
    for (const name of triggers) database.exec(`DROP TRIGGER IF EXISTS ${name}`);
    database.exec(`DROP TABLE IF EXISTS totals; ${totals}`);
  }
  if (!isThere('table', 'taskTotals')) database.exec(taskTotals);
}

/** Whether the file is a ledger at all: a new one has no calls, not even of an older version. */
export function isLedger(database: DatabaseSync): boolean {
  return versionOfCalls(database) !== undefined;
}

/** What a copy's calls tell of its version: restored from a dump, it has lost the number. */
function versionOfCalls(database: DatabaseSync): number | undefined {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all('calls');
  const names = new Set(columns.map(({ name }) => name));
  if (!names.has('cost')) return undefined;
  return names.has('verdict') ? 2 : 1;
}

/** Whether calls are booked in the file, whatever else of it is missing. */
export function holdsCalls(database: DatabaseSync): boolean {
  if (versionOfCalls(database) === undefined) return false;
  return Number(database.prepare('SELECT count(*) AS n FROM calls').get()?.n) > 0;
}
