import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../base/messageOf.ts';
import { monthStart } from '../../core/ledger/localDay.ts';
import { journaledCalls } from '../journal/journaledCalls.ts';
import { bookJournaled, describeRebuilt } from './ledgerRebuild.ts';
import { setAside, withRecoveryLock } from './ledgerRecovery.ts';
import { createTables, holdsCalls, isLedger, readVersion, schemaVersion } from './ledgerSchema.ts';
import { createLedger, type LedgerOptions, type SqliteLedger } from './ledgerStore.ts';
import { busyTimeoutMs, inTransaction, isDamage, isWrongTables, whileBusy } from './sqliteRetry.ts';

export type OpenedLedger =
  | {
      readonly type: 'opened';
      readonly ledger: SqliteLedger;
      /** The old file could not be read and was renamed: budgets count of it what the journals tell. */
      readonly setAside?: { readonly path: string; readonly message: string };
    }
  | {
      readonly type: 'unavailable';
      readonly reason: 'oldNode' | 'newerSchema' | 'cannotOpen';
      readonly message: string;
    };

type Sqlite = typeof import('node:sqlite');

export interface OpenLedgerOptions extends LedgerOptions {
  /** The folders of the journals of all workspaces: a ledger that is begun anew begins with what they tell of this month. */
  readonly journals?: () => Promise<readonly string[]>;
}

/** Opens the ledger's file, and makes it and its folder where they are not there. */
export async function openSqliteLedger(file: string, options: OpenLedgerOptions): Promise<OpenedLedger> {
  const sqlite = await loadSqlite();
  if (sqlite === undefined) {
    const message = `Node 22.13 or later is needed to keep the ledger; this is Node ${process.versions.node}.`;
    return { type: 'unavailable', reason: 'oldNode', message };
  }
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return await openOrSetAside(sqlite, file, options);
  } catch (error) {
    const message = `The ledger ${file} can't be opened: ${messageOf(error)}`;
    return { type: 'unavailable', reason: 'cannotOpen', message };
  }
}

/** Undefined on a Node without it. Loaded late, so that such a Node gets as far as saying so. */
async function loadSqlite(): Promise<Sqlite | undefined> {
  try {
    return await import('node:sqlite');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_UNKNOWN_BUILTIN_MODULE') return undefined;
    throw error;
  }
}

async function openOrSetAside(
  sqlite: Sqlite,
  file: string,
  options: OpenLedgerOptions,
): Promise<OpenedLedger> {
  try {
    return await open(sqlite, file, options);
  } catch (error) {
    if (!mayBeReplaced(sqlite, file, error)) throw error;
  }
  return withRecoveryLock(file, async () => {
    try {
      // Another process may have mended it while this one waited for the lock.
      return await open(sqlite, file, options);
    } catch (error) {
      if (!mayBeReplaced(sqlite, file, error)) throw error;
      const aside = setAside(file, options.now());
      const opened = await open(sqlite, file, options);
      if (opened.type !== 'opened') return opened;
      const { rebuilt, ...ledger } = opened;
      const counted = rebuilt ?? 'Budgets no longer count what was spent before.';
      const message = `The ledger could not be read (${messageOf(error)}). It was kept as ${aside} and a new one was begun. ${counted}`;
      return { ...ledger, setAside: { path: aside, message } };
    }
  });
}

/** A file that still tells what was spent is left where it is, for somebody to mend. */
function mayBeReplaced(sqlite: Sqlite, file: string, error: unknown): boolean {
  if (!isWrongTables(error)) return isDamage(error);
  const database = new sqlite.DatabaseSync(file, { readOnly: true });
  try {
    return !holdsCalls(database);
  } finally {
    database.close();
  }
}

type Opened = OpenedLedger & {
  /** What was booked in a ledger that was begun here. */
  readonly rebuilt?: string;
};

async function open(sqlite: Sqlite, file: string, options: OpenLedgerOptions): Promise<Opened> {
  const database = new sqlite.DatabaseSync(file);
  let kept = false;
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    const version = await whileBusy(() => readVersion(database));
    if (version > schemaVersion) {
      const message = `The ledger ${file} was written by a newer Tiercel. Update this one, or choose another file.`;
      return { type: 'unavailable', reason: 'newerSchema', message };
    }
    await whileBusy(() => database.exec('PRAGMA journal_mode = WAL'));
    // A reservation has to outlive a power cut; one flush is little beside a model's answer.
    database.exec('PRAGMA synchronous = FULL');
    const { journals, ...ledgerOptions } = options;
    const now = options.now();
    const earlier =
      journals === undefined || (await whileBusy(() => isLedger(database)))
        ? undefined
        : await journaledCalls(await journals(), monthStart(now));
    const isRebuilt = await whileBusy(() =>
      inTransaction(database, () => {
        // In the same transaction, so that nobody reserves before it, and of several that begin it one books it.
        const isNew = !isLedger(database);
        createTables(database);
        if (isNew && earlier) bookJournaled(database, earlier);
        return isNew;
      }),
    );
    const ledger = createLedger(database, { ...ledgerOptions, isInPlace: placeOf(file) });
    kept = true;
    return {
      type: 'opened',
      ledger,
      ...(isRebuilt && earlier && { rebuilt: describeRebuilt(earlier, now) }),
    };
  } finally {
    if (!kept) database.close();
  }
}

/** Tells whether the file of this name is still the one that is open: another process may have set it aside. */
function placeOf(file: string): () => boolean {
  const inode = () => statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
  const opened = inode();
  return () => inode() === opened;
}
