import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { isForbidden, isMissing, isSystemError, systemReason } from '../../base/systemError.ts';
import type { FileRead } from '../../core/context/workspace.ts';
import { protectedPlace } from '../../core/edit/protectedPlace.ts';
import { keptFromModels } from './shownFiles.ts';

/**
 * Where a path below a root leads on the disk, with links followed; undefined when that is outside of the root, or
 * when a link leads to a place that is kept from workers under its own name, such as `.git`, a file of secrets or one
 * that a `.tiercelignore` file names; so does another spelling, where a file system has several for one file. The
 * file may be missing: then its nearest folder that exists must lie inside, and a link to nowhere is refused.
 */
export async function followInside(root: string, file: string): Promise<string | undefined> {
  const written = path.relative(root, path.resolve(root, file));
  if (leaves(written)) return undefined;
  const real = await followLinks(path.resolve(root, file));
  if (real === undefined) return undefined;
  const actual = path.relative(await realpath(root), real);
  if (leaves(actual)) return undefined;
  if (actual === written) return real;
  const place = actual.replaceAll(path.sep, '/');
  if (protectedPlace(place) !== undefined && !isProtected(written)) return undefined;
  return (await keptFromModels(root, place)) ? undefined : real;
}

/**
 * Why `followInside` found no place: the path lies outside, or the system does not let its folder be looked into. Who
 * may not look says nothing of where a link there would lead, so that the place stays refused all the same.
 */
export async function whyNotInside(
  root: string,
  file: string,
): Promise<Extract<FileRead, { readonly type: 'outside' | 'unreadable' }>> {
  const place = path.resolve(root, file);
  if (leaves(path.relative(root, place))) return { type: 'outside' };
  try {
    await lstat(place);
  } catch (error) {
    if (isForbidden(error) && isSystemError(error))
      return { type: 'unreadable', reason: systemReason(error) };
  }
  return { type: 'outside' };
}

/** Where the entry of that name is, for who removes it: a link itself, not the file that it leads to. */
async function entryInside(root: string, file: string): Promise<string | undefined> {
  const folder = await followInside(root, path.dirname(file));
  if (folder === undefined || (await followInside(root, file)) === undefined) return undefined;
  return path.join(folder, path.basename(file));
}

/** Where a change of a file is made: two changes of one place can't be made side by side, by whatever names. */
export function placeInside(
  root: string,
  { path: file, content }: { readonly path: string; readonly content: string | null },
): Promise<string | undefined> {
  return content === null ? entryInside(root, file) : followInside(root, file);
}

function leaves(relative: string): boolean {
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

function isProtected(relative: string): boolean {
  return protectedPlace(relative.replaceAll(path.sep, '/')) !== undefined;
}

async function followLinks(file: string): Promise<string | undefined> {
  const missing: string[] = [];
  for (let at = file; ; at = path.dirname(at)) {
    try {
      return path.join(await realpath(at), ...missing);
    } catch (error) {
      if (!isMissing(error) || (await exists(at)) || at === path.dirname(at)) return undefined;
      missing.unshift(path.basename(at));
    }
  }
}

/** Whether there is an entry, be it a link that leads nowhere. */
async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}
