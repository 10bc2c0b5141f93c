import { copyFile, mkdir, readdir, readlink, realpath, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';

export interface LinkOptions {
  /** The user's tree and the scratch copy. */
  readonly from: string;
  readonly to: string;
  /** Relative to both. */
  readonly folder: string;
}

/**
 * Makes installed packages usable in a scratch copy without copying them. A `node_modules` becomes a folder of its own
 * with a link for each package, so that caches which tools keep in it stay in the copy and a package of the workspace
 * itself leads to the copy and not to the user's files. Other folders are one link. What a command writes *inside* a
 * linked package or environment does reach the user's: no command that installs should be allowed.
 */
export async function linkPackages({ from, to, folder }: LinkOptions): Promise<void> {
  const source = path.join(from, folder);
  const target = path.join(to, folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(path.dirname(target), { recursive: true });
  if (path.basename(folder) !== 'node_modules') return link(source, target);
  await linkEntries(source, target, { from: await realpath(from), to });
}

/** Folders whose entries are linked one by one: scopes, and the programs, which may be the workspace's own. */
const isSplit = (name: string): boolean => name.startsWith('@') || name === '.bin';

/** Where package managers keep the packages themselves; other hidden folders are caches, which begin empty. */
const stores = new Set(['.pnpm', '.store', '.yarn', '.aspect_rules_js']);

async function linkEntries(
  source: string,
  target: string,
  roots: Pick<LinkOptions, 'from' | 'to'>,
): Promise<void> {
  await mkdir(target, { recursive: true });
  const entries = await readdir(source, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const at = path.join(source, entry.name);
      const copy = path.join(target, entry.name);
      if (entry.isDirectory() && isSplit(entry.name)) return linkEntries(at, copy, roots);
      if (entry.isFile() && entry.name.startsWith('.')) return copyFile(at, copy);
      if (entry.isDirectory() && entry.name.startsWith('.') && !stores.has(entry.name)) return;
      const own = entry.isSymbolicLink() ? await placeInCopy(at, roots) : undefined;
      await link(own ?? at, copy);
    }),
  );
}

/** Where a link into the workspace's own code leads in the copy; undefined for links to installed packages. */
async function placeInCopy(
  at: string,
  { from, to }: Pick<LinkOptions, 'from' | 'to'>,
): Promise<string | undefined> {
  const real = await realpath(at).catch(async () => path.resolve(path.dirname(at), await readlink(at)));
  const relative = path.relative(from, real);
  const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  const isInstalled = relative.split(path.sep).includes('node_modules');
  return isInside && !isInstalled ? path.join(to, relative) : undefined;
}

async function link(source: string, target: string): Promise<void> {
  if (process.platform !== 'win32') return symlink(source, target);
  // Windows lets everyone make junctions, but not links to files.
  const found = await stat(source).catch(() => undefined);
  if (found?.isFile()) await copyFile(source, target);
  else await symlink(source, target, 'junction');
}
