import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { identify, isAlive, readIdentity } from '../commands/processIdentity.ts';

/** That this process, and no other window or terminal, works on a run. */
export interface RunHold {
  release(): Promise<void>;
}

/**
 * Takes a run for this process by a file that names it; undefined where one that still lives has it. What a process
 * that was killed has left is taken over.
 */
export async function holdRun(file: string): Promise<RunHold | undefined> {
  await mkdir(path.dirname(file), { recursive: true });
  for (let tries = 0; tries < 2; tries++) {
    try {
      await writeFile(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    if ((await isHeld(file)) || !(await clear(file))) return undefined;
  }
  return undefined;
}

/** Whether a process that still lives works on the run. */
export async function isHeld(file: string): Promise<boolean> {
  const owner = await readIdentity(file);
  return owner ? isAlive(owner) : isBeingWritten(file);
}

/** A note that names nobody is one that is being written, or that a crash has cut short. */
async function isBeingWritten(file: string): Promise<boolean> {
  const since = await stat(file).catch(() => undefined);
  return since !== undefined && Date.now() - since.mtimeMs < 2_000;
}

/** Removes the note of a process that is gone, where it is one. */
export async function sweepHold(file: string): Promise<void> {
  if (!(await isHeld(file))) await clear(file);
}

/** Moved before it is removed: of two that want to take over at once, one must not remove the note of the other. */
async function clear(file: string): Promise<boolean> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true;
    throw error;
  }
  const isTaken = await isHeld(aside);
  if (isTaken) await rename(aside, file);
  else await rm(aside, { force: true });
  return !isTaken;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
