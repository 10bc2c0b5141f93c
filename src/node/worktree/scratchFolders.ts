import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endProcesses, markedProcesses } from '../commands/endProcesses.ts';
import { identify, isAlive, readIdentity } from '../commands/processIdentity.ts';

/** The folders of one process below the storage, with a note of whose they are and of what runs in them. */
export interface OwnFolders {
  readonly folder: string;
  /** Notes a process until it is told to be gone, so that a later start can end it if this process can't. */
  noteProcess(pid: number): () => void;
  remove(): Promise<void>;
}

const owners = '.json';
const running = 'running';

/** Makes this process a folder for scratch copies. The note of its owner is there before the folder, and goes after it. */
export async function makeOwnFolders(storage: string): Promise<OwnFolders> {
  await mkdir(storage, { recursive: true, mode: 0o700 });
  const place = await realpath(storage);
  const name = `${process.pid}-${randomUUID().slice(0, 8)}`;
  const folder = path.join(place, name);
  const note = folder + owners;
  await writeFile(note, JSON.stringify(identify(process.pid)));
  await mkdir(path.join(folder, running), { recursive: true, mode: 0o700 });
  return {
    folder,
    noteProcess(pid) {
      const file = path.join(folder, running, String(pid));
      // Not awaited anywhere: this process may be ended between two turns of its loop.
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(identify(pid)));
      return () => rmSync(file, { force: true });
    },
    async remove() {
      await removeFolder(folder);
      await rm(note, { force: true });
    },
  };
}

/** Removes the scratch copies of processes that are gone, and ends what still runs in them. Those of others stay. */
export async function sweepScratchFolders(storage: string): Promise<void> {
  const place = await realpath(storage).catch(() => undefined);
  if (place === undefined) return;
  const notes = (await readdir(place)).filter((name) => name.endsWith(owners));
  for (const name of notes) {
    const note = path.join(place, name);
    const owner = await readIdentity(note);
    if (owner && isAlive(owner)) continue;
    const folder = note.slice(0, -owners.length);
    await endLeftovers(folder);
    await removeFolder(folder);
    await rm(note, { force: true });
  }
}

async function endLeftovers(folder: string): Promise<void> {
  const names = await readdir(path.join(folder, running)).catch(() => []);
  for (const name of names) {
    const left = await readIdentity(path.join(folder, running, name));
    if (left && isAlive(left)) endProcesses(left.pid, folder, 'SIGKILL');
  }
  // One that was started in the very moment of the crash has no note.
  for (const pid of markedProcesses(folder)) endProcesses(pid, folder, 'SIGKILL');
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
