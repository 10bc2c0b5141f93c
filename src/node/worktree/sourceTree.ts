import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { listFiles } from '../files/listFiles.ts';
import { runGit } from '../files/runGit.ts';
import { skippedFolders } from '../files/walkFiles.ts';

/** What a scratch copy is made of. Paths are relative to `top`, with forward slashes. */
export interface SourceTree {
  /** The folder that is copied: the whole repository, so that what lies above the workspace in it is found. */
  readonly top: string;
  /** The workspace's root below `top`; empty where it is the same. */
  readonly prefix: string;
  readonly isRepository: boolean;
  readonly files: readonly string[];
  /** Folders of installed packages, which are used where they are. */
  readonly packages: readonly string[];
}

/** Folders that hold what was installed and not written; one that git keeps is copied like any other. */
const packageFolders = new Set(['node_modules', '.venv', 'venv', 'vendor', 'bower_components', 'Pods']);

/** A repository with more files than this is not copied as a whole for the sake of one folder in it. */
const mostFilesAround = 20_000;

/** Lists what belongs to a workspace as it is on the disk: kept by git or not yet, but not what git ignores. */
export async function readSourceTree(root: string, signal: AbortSignal): Promise<SourceTree> {
  const own = await repositoryFiles(root, signal);
  // A folder that git ignores as a whole has nothing to list for git, though someone opened it to work on it.
  if (own === undefined || own.length === 0) return treeWithoutGit(root, signal);
  const shown = (await runGit(root, ['rev-parse', '--show-toplevel', '--show-prefix'], signal)) ?? '';
  const [top = '', prefix = ''] = shown.split('\n');
  if (prefix !== '') {
    const all = await repositoryFiles(top, signal);
    if (all !== undefined && all.length <= mostFilesAround) {
      const packages = await ignoredPackages(top, signal);
      return { top, prefix: prefix.replace(/\/$/, ''), isRepository: true, files: all, packages };
    }
  }
  const packages = await ignoredPackages(root, signal);
  return { top: root, prefix: '', isRepository: prefix === '', files: own, packages };
}

async function repositoryFiles(folder: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const listed = await runGit(
    folder,
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    signal,
  );
  if (listed === undefined) return undefined;
  const entries = [...new Set(listed.split('\0'))].filter((entry) => entry !== '');
  const nested = await Promise.all(entries.map((entry) => filesOfEntry(folder, entry, signal)));
  return nested.flat().sort();
}

/** A submodule is listed as one entry, and a repository inside the repository as a folder. */
async function filesOfEntry(folder: string, entry: string, signal: AbortSignal): Promise<readonly string[]> {
  const isFolder = entry.endsWith('/') || (await isDirectory(path.join(folder, entry)));
  if (!isFolder) return [entry];
  const bare = entry.replace(/\/$/, '');
  const files = await listFiles(path.join(folder, bare), signal);
  return files.map((file) => `${bare}/${file}`);
}

async function isDirectory(file: string): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

async function ignoredPackages(folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const listed = await runGit(
    folder,
    ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'],
    signal,
  );
  return (listed ?? '')
    .split('\0')
    .map((entry) => entry.replace(/\/$/, ''))
    .filter((entry) => packageFolders.has(path.posix.basename(entry)))
    .filter((entry) => !/(^|\/)node_modules\/./.test(entry));
}

async function treeWithoutGit(root: string, signal: AbortSignal): Promise<SourceTree> {
  const files: string[] = [];
  const packages: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    signal.throwIfAborted();
    const entries = await readdir(path.join(root, folder), { withFileTypes: true });
    for (const entry of entries) {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (packageFolders.has(entry.name)) packages.push(relative);
      else if (!entry.isDirectory()) files.push(relative);
      else if (!skippedFolders.has(entry.name)) await walk(relative);
    }
  };
  await walk('');
  return { top: root, prefix: '', isRepository: false, files: files.sort(), packages };
}
