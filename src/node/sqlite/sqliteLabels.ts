import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { tiers } from '../../core/model/tier.ts';
import type { KnownLabel, LabelCache, LabelScope } from '../../core/problems/labelCache.ts';
import { busyTimeoutMs, inTransaction, whileBusy } from './sqliteRetry.ts';
import { withTables } from './sqliteTables.ts';

export type SqliteLabels = LabelCache & { close(): void };

/** As many labels are kept, the newest; kinds of problems are few, so that this is those of many languages. */
const mostLabels = 20_000;

/**
 * Like the table of attempts, this one has no part in the ledger's version: it may go without a loss but of the cents
 * that its labels cost.
 */
const table = `
  CREATE TABLE IF NOT EXISTS labels (
    template TEXT NOT NULL,
    tier TEXT NOT NULL,
    version TEXT NOT NULL,
    time INTEGER NOT NULL,
    category TEXT NOT NULL,
    rootCause TEXT NOT NULL,
    effort TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (template, tier, version)
  ) STRICT;
`;

/**
 * Labels in the ledger's file, for all workspaces, over a connection of its own. The file must be there: open the
 * ledger first, which sets a damaged one aside.
 */
export async function openSqliteLabels(
  file: string,
  options: { readonly now: () => number },
): Promise<SqliteLabels> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    return await whileBusy(() =>
      withTables(database, { sql: table, names: ['labels'] }, () => labelCache(database, options.now)),
    );
  } catch (error) {
    database.close();
    throw error;
  }
}

function labelCache(database: DatabaseSync, now: () => number): SqliteLabels {
  const get = database.prepare(`
    SELECT category, rootCause, effort, confidence FROM labels
    WHERE template = $template AND tier = $tier AND version = $version`);
  const put = database.prepare(`
    INSERT INTO labels (template, tier, version, time, category, rootCause, effort, confidence)
    VALUES ($template, $tier, $version, $time, $category, $rootCause, $effort, $confidence)
    ON CONFLICT (template, tier, version) DO UPDATE SET
      time = $time, category = $category, rootCause = $rootCause, effort = $effort, confidence = $confidence`);
  const prune = database.prepare(`
    DELETE FROM labels WHERE rowid NOT IN (SELECT rowid FROM labels ORDER BY time DESC LIMIT ${mostLabels})`);
  let isOpen = true;
  return {
    getMany: (keys, scope) =>
      whileBusy(
        () =>
          new Map(
            keys.flatMap((template): [string, KnownLabel][] => {
              const row = get.get({ template, ...columnsOf(scope) });
              const known = knownLabel.safeParse(row).data;
              return known ? [[template, known]] : [];
            }),
          ),
      ),
    putMany: async (labels, scope) => {
      await whileBusy(() =>
        inTransaction(database, () => {
          const time = now();
          for (const [template, { category, rootCause, effort, confidence }] of labels)
            put.run({ template, ...columnsOf(scope), time, category, rootCause, effort, confidence });
          prune.run();
        }),
      );
    },
    close: () => {
      if (isOpen) database.close();
      isOpen = false;
    },
  };
}

function columnsOf({ tier, version }: LabelScope) {
  return { tier, version };
}

/** Whatever else stands in the table is asked for anew. */
const knownLabel = z.object({
  category: z.string(),
  rootCause: z.string(),
  effort: z.enum(tiers),
  confidence: z.number(),
}) satisfies z.ZodType<KnownLabel>;
