import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage.ts';

/** The absolute path of the folder that --workspace names; without it, the current one. */
export async function workspaceFolder(given: string | undefined): Promise<string> {
  // A variable of a shell that is not set: the current folder is not what was meant.
  if (given === '') throw new UsageError('--workspace is empty. Give it the folder to work on.');
  const folder = path.resolve(given ?? '.');
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UsageError(`There is no folder ${folder}. Give --workspace the folder to work on.`);
  if (!found.isDirectory())
    throw new UsageError(`${folder} is a file. Give --workspace the folder it is in.`);
  return folder;
}
