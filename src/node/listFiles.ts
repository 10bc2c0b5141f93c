import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ignoreFileName, ignoreTest } from '../core/context/ignoreFiles.ts';
import { runGit } from './runGit.ts';

/** Folders that no one edits by hand, left out where git can't say so. */
const skippedFolders = new Set([
  '.git',
  'node_modules',
  'dist',
  'out',
  'build',
  'target',
  '.venv',
  '__pycache__',
]);

export interface FileListing {
  /** Sorted; without those that git knows to be gone. */
  readonly files: readonly string[];
  /** Those that differ from what is staged, or that git does not know; none where there is no git. */
  readonly inWork: ReadonlySet<string>;
  /** The content of each file that is as it was staged, by git's name for it. Others have to be looked at. */
  readonly contents: ReadonlyMap<string, string>;
}

/** All files below a root that git does not ignore; without git, all but the folders no one edits by hand. */
export async function lookAtFiles(root: string, signal: AbortSignal): Promise<FileListing> {
  const listing = await gitListing(root, signal);
  // A folder that git ignores as a whole has nothing to list for git, though someone opened it to work on it.
  if (listing !== undefined && listing.files.length > 0) return listing;
  return { files: (await walk(root, '', signal)).sort(), inWork: new Set(), contents: new Map() };
}

export async function listFiles(root: string, signal: AbortSignal): Promise<readonly string[]> {
  return (await lookAtFiles(root, signal)).files;
}

/** What of a listing models may know: all but what `.tiercelignore` files name. */
export async function shownFiles(root: string, files: readonly string[]): Promise<readonly string[]> {
  const isIgnored = await readIgnoreFiles(root, files);
  return files.filter((file) => !isIgnored(file));
}

async function readIgnoreFiles(root: string, files: readonly string[]): Promise<(path: string) => boolean> {
  const nested = files.filter((file) => file.endsWith(`/${ignoreFileName}`));
  const texts = new Map<string, string>();
  // The root's own counts also where git ignores it.
  for (const file of [ignoreFileName, ...nested]) {
    const text = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
    if (text !== undefined) texts.set(file.slice(0, -ignoreFileName.length - 1), text);
  }
  return ignoreTest(texts);
}

/**
 * Whether `.tiercelignore` files above a path keep it from models. Git has a say only in what is listed; what a model
 * names by itself is asked about here.
 */
export async function isIgnoredFile(root: string, file: string): Promise<boolean> {
  const folders = file.split('/').slice(0, -1);
  const above = folders.map((_, k) => [...folders.slice(0, k + 1), ignoreFileName].join('/'));
  return (await readIgnoreFiles(root, above))(file);
}

/** A line of `git ls-files -v --stage`: what it is, its mode, its content, and where it is. */
const stagedEntry = /^(\S) (\d+) ([0-9a-f]+) \d\t(.+)$/s;

/** One call of git tells it all; each path comes with a letter for what it is, and again for what happened to it. */
async function gitListing(root: string, signal: AbortSignal): Promise<FileListing | undefined> {
  const kinds = ['--cached', '--others', '--modified', '--deleted', '--exclude-standard'];
  try {
    const { stdout } = await runGit(root, ['ls-files', '-z', '-v', '--stage', ...kinds], signal);
    const files = new Set<string>();
    const inWork = new Set<string>();
    const contents = new Map<string, string>();
    const gone: string[] = [];
    for (const entry of stdout.split('\0')) {
      if (entry.startsWith('? ')) {
        files.add(entry.slice(2));
        inWork.add(entry.slice(2));
        continue;
      }
      const [, kind, mode = '', content = '', file] = stagedEntry.exec(entry) ?? [];
      if (file === undefined) continue;
      files.add(file);
      // Other letters are of files that git does not look at, such as in lower case of those it is told not to.
      if (kind === 'H' && mode.startsWith('100')) contents.set(file, content);
      else contents.delete(file);
      if (kind === 'R') gone.push(file);
      if (kind === 'C') inWork.add(file);
    }
    for (const file of gone) {
      files.delete(file);
      inWork.delete(file);
    }
    return { files: [...files].sort(), inWork, contents };
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

async function walk(root: string, folder: string, signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted();
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : walk(root, relative, signal);
      return entry.isFile() ? [relative] : [];
    }),
  );
  return nested.flat();
}
