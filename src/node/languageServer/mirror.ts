import { lstat, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import { mirrorPrefix, noteLeftover } from './process/leftovers.ts';
import type { FileEvent } from './serverSession.ts';

/** Folders that the files need and that are not on disk. */
export async function missingFolders(root: string, files: readonly string[]): Promise<readonly string[]> {
  const folders = [...new Set(files.map((file) => path.posix.dirname(file)))];
  const there = await Promise.all(
    folders.map((folder) =>
      stat(path.join(root, folder)).then(
        (stats) => stats.isDirectory(),
        () => false,
      ),
    ),
  );
  return folders.filter((_, index) => !there[index]);
}

/**
 * Calls the action with a stand-in for the workspace's folder in which these folders exist and are its own: links to
 * what is there, and folders only on the way to these. TypeScript 7 finds no file in a folder that is not on disk,
 * and a check must make none in the user's workspace.
 */
export async function withMirror<T>(
  root: string,
  ownFolders: readonly string[],
  action: (mirror: string) => Promise<T>,
): Promise<T> {
  const mirror = await mkdtemp(path.join(await realpath(tmpdir()), mirrorPrefix));
  const takeNoteAway = noteLeftover({ folder: mirror });
  try {
    await linkFolder(root, mirror, '.', ancestors(ownFolders));
    for (const folder of ownFolders) await mkdir(path.join(mirror, folder), { recursive: true });
    return await action(mirror);
  } finally {
    await rm(mirror, { recursive: true, force: true });
    takeNoteAway();
  }
}

/** The first file whose folder in the stand-in leads out of it: what is behind a link is the user's. */
export async function behindLinks(mirror: string, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const folder = path.join(mirror, path.posix.dirname(file));
    if ((await realpath(folder)) !== folder) return file;
  }
  return undefined;
}

/** Writes changes into a stand-in that has folders of its own for them, and tells what became of which file. */
export async function writeInMirror(mirror: string, changes: FileChanges): Promise<readonly FileEvent[]> {
  const linked = await behindLinks(mirror, [...changes.keys()]);
  if (linked !== undefined) throw new Error(`${linked} leads out of the stand-in`);
  const events: FileEvent[] = [];
  for (const [file, content] of changes) {
    const target = path.join(mirror, file);
    const wasThere = await lstat(target).then(
      () => true,
      () => false,
    );
    // The link goes first, so that nothing is written through it.
    await rm(target, { force: true });
    if (content !== null) await writeFile(target, content, { flag: 'wx' });
    const type = content === null ? 'deleted' : wasThere ? 'changed' : 'created';
    if (wasThere || content !== null) events.push({ path: file, type });
  }
  return events;
}

async function linkFolder(
  root: string,
  mirror: string,
  folder: string,
  own: ReadonlySet<string>,
): Promise<void> {
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const inside = path.posix.join(folder, entry.name);
    if (inside === '.git') continue;
    const target = path.join(root, inside);
    const link = path.join(mirror, inside);
    if (entry.isDirectory() && own.has(inside)) {
      await mkdir(link);
      await linkFolder(root, mirror, inside, own);
    } else {
      // Windows lets everyone make junctions, which are for folders only.
      await symlink(target, link, entry.isDirectory() ? 'junction' : 'file');
    }
  }
}

function ancestors(folders: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const folder of folders) {
    for (let above = folder; above !== '.'; above = path.posix.dirname(above)) found.add(above);
  }
  return found;
}
