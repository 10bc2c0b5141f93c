import { constants } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readlink, realpath, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';

export interface LinkOptions {
  /** The user's tree and the scratch copy. */
  readonly from: string;
  readonly to: string;
  /** Relative to both. */
  readonly folder: string;
  /** The packages are copied, for a command that writes to them. */
  readonly isOwn: boolean;
}

/**
 * Makes installed packages usable in a scratch copy without copying them. A `node_modules` becomes a folder of its own
 * with a link for each package, so that caches which tools keep in it stay in the copy and a package of the workspace
 * itself leads to the copy and not to the user's files. Other folders are one link. What a command writes *inside* a
 * linked package would reach the user's: a command that does so is given copies.
 */
export async function linkPackages({ from, to, folder, isOwn }: LinkOptions): Promise<void> {
  const source = path.join(from, folder);
  const target = path.join(to, folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(path.dirname(target), { recursive: true });
  const place = isOwn ? copyPackage : link;
  if (path.basename(folder) !== 'node_modules') return place(source, target);
  await linkEntries(source, target, { from: await realpath(from), to, place });
}

/** Folders whose entries are linked one by one: scopes, and the programs, which may be the workspace's own. */
const isSplit = (name: string): boolean => name.startsWith('@') || name === '.bin';

/** Where package managers keep the packages themselves. */
const stores = new Set(['.pnpm', '.store', '.yarn', '.aspect_rules_js']);
/** Hidden folders that tools fill as they go, which begin empty; what else is hidden was generated, and is copied. */
const caches =
  /^\.(?:cache|vite|vitest|parcel-cache|turbo|nx|astro|tmp|temp|nyc_output|swc|rpt2_cache|modules)/;

interface Roots {
  readonly from: string;
  readonly to: string;
  readonly place: (source: string, target: string) => Promise<void>;
}

async function linkEntries(source: string, target: string, roots: Roots): Promise<void> {
  await mkdir(target, { recursive: true });
  const entries = await readdir(source, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const at = path.join(source, entry.name);
      const copy = path.join(target, entry.name);
      if (entry.isDirectory() && isSplit(entry.name)) return linkEntries(at, copy, roots);
      if (entry.isFile() && entry.name.startsWith('.')) return copyFile(at, copy);
      if (entry.isDirectory() && entry.name.startsWith('.') && !stores.has(entry.name))
        return caches.test(entry.name) ? undefined : copyPackage(at, copy);
      const own = entry.isSymbolicLink() ? await placeInCopy(at, roots) : undefined;
      if (own !== undefined) return link(own, copy);
      await roots.place(at, copy);
    }),
  );
}

/** Where a link into the workspace's own code leads in the copy; undefined for links to installed packages. */
async function placeInCopy(at: string, { from, to }: Roots): Promise<string | undefined> {
  const real = await realpath(at).catch(async () => path.resolve(path.dirname(at), await readlink(at)));
  const relative = path.relative(from, real);
  const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  const isInstalled = relative.split(path.sep).includes('node_modules');
  return isInside && !isInstalled ? path.join(to, relative) : undefined;
}

/** A package as it is; links within it, and from one package to another, lead where they say, seen from the copy. */
function copyPackage(source: string, target: string): Promise<void> {
  return cp(source, target, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
}

async function link(source: string, target: string): Promise<void> {
  if (process.platform !== 'win32') return symlink(source, target);
  // Windows lets everyone make junctions, but not links to files.
  const found = await stat(source).catch(() => undefined);
  if (found?.isFile()) await copyFile(source, target);
  else await symlink(source, target, 'junction');
}
