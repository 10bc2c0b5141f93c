import { rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * A lock that is older was left behind by a process that died: what is done under one takes milliseconds, or seconds
 * where a ledger is begun anew from a month's journals.
 */
const staleAfterMs = 30_000;

/** Lets one process at a time do this, by a file that only one can make. */
export async function withFileLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!tryLock(lock)) await wait(5);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether a file was written less than so many milliseconds ago. A time to come is that of a clock that was set back. */
export function isYoungerThan(ms: number, mtimeMs: number): boolean {
  return Math.abs(Date.now() - mtimeMs) < ms;
}

function tryLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (isStale(lock)) removeStale(lock);
  return false;
}

function isStale(lock: string): boolean {
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  return since !== undefined && !isYoungerThan(staleAfterMs, since);
}

/** Under a lock of its own, so that nobody who has seen the stale one removes the one that follows it. */
function removeStale(lock: string): void {
  const removing = `${lock}.removing`;
  if (!tryLock(removing)) return;
  try {
    if (isStale(lock)) rmSync(lock, { force: true });
  } finally {
    rmSync(removing, { force: true });
  }
}
