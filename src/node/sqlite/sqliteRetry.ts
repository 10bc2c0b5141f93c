import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { type LedgerProblem, LedgerUnavailable } from '../../core/ledger/ledgerUnavailable.ts';

/** A statement that the file's tables can't be asked: no such table, no such column. */
const wrongTables = 1;
const busy = 5;
const corrupt = 11;
const notADatabase = 26;

/** What SQLite says where its file can't be had, by its codes. */
const problems: Readonly<Record<number, LedgerProblem>> = {
  [busy]: 'locked',
  6: 'locked',
  8: 'readOnly',
  10: 'unreadable',
  [corrupt]: 'damaged',
  13: 'full',
  14: 'unreadable',
  [notADatabase]: 'damaged',
};

/** How long SQLite itself waits for another process's lock: short, since that wait holds the event loop. */
export const busyTimeoutMs = 20;

/** After this long (milliseconds) the file is held by something that does not let go. */
const defaultPatienceMs = 15_000;

/** Does `work` again while another process holds the file's lock, without holding the event loop in between. */
export async function whileBusy<T>(work: () => T, patienceMs = defaultPatienceMs): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (primaryCode(error) !== busy || performance.now() > end) throw error;
      await wait(5 + Math.random() * 20);
    }
  }
}

/** The same where the failure is to be a LedgerUnavailable, since it lies in the file and not in this program. */
export async function withLedger<T>(work: () => T, patienceMs?: number): Promise<T> {
  try {
    return await whileBusy(work, patienceMs);
  } catch (error) {
    const reason = problems[primaryCode(error) ?? 0];
    throw reason === undefined ? error : new LedgerUnavailable(reason, { cause: error });
  }
}

/** The same for what is worth knowing and holds no money: where the file can't be had, it is left undone. */
export async function unlessUnavailable<T>(work: () => T, patienceMs?: number): Promise<T | undefined> {
  try {
    return await withLedger(work, patienceMs);
  } catch (error) {
    if (error instanceof LedgerUnavailable) return undefined;
    throw error;
  }
}

/** Takes the write lock before the first read, so that what is read still holds when it is written upon. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // After some failures SQLite has already rolled back by itself; the first error is the one to be told.
  }
}

/** Whether the file is no SQLite database, or a broken one. */
export function isDamage(error: unknown): boolean {
  const code = primaryCode(error);
  return code === corrupt || code === notADatabase;
}

/** Whether the file's tables are not those that are asked for. */
export function isWrongTables(error: unknown): boolean {
  return primaryCode(error) === wrongTables;
}

/** SQLite's error code without its details, which stand in the higher bits. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') {
    return undefined;
  }
  return error.errcode & 0xff;
}
