import { constants, type Dirent } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readlink, realpath, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { isForbidden } from '../../base/systemError.ts';
import { unlessClosed, whyClosed } from './whyClosed.ts';

export interface LinkOptions {
  /** The user's tree and the scratch copy. */
  readonly from: string;
  readonly to: string;
  /** Relative to both. */
  readonly folder: string;
  /** The packages are copied, for a command that writes to them. */
  readonly isOwn: boolean;
  /** Told of each file and folder that may not be read, relative to both, and why. */
  readonly leaveOut: (file: string, reason: string) => void;
}

/**
 * Makes installed packages usable in a scratch copy without copying them. A `node_modules` becomes a folder of its own
 * with a link for each package, so that caches which tools keep in it stay in the copy and a package of the workspace
 * itself leads to the copy and not to the user's files. Other folders are one link. What a command writes *inside* a
 * linked package would reach the user's: a command that does so is given copies.
 */
export async function linkPackages({ from, to, folder, isOwn, leaveOut }: LinkOptions): Promise<void> {
  const source = path.join(from, folder);
  const target = path.join(to, folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(path.dirname(target), { recursive: true });
  const tell = (file: string, reason: string | undefined) => {
    if (reason !== undefined) leaveOut(path.relative(from, file).replaceAll(path.sep, '/'), reason);
  };
  const copy = (at: string, goal: string) => copyPackage(at, goal, tell);
  const place = isOwn ? copy : link;
  if (path.basename(folder) !== 'node_modules') return place(source, target);
  await linkEntries(source, target, { from: await realpath(from), to, place, copy, tell });
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
  readonly copy: (source: string, target: string) => Promise<void>;
  readonly tell: (file: string, reason: string | undefined) => void;
}

async function linkEntries(source: string, target: string, roots: Roots): Promise<void> {
  await mkdir(target, { recursive: true });
  let entries: readonly Dirent[] = [];
  const list = async () => {
    entries = await readdir(source, { withFileTypes: true });
  };
  roots.tell(source, await unlessClosed(source, list));
  await Promise.all(
    entries.map(async (entry) => {
      const at = path.join(source, entry.name);
      const copy = path.join(target, entry.name);
      if (entry.isDirectory() && isSplit(entry.name)) return linkEntries(at, copy, roots);
      if (entry.isFile() && entry.name.startsWith('.'))
        return roots.tell(at, await unlessClosed(at, () => copyFile(at, copy)));
      if (entry.isDirectory() && entry.name.startsWith('.') && !stores.has(entry.name))
        return caches.test(entry.name) ? undefined : roots.copy(at, copy);
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
async function copyPackage(source: string, target: string, tell: Roots['tell']): Promise<void> {
  const options = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE };
  try {
    await cp(source, target, options);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    // Looking at each file before it is copied is for the few trees that need it.
    await rm(target, { recursive: true, force: true });
    const isOpen = async (file: string) => {
      const reason = await whyClosed(file);
      tell(file, reason);
      return reason === undefined;
    };
    await cp(source, target, { ...options, filter: isOpen });
  }
}

async function link(source: string, target: string): Promise<void> {
  if (process.platform !== 'win32') return symlink(source, target);
  // Windows lets everyone make junctions, but not links to files.
  const found = await stat(source).catch(() => undefined);
  if (found?.isFile()) await copyFile(source, target);
  else await symlink(source, target, 'junction');
}
