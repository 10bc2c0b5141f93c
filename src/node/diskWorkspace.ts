import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  type FileRead,
  type GitState,
  maxFileBytes,
  type SearchMatch,
  type Workspace,
} from '../core/context/workspace.ts';
import { followInside } from './followInside.ts';

const run = promisify(execFile);

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

/** The workspace as it is on disk: for the command line, where no editor holds unsaved text. */
export function createDiskWorkspace(root: string): Workspace {
  return {
    name: path.basename(path.resolve(root)),
    read: (file) => readInside(root, file),
    list: (signal) => listFiles(root, signal),
    search: async (query, signal) => searchFiles(root, await listFiles(root, signal), query, signal),
    symbols: async (query, signal) => declarations(root, query, signal),
    diagnostics: () => [],
    editorState: () => ({ open: [] }),
    gitState: (signal) => gitState(root, signal),
  };
}

/**
 * Reads a file below a root. A path that leaves the root, also by a symbolic link, is `outside`, and so is a link to
 * what is kept from workers; a file with a NUL in its first 8 kB is `binary`.
 */
export async function readInside(root: string, file: string): Promise<FileRead> {
  const real = await followInside(root, file);
  if (real === undefined) return { type: 'outside' };
  try {
    const found = await stat(real);
    // A pipe would be waited for, and a folder holds no text.
    if (!found.isFile()) return { type: 'missing' };
    if (found.size > maxFileBytes) return { type: 'tooLarge', bytes: found.size };
    return decodeText(await readFile(real));
  } catch (error) {
    if (isMissing(error)) return { type: 'missing' };
    throw error;
  }
}

/** The text of a file's bytes, or `binary` when they are not text. A byte-order mark is kept: it is part of the file. */
export function decodeText(bytes: Uint8Array): FileRead {
  if (bytes.subarray(0, 8_192).includes(0)) return { type: 'binary' };
  try {
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // Not UTF-8: writing it back as UTF-8 would damage it, so it is treated as data.
    return { type: 'binary' };
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** All files below a root that git does not ignore, sorted; without git, all but the folders no one edits by hand. */
export async function listFiles(root: string, signal: AbortSignal): Promise<readonly string[]> {
  const listed = await gitFiles(root, signal);
  // A folder that git ignores as a whole has nothing to list for git, though someone opened it to work on it.
  if (listed !== undefined && listed.length > 0) return listed;
  return (await walk(root, '', signal)).sort();
}

async function gitFiles(root: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  try {
    const { stdout } = await git(
      root,
      ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
      signal,
    );
    const deleted = await git(root, ['ls-files', '-z', '--deleted'], signal);
    const gone = new Set(deleted.stdout.split('\0'));
    return [...new Set(stdout.split('\0'))].filter((file) => file !== '' && !gone.has(file)).sort();
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

const searchedCharacters = 2_000;

/**
 * Lines that hold a text or match a pattern, in the order of the files. An invalid pattern is searched as plain text.
 * `read` gives what an editor has in the place of the disk.
 */
export async function searchFiles(
  root: string,
  files: readonly string[],
  query: { readonly text: string; readonly isRegex: boolean; readonly limit: number },
  signal: AbortSignal,
  read: (file: string) => Promise<FileRead> = (file) => readInside(root, file),
): Promise<readonly SearchMatch[]> {
  const pattern = patternOf(query);
  const matches: SearchMatch[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    const found = await read(file);
    if (found.type !== 'text') continue;
    for (const [index, line] of found.text.split('\n').entries()) {
      // A model may write a pattern that takes long on long lines; no line that people write is longer than this.
      if (!pattern.test(line.slice(0, searchedCharacters))) continue;
      matches.push({ path: file, line: index + 1, text: line.slice(0, 300) });
      if (matches.length >= query.limit) return matches;
    }
  }
  return matches;
}

function patternOf(query: { readonly text: string; readonly isRegex: boolean }): RegExp {
  const literal = () => new RegExp(query.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  if (!query.isRegex) return literal();
  try {
    return new RegExp(query.text);
  } catch {
    return literal();
  }
}

/** Where a name is declared, found by the words that declare things in most languages. */
async function declarations(root: string, name: string, signal: AbortSignal) {
  const word = name.replace(/[^\w$]/g, '');
  if (word === '') return [];
  const text = `\\b(?:class|interface|type|enum|function|const|let|var|def|fn|func|struct|trait)\\s+${word.replaceAll('$', '\\$')}\\b`;
  const matches = await searchFiles(
    root,
    await listFiles(root, signal),
    { text, isRegex: true, limit: 20 },
    signal,
  );
  return matches.map((match) => ({
    name: word,
    kind: match.text.trim().split(/\s+/)[0] ?? '',
    path: match.path,
    line: match.line,
  }));
}

/** The branch and what differs from the last commit; undefined where there is no repository. */
export async function gitState(root: string, signal: AbortSignal): Promise<GitState | undefined> {
  try {
    const { stdout } = await git(root, ['status', '--porcelain=v1', '-z', '--branch', '--', '.'], signal);
    const [head = '', ...entries] = stdout.split('\0').filter((entry) => entry !== '');
    const branch = head.replace(/^## (No commits yet on )?/, '').replace(/\.\.\..*$/, '');
    return { branch, changed: entries.filter((entry) => entry[2] === ' ').map((entry) => entry.slice(3)) };
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

function git(root: string, args: readonly string[], signal: AbortSignal) {
  // The repository's own configuration must not make git start programs for us.
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  return run('git', [...safe, ...args], {
    cwd: root,
    signal,
    maxBuffer: 256 * 1024 * 1024,
    windowsHide: true,
  });
}
