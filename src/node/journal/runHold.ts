import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { identify, isAlive, readIdentity } from '../commands/processIdentity.ts';
import { isYoungerThan, withFileLock } from '../files/fileLock.ts';

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
  if (await write(file)) return holdOf(file);
  if (await isHeld(file)) return undefined;
  return withFileLock(file + taking, async () => {
    if ((await stateOf(file)) === 'left') await rm(file, { force: true });
    return (await write(file)) ? holdOf(file) : undefined;
  });
}

/** Comes behind a note's name while one that is left over is removed, so that nobody removes the one that follows it. */
const taking = '.taking';

function holdOf(file: string): RunHold {
  return { release: () => rm(file, { force: true }) };
}

/** Whether this process could write its note: there was none. */
async function write(file: string): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether a process that still lives works on the run. */
export async function isHeld(file: string): Promise<boolean> {
  return (await stateOf(file)) === 'held';
}

/** `left`: by a process that is gone; nobody but who has the lock removes such a note. */
async function stateOf(file: string): Promise<'none' | 'held' | 'left'> {
  const owner = await readIdentity(file);
  if (owner) return isAlive(owner) ? 'held' : 'left';
  // A note that names nobody is one that is being written, or that a crash has cut short.
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return 'none';
  return isYoungerThan(2_000, found.mtimeMs) ? 'held' : 'left';
}

/** Removes the note of a process that is gone, where it is one. */
export async function sweepHold(file: string): Promise<void> {
  if (path.basename(file).includes(taking) || (await stateOf(file)) !== 'left') return;
  await withFileLock(file + taking, async () => {
    if ((await stateOf(file)) === 'left') await rm(file, { force: true });
  });
}
