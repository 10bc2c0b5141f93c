import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage.ts';

/**
 * The folder that --workspace names; without it, the current one. Its path is absolute and past links: runs and what
 * they have spent are kept by it, and one folder has one path only then.
 */
export async function workspaceFolder(given: string | undefined): Promise<string> {
  // A variable of a shell that is not set: the current folder is not what was meant.
  if (given === '') throw new UsageError('--workspace is empty. Give it the folder to work on.');
  const folder = path.resolve(given ?? '.');
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UsageError(`There is no folder ${folder}. Give --workspace the folder to work on.`);
  if (!found.isDirectory())
    throw new UsageError(`${folder} is a file. Give --workspace the folder it is in.`);
  return realpath(folder);
}
