import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { followInside } from '../node/files/followInside.ts';
import { UsageError } from './usage.ts';

/**
 * A file that the user names, as all else spells it: relative to the workspace's root, with forward slashes, without
 * detours and past links. It may be missing. Throws UsageError for one that is not inside the workspace.
 */
export async function insidePath(root: string, given: string): Promise<string> {
  const written = given.replaceAll('\\', '/');
  const isOfWindows = path.win32.isAbsolute(written) && !path.isAbsolute(written);
  const home = await realpath(root);
  const real = isOfWindows
    ? undefined
    : ((await followInside(root, written)) ?? (await followInside(home, written)));
  if (real === undefined || real === home)
    throw new UsageError(`${JSON.stringify(given)} is no path inside the workspace.`);
  const inside = path.relative(home, real).replaceAll(path.sep, '/');
  for (let folder = path.dirname(real); folder !== home; folder = path.dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found && !found.isDirectory())
      throw new UsageError(
        `${JSON.stringify(given)} is no path inside the workspace: ${path.relative(home, folder)} is no folder of it.`,
      );
  }
  return inside;
}
