import { access, constants, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../base/messageOf.ts';
import { UsageError } from './usage.ts';

/** Where a command writes what pipelines take over. */
export interface OutputFiles {
  readonly sarif?: string;
  readonly patch?: string;
}

/** Throws UsageError for a file that can't be written: to be found out before a run is paid for, not after. */
export async function refuseUnwritable({ sarif, patch }: OutputFiles): Promise<void> {
  for (const [option, file] of Object.entries({ sarif, patch })) {
    if (file === undefined) continue;
    if (file === '') throw new UsageError(`--${option} takes a file to write.`);
    try {
      await tryToWrite(path.resolve(file));
    } catch (error) {
      throw new UsageError(`--${option} can't be written: ${messageOf(error)}`);
    }
  }
  if (sarif !== undefined && patch !== undefined && path.resolve(sarif) === path.resolve(patch))
    throw new UsageError('--sarif and --patch name one file; give each its own.');
}

/** Leaves nothing behind, and what is there as it is. */
async function tryToWrite(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`${file} is a folder`);
  if (found) return access(file, constants.W_OK);
  await (await open(file, 'a')).close();
  await rm(await realpath(file));
}

/** Writes each text to its file, one that fails no bar to the next. Gives what could not be written. */
export async function writeTexts(
  outputs: readonly (readonly [file: string, text: string])[],
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const [file, text] of outputs)
    try {
      await writeFile(path.resolve(file), text);
    } catch (error) {
      failures.push(`Not written: ${messageOf(error)}`);
    }
  return failures;
}
