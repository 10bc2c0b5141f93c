import { existsSync, renameSync } from 'node:fs';
import { withFileLock } from '../files/fileLock.ts';

/**
 * Lets one process at a time replace a damaged file. Without it a second process that had also seen the damage would
 * rename the new ledger that the first has just begun.
 */
export function withRecoveryLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  return withFileLock(`${file}.recovering`, work);
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
