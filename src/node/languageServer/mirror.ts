import { mkdir, mkdtemp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

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
 * Calls the action with a stand-in for the workspace's folder in which these folders exist: links to what is there,
 * and folders of its own only on the way to the new ones. TypeScript 7 finds no file in a folder that is not on disk,
 * and a check must make none in the user's workspace.
 */
export async function withMirror<T>(
  root: string,
  newFolders: readonly string[],
  action: (mirror: string) => Promise<T>,
): Promise<T> {
  const mirror = await mkdtemp(path.join(await realpath(tmpdir()), 'tiercel-mirror-'));
  try {
    await linkFolder(root, mirror, '.', ancestors(newFolders));
    for (const folder of newFolders) await mkdir(path.join(mirror, folder), { recursive: true });
    return await action(mirror);
  } finally {
    await rm(mirror, { recursive: true, force: true });
  }
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
