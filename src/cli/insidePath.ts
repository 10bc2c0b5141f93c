import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { whyUnreadable } from '../core/context/workspace.ts';
import { followInside, whyNotInside } from '../node/files/followInside.ts';
import { insteadOfFile } from '../node/files/readDisk.ts';
import { UsageError } from './usage.ts';

/**
 * A file that the user names, as all else spells it: relative to the workspace's root, with forward slashes, without
 * detours and past links. It may be missing. Throws UsageError for one that is not inside the workspace, and where
 * something stands that is no file.
 */
export async function insidePath(root: string, given: string): Promise<string> {
  const written = given.replaceAll('\\', '/');
  const isOfWindows = path.win32.isAbsolute(written) && !path.isAbsolute(written);
  const home = await realpath(root);
  const place = isOfWindows ? undefined : await fromHome(home, root, written);
  const real = place === undefined ? undefined : await followInside(home, place);
  if (real === undefined && place !== undefined) {
    const why = await whyNotInside(home, place);
    if (why.type === 'unreadable') throw unworkable(given, why);
  }
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
  const found = await stat(real).catch(() => undefined);
  if (found && !found.isFile()) throw unworkable(given, insteadOfFile(found));
  return inside;
}

function unworkable(given: string, why: Parameters<typeof whyUnreadable>[0]): UsageError {
  return new UsageError(`${JSON.stringify(given)} can't be worked on: ${whyUnreadable(why)}.`);
}

/** A path that leads into the workspace by another name of its folder, such as a link to it, from that folder on. */
async function fromHome(home: string, root: string, written: string): Promise<string> {
  const whole = path.resolve(root, written);
  for (let at = whole; at !== path.dirname(at); at = path.dirname(at))
    if ((await realpath(at).catch(() => undefined)) === home) return path.relative(at, whole);
  return whole;
}
