import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type FileRead,
  type GitState,
  maxFileBytes,
  type SearchMatch,
  type Workspace,
} from '../core/context/workspace.ts';
import { followInside } from './followInside.ts';
import { isIgnoredFile, listFiles, shownFiles } from './listFiles.ts';
import { runGit } from './runGit.ts';

/** The workspace as it is on disk: for the command line, where no editor holds unsaved text. */
export function createDiskWorkspace(root: string): Workspace {
  const list = async (signal: AbortSignal) => shownFiles(root, await listFiles(root, signal));
  return {
    name: path.basename(path.resolve(root)),
    read: async (file) => {
      const read = await readInside(root, file);
      return read.type === 'text' && (await isIgnoredFile(root, file)) ? { type: 'excluded' } : read;
    },
    list,
    search: async (query, signal) => searchFiles(root, await list(signal), query, signal),
    symbols: async (query, signal) => declarations(root, await list(signal), query, signal),
    diagnostics: () => [],
    editorState: () => ({ open: [] }),
    gitState: (signal) => gitState(root, signal),
    gitDiff: (signal) => gitDiff(root, signal),
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
async function declarations(root: string, files: readonly string[], name: string, signal: AbortSignal) {
  const word = name.replace(/[^\w$]/g, '');
  if (word === '') return [];
  const text = `\\b(?:class|interface|type|enum|function|const|let|var|def|fn|func|struct|trait)\\s+${word.replaceAll('$', '\\$')}\\b`;
  const matches = await searchFiles(root, files, { text, isRegex: true, limit: 20 }, signal);
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
    const { stdout } = await runGit(root, ['status', '--porcelain=v1', '-z', '--branch', '--', '.'], signal);
    const [head = '', ...entries] = stdout.split('\0').filter((entry) => entry !== '');
    const branch = head.replace(/^## (No commits yet on )?/, '').replace(/\.\.\..*$/, '');
    return { branch, changed: entries.filter((entry) => entry[2] === ' ').map((entry) => entry.slice(3)) };
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** What differs from the last commit, staged or not; undefined where there is no repository or no commit. */
export async function gitDiff(root: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    // A program that the repository's attributes name for its diffs is not run.
    const options = [
      '--no-color',
      '--no-ext-diff',
      '--no-textconv',
      '--relative',
      '--src-prefix=a/',
      '--dst-prefix=b/',
    ];
    return (await runGit(root, ['diff', 'HEAD', ...options, '--', '.'], signal)).stdout;
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
