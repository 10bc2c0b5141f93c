import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A lock older than this was left behind by a process that died: a recovery takes milliseconds. */
const staleAfterMs = 30_000;

/**
 * Lets one process at a time replace a damaged file. Without it a second process that had also seen the damage would
 * rename the new ledger that the first has just begun.
 */
export async function withRecoveryLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.recovering`;
  while (!tryLock(lock)) await wait(20);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Renames a damaged ledger with the files that SQLite keeps beside it, and returns the new path. */
export function setAside(file: string, now: number): string {
  const base = `${file}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  let aside = base;
  for (let n = 2; existsSync(aside); n++) aside = `${base}-${n}`;
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  renameSync(file, aside);
  return aside;
}

function tryLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (since !== undefined && Date.now() - since > staleAfterMs) rmSync(lock, { force: true });
  return false;
}
