import { randomUUID } from 'node:crypto';
import { access, chmod, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** New contents of a file that wait beside it. */
export interface StagedFile {
  /** Puts them in its place, in one step: the file is never there in part. */
  commit(): Promise<void>;
  /** Throws them away; nothing happens once they are in place. */
  discard(): Promise<void>;
}

/**
 * Writes a file's new contents beside it. They get the permissions that the file has, so that a program stays one, and
 * a file that may not be written is not replaced either: that rejects, as do the file system's other errors. `file` is
 * where links lead, not a link.
 */
export async function stageFile(file: string, content: string): Promise<StagedFile> {
  const mode = await modeOf(file);
  if (mode !== undefined) await access(file, constants.W_OK);
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const staged = path.join(folder, `.${path.basename(file)}.${randomUUID().slice(0, 8)}`);
  const discard = () => rm(staged, { force: true });
  try {
    // What others may not read they must not read in between either.
    await writeFile(staged, content, { flag: 'wx', mode: mode === undefined ? 0o666 : 0o600 });
    if (mode !== undefined) await chmod(staged, mode);
  } catch (error) {
    await discard();
    throw error;
  }
  return { commit: () => rename(staged, file), discard };
}

async function modeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mode & 0o7777;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
