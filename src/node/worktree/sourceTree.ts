import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isForbidden, systemReason } from '../../base/systemError.ts';
import type { Uncopied } from '../../core/verify/commands/scratch.ts';
import { readGitWarnings } from '../files/gitWarnings.ts';
import { listFiles } from '../files/listFiles.ts';
import { runGit, runGitForBytes } from '../files/runGit.ts';
import { skippedFolders } from '../files/walkFiles.ts';
import { whyClosed } from './whyClosed.ts';

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
  /** Folders whose files are not known, since the system does not let them be looked into. */
  readonly closed: readonly Uncopied[];
}

/** Folders that hold what was installed and not written; one that git keeps is copied like any other. */
const packageFolders = new Set(['node_modules', '.venv', 'venv', 'vendor', 'bower_components', 'Pods']);

/** A repository with more files than this is not copied as a whole for the sake of one folder in it. */
const mostFilesAround = 20_000;

/** Lists what belongs to a workspace as it is on the disk: kept by git or not yet, but not what git ignores. */
export async function readSourceTree(root: string, signal: AbortSignal): Promise<SourceTree> {
  const own = await repositoryFiles(root, signal);
  // A folder that git ignores as a whole has nothing to list for git, though someone opened it to work on it.
  if (own === undefined || own.files.length === 0) return treeWithoutGit(root, signal);
  const shown = (await runGit(root, ['rev-parse', '--show-toplevel', '--show-prefix'], signal)) ?? '';
  const [top = '', prefix = ''] = shown.split('\n');
  if (prefix !== '') {
    const all = await repositoryFiles(top, signal);
    if (all !== undefined && all.files.length <= mostFilesAround) {
      const packages = await ignoredPackages(top, signal);
      const closed = await closedFolders(top, all.warnings, '');
      return {
        top,
        prefix: prefix.replace(/\/$/, ''),
        isRepository: true,
        files: all.files,
        packages,
        closed,
      };
    }
  }
  const packages = await ignoredPackages(root, signal);
  const closed = await closedFolders(root, own.warnings, prefix);
  return { top: root, prefix: '', isRepository: prefix === '', files: own.files, packages, closed };
}

interface RepositoryFiles {
  readonly files: readonly string[];
  /** What git said of what it could not look into. */
  readonly warnings: string;
}

async function repositoryFiles(folder: string, signal: AbortSignal): Promise<RepositoryFiles | undefined> {
  const kinds = ['--cached', '--others', '--exclude-standard'];
  const listed = await runGitForBytes(folder, ['ls-files', '-z', ...kinds], signal).catch(() => undefined);
  signal.throwIfAborted();
  if (listed === undefined) return undefined;
  const entries = [...new Set(listed.output.toString('utf8').split('\0'))].filter((entry) => entry !== '');
  const nested = await Promise.all(entries.map((entry) => filesOfEntry(folder, entry, signal)));
  return { files: nested.flat().sort(), warnings: listed.warnings };
}

/**
 * The folders below a listed one that git could not look into, and what the system says of each. `within` leads from the
 * repository's top to the listed one.
 */
async function closedFolders(listed: string, warnings: string, within: string): Promise<readonly Uncopied[]> {
  const closed = new Map<string, string>();
  for (const { folder } of readGitWarnings(warnings, { within }, '').closed) {
    const reason = await whyClosed(path.join(listed, folder));
    if (reason !== undefined) closed.set(folder.replace(/\/$/, ''), reason);
  }
  return [...closed].map(([folder, reason]) => ({ path: folder, reason }));
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
  const closed: Uncopied[] = [];
  const entriesOf = async (folder: string) => {
    try {
      return await readdir(path.join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (folder === '' || !isForbidden(error)) throw error;
      closed.push({ path: folder, reason: systemReason(error) });
      return [];
    }
  };
  const walk = async (folder: string): Promise<void> => {
    signal.throwIfAborted();
    for (const entry of await entriesOf(folder)) {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (packageFolders.has(entry.name)) packages.push(relative);
      else if (!entry.isDirectory()) files.push(relative);
      else if (!skippedFolders.has(entry.name)) await walk(relative);
    }
  };
  await walk('');
  return { top: root, prefix: '', isRepository: false, files: files.sort(), packages, closed };
}
