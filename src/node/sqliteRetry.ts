import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';

const busy = 5;
const corrupt = 11;
const notADatabase = 26;

/** How long SQLite itself waits for another process's lock: short, since that wait holds the event loop. */
export const busyTimeoutMs = 20;

/** After this long the file is held by something that does not let go. */
const giveUpAfterMs = 15_000;

/** Does `work` again while another process holds the file's lock, without holding the event loop in between. */
export async function whileBusy<T>(work: () => T): Promise<T> {
  const end = performance.now() + giveUpAfterMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (primaryCode(error) !== busy || performance.now() > end) throw error;
      await wait(5 + Math.random() * 20);
    }
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

/** SQLite's error code without its details, which stand in the higher bits. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') {
    return undefined;
  }
  return error.errcode & 0xff;
}
