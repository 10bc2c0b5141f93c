import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * The folders that hold the journals of all workspaces, given the storage that VS Code gives us: for all windows, and,
 * where a folder is open, for its workspace. It gives each workspace a folder beside the others', and keeps them all
 * beside what is for all windows. Where a workspace has no journals, such a folder is not there.
 */
export async function journalRoots(global: string, local: string | undefined): Promise<readonly string[]> {
  const own = local ?? global;
  const all = local === undefined ? path.join(global, '../../workspaceStorage') : path.join(local, '../..');
  const workspaces = await readdir(all).catch(() => []);
  const storages = workspaces.map((name) => path.join(all, name, path.basename(own)));
  return [...new Set([own, ...storages])].map((storage) => path.join(storage, 'runs'));
}
