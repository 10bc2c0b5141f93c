import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { modelTiers, roles } from '../../core/model/tier.ts';
import {
  type AttemptLog,
  type AttemptRow,
  attemptResults,
  type ForecastRow,
  type MalformedRow,
  noHistory,
} from '../../core/routing/attempts.ts';
import { busyTimeoutMs, inTransaction, unlessUnavailable, withLedger } from './sqliteRetry.ts';
import { withTables } from './sqliteTables.ts';

export type SqliteAttempts = AttemptLog & { close(): void };

/** As many of the newest rows are read: what was long ago was other code, and often other models. */
const mostAttempts = 5_000;
const mostForecasts = 200;

/**
 * These tables have a version of their own beside the ledger's, since they may go without a loss of money. A file of
 * a newer version is written to as well, since columns are only ever added, each with a default.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS attempts (
    time INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    run TEXT NOT NULL,
    task TEXT NOT NULL,
    kind TEXT NOT NULL,
    tier TEXT NOT NULL,
    model TEXT NOT NULL,
    result TEXT NOT NULL,
    usd REAL NOT NULL,
    ms REAL NOT NULL,
    lines INTEGER NOT NULL,
    candidates INTEGER NOT NULL,
    escalated INTEGER NOT NULL,
    shadow INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS attemptsByWorkspace ON attempts (workspace, time);
  CREATE TABLE IF NOT EXISTS forecasts (
    time INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    run TEXT NOT NULL,
    lowUsd REAL NOT NULL,
    highUsd REAL NOT NULL,
    actualUsd REAL NOT NULL,
    PRIMARY KEY (workspace, run)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS malformed (
    time INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    run TEXT NOT NULL,
    role TEXT NOT NULL,
    tier TEXT NOT NULL,
    model TEXT NOT NULL,
    repair INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS malformedByWorkspace ON malformed (workspace, time);
`;

/**
 * What a workspace has seen of its tiers, in the ledger's file, over a connection of its own. The file must be there:
 * open the ledger first, which sets a damaged one aside. Rejects with LedgerUnavailable where it can't be written.
 *
 * @param workspace any name that stays the same for a workspace
 */
export async function openSqliteAttempts(file: string, workspace: string): Promise<SqliteAttempts> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return await withLedger(() =>
      withTables(database, { sql: tables, names: ['attempts', 'forecasts', 'malformed'] }, () =>
        attemptLog(database, workspace),
      ),
    );
  } catch (error) {
    database.close();
    throw error;
  }
}

function attemptLog(database: DatabaseSync, workspace: string): SqliteAttempts {
  const insert = database.prepare(`
    INSERT INTO attempts (time, workspace, run, task, kind, tier, model, result, usd, ms, lines, candidates, escalated, shadow)
    VALUES ($time, $workspace, $run, $task, $kind, $tier, $model, $result, $usd, $ms, $lines, $candidates, $escalated, $shadow)`);
  const putForecast = database.prepare(`
    INSERT INTO forecasts (time, workspace, run, lowUsd, highUsd, actualUsd)
    VALUES ($time, $workspace, $run, $lowUsd, $highUsd, $actualUsd)
    ON CONFLICT (workspace, run) DO UPDATE SET
      time = $time, lowUsd = $lowUsd, highUsd = $highUsd, actualUsd = $actualUsd`);
  const attempts = database.prepare(`
    SELECT time, run, task, kind, tier, model, result, usd, ms, lines, candidates, escalated, shadow
    FROM attempts WHERE workspace = ? ORDER BY time DESC, rowid DESC LIMIT ${mostAttempts}`);
  const forecasts = database.prepare(`
    SELECT time, run, lowUsd, highUsd, actualUsd
    FROM forecasts WHERE workspace = ? ORDER BY time DESC LIMIT ${mostForecasts}`);
  const insertMalformed = database.prepare(`
    INSERT INTO malformed (time, workspace, run, role, tier, model, repair)
    VALUES ($time, $workspace, $run, $role, $tier, $model, $repair)`);
  const malformed = database.prepare(`
    SELECT time, run, role, tier, model, repair
    FROM malformed WHERE workspace = ? ORDER BY time DESC, rowid DESC LIMIT ${mostAttempts}`);
  const drop = ['attempts', 'forecasts', 'malformed'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE workspace = ?`),
  );
  let isOpen = true;
  return {
    record: async ({ escalated, shadow, ...row }) => {
      const flags = { escalated: escalated ? 1 : 0, shadow: shadow ? 1 : 0 };
      await unlessUnavailable(() => insert.run({ ...row, ...flags, workspace }));
    },
    recordForecast: async (row) => {
      await unlessUnavailable(() => putForecast.run({ ...row, workspace }));
    },
    recordMalformed: async ({ isRepair, ...row }) => {
      // Nobody waits for it, so that it may come after the end.
      if (!isOpen) return;
      await unlessUnavailable(() => insertMalformed.run({ ...row, repair: isRepair ? 1 : 0, workspace }));
    },
    history: async () => {
      const read = await unlessUnavailable(() => ({
        attempts: attempts.all(workspace).flatMap((row) => attemptRow.safeParse(row).data ?? []),
        forecasts: forecasts.all(workspace).flatMap((row) => forecastRow.safeParse(row).data ?? []),
        malformed: malformed.all(workspace).flatMap(({ repair, ...row }) => {
          return malformedRow.safeParse({ ...row, isRepair: repair }).data ?? [];
        }),
      }));
      return read ?? noHistory;
    },
    forget: () =>
      withLedger(() =>
        inTransaction(database, () => {
          for (const statement of drop) statement.run(workspace);
        }),
      ),
    close: () => {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

// Whatever else stands in the tables says nothing of the tiers.
const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);
const ofModel = { time: z.number(), run: z.string(), tier: z.enum(modelTiers), model: z.string() };
const attemptRow = z.object({
  ...ofModel,
  task: z.string(),
  kind: z.string(),
  result: z.enum(attemptResults),
  usd: z.number(),
  ms: z.number(),
  lines: z.number(),
  candidates: z.number(),
  escalated: flag,
  shadow: flag,
}) satisfies z.ZodType<AttemptRow>;
const forecastRow = z.object({
  time: z.number(),
  run: z.string(),
  lowUsd: z.number(),
  highUsd: z.number(),
  actualUsd: z.number(),
}) satisfies z.ZodType<ForecastRow>;
const malformedRow = z.object({
  ...ofModel,
  role: z.enum(roles),
  isRepair: flag,
}) satisfies z.ZodType<MalformedRow>;
