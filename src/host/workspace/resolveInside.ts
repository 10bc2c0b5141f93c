import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { readWorkspacePath } from '../../core/context/workspacePath.ts';

/**
 * Where a workspace path leads on the disk, with links followed; undefined when that is outside of the root. The
 * file may be missing: then its nearest folder that exists must lie inside, and a link to nowhere is refused.
 */
export async function resolveInside(root: string, written: string): Promise<string | undefined> {
  const reading = readWorkspacePath(written);
  if (!reading.ok) return undefined;
  const realRoot = await realpath(root);
  const real = await followLinks(path.join(root, ...reading.path.split('/')));
  if (real === undefined) return undefined;
  const relative = path.relative(realRoot, real);
  const leaves = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return leaves ? undefined : real;
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

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
