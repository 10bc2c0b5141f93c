import type { FileRead, SearchMatch } from '../../core/context/workspace.ts';
import { GitRules } from '../files/gitRules.ts';
import { repositoryAbove } from '../files/repositoryAbove.ts';
import { keptFromModels } from '../files/shownFiles.ts';
import { skippedFolders } from '../files/walkFiles.ts';
import { PatternThread, searchedCharacters } from './patternThread.ts';
import { firstProgram, type LineQuery, searchByRipgrep } from './ripgrep.ts';

export interface SearchedFolder {
  readonly root: string;
  /** Where ripgrep may be. */
  readonly ripgrep: readonly string[];
  /** Files that the user hides beside those that `.tiercelignore` names. */
  readonly isHidden?: (path: string) => boolean;
  /** Texts that count in the place of the disk, by path. */
  readonly unsaved?: ReadonlyMap<string, string>;
  /** The files to search; asked only where ripgrep does not do it, or where there are unsaved texts. */
  readonly list: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly read: (path: string) => Promise<FileRead>;
}

/**
 * Lines that hold a text (in capitals or not) or match a pattern, in the order of the files. An invalid pattern is
 * searched as plain text. No pattern holds up the thread that asks.
 */
export async function searchFolder(
  query: LineQuery,
  folder: SearchedFolder,
  signal: AbortSignal,
): Promise<readonly SearchMatch[]> {
  // Lines are looked at one by one.
  if (query.text.includes('\n')) return [];
  const { root, isHidden, unsaved } = folder;
  const program = await firstProgram(folder.ripgrep);
  const rules = new GitRules(root);
  // Ripgrep goes by the rules of the repository around a folder, though someone opened the folder to work on it.
  const isAlone = !repositoryAbove(root) || (await rules.nameItself(signal));
  const onDisk =
    program &&
    (await searchByRipgrep(query, {
      program,
      root,
      skipped: isAlone ? [...skippedFolders] : [],
      heedsParents: !isAlone,
      isShown: async (file) =>
        !unsaved?.has(file) &&
        !isHidden?.(file) &&
        !(await keptFromModels(root, file)) &&
        // Ripgrep passes over an ignore file that it can't read.
        !(await rules.keepsBack(file, signal)),
      signal,
    }));
  if (!onDisk) return searchTexts(query, await folder.list(signal), folder.read, signal);
  if (!unsaved?.size) return onDisk;
  const open = (await folder.list(signal)).filter((file) => unsaved.has(file));
  const inEditor = await searchTexts(query, open, folder.read, signal);
  const order = (a: SearchMatch, b: SearchMatch): number =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line;
  return [...onDisk, ...inEditor].sort(order).slice(0, query.limit);
}

/** Searches texts one after another, without ripgrep. */
async function searchTexts(
  query: LineQuery,
  files: readonly string[],
  read: SearchedFolder['read'],
  signal: AbortSignal,
): Promise<readonly SearchMatch[]> {
  const pattern = query.isRegex ? validPattern(query.text) : undefined;
  const thread = pattern === undefined ? undefined : new PatternThread(pattern);
  const wanted = query.text.toLowerCase();
  const matches: SearchMatch[] = [];
  try {
    for (const file of files) {
      signal.throwIfAborted();
      const found = await read(file);
      if (found.type !== 'text') continue;
      const lines = found.text.split('\n');
      const left = query.limit - matches.length;
      const matching = thread
        ? await thread.linesOf(found.text, left, signal)
        : lines.flatMap((line, k) =>
            line.slice(0, searchedCharacters).toLowerCase().includes(wanted) ? [k] : [],
          );
      // Too slow a pattern: what was found before stands.
      if (matching === undefined) return matches;
      for (const k of matching.slice(0, left))
        matches.push({ path: file, line: k + 1, text: (lines[k] ?? '').replace(/\r$/, '').slice(0, 300) });
      if (matches.length >= query.limit) return matches;
    }
    return matches;
  } finally {
    await thread?.end();
  }
}

function validPattern(text: string): string | undefined {
  try {
    new RegExp(text);
    return text;
  } catch {
    return undefined;
  }
}
