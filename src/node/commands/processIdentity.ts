import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { withoutKeys } from './withoutKeys.ts';

/**
 * A process that can be told from a later one with the same number. `start` is when it began, in whatever form the
 * system tells it; empty where it does not tell.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

/** A process by its number and the time it began, as numbers are given again. */
export function identify(pid: number): ProcessIdentity {
  return { pid, start: startOf(pid) ?? '' };
}

/** Whether that process, and not another one with its number, is still there. */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process is there too; it is not the one meant.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === start;
}

/** The process that a file names; undefined where there is no such file, or a crash has cut it short. */
export async function readIdentity(file: string): Promise<ProcessIdentity | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<ProcessIdentity> | null;
    const { pid, start } = value ?? {};
    return typeof pid === 'number' && typeof start === 'string' ? { pid, start } : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where there is no such process, or only what the system keeps of it until its parent has looked. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The name in brackets may hold anything; after it come the state and, as the 20th, the start in ticks.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    }
    if (process.platform === 'win32') return '';
    // Every process must read the same time, whatever zone and language it was started with.
    const env = { ...withoutKeys(process.env), LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim();
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
