import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { identify, isAlive, type ProcessIdentity } from '../../commands/processIdentity.ts';

/** What this process leaves behind when it is killed: a server that does not notice, a folder. */
export type Leftover = { readonly pid: number } | { readonly folder: string };

interface Note {
  readonly owner: ProcessIdentity;
  readonly server?: ProcessIdentity;
  readonly folder?: string;
}

/** The user's own folder of notes; undefined where someone else has taken its name. */
function notesFolder(): string | undefined {
  const { uid, username } = userInfo();
  const folder = path.join(tmpdir(), `tiercel-servers-${uid < 0 ? username : uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  return stats.isDirectory() && (uid < 0 || stats.uid === uid) ? folder : undefined;
}

/** Notes something to be cleared away by a later start if this process can't. Gives back what takes the note away. */
export function noteLeftover(leftover: Leftover, owner = identify(process.pid)): () => void {
  const folder = notesFolder();
  if (folder === undefined) return () => {};
  const note: Note =
    'pid' in leftover ? { owner, server: identify(leftover.pid) } : { owner, folder: leftover.folder };
  const file = path.join(folder, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(note), { mode: 0o600, flag: 'wx' });
  return () => rmSync(file, { force: true });
}

/** Ends the servers and removes the folders of processes that are gone. Those of others stay. */
export async function clearLeftovers(): Promise<void> {
  const folder = notesFolder();
  if (folder === undefined) return;
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const note = await readNote(file);
    if (!note || isAlive(note.owner)) continue;
    if (note.server && isAlive(note.server)) end(note.server.pid);
    if (note.folder && path.basename(note.folder).startsWith(mirrorPrefix)) {
      await rm(note.folder, { recursive: true, force: true });
    }
    await rm(file, { force: true });
  }
}

/** How the names of stand-ins for a workspace begin: no other folder is ever removed. */
export const mirrorPrefix = 'tiercel-mirror-';

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

async function readNote(file: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse(await readFile(file, 'utf8')) as Partial<Note> | null;
    return note?.owner && typeof note.owner.pid === 'number' ? { ...note, owner: note.owner } : undefined;
  } catch {
    // Taken away meanwhile, or cut short when its process was killed.
    return undefined;
  }
}
