import path from 'node:path';
import type { FileRead, Workspace } from '../core/context/workspace.ts';
import { followInside, whyNotInside } from './files/followInside.ts';
import { gitDiff, gitState } from './files/gitState.ts';
import { readDisk } from './files/readDisk.ts';
import { listShown, unlessKept } from './files/shownFiles.ts';
import { ripgrepOnPath } from './search/ripgrep.ts';
import { type SearchedFolder, searchFolder } from './search/searchFolder.ts';

/** The workspace as it is on disk: for the command line, where no editor holds unsaved text. */
export function createDiskWorkspace(root: string): Workspace {
  const list: Workspace['list'] = (signal, tell) => listShown(root, { signal, tell });
  const searched: SearchedFolder = {
    root,
    ripgrep: ripgrepOnPath(),
    list,
    read: (file) => readInside(root, file),
  };
  return {
    name: path.basename(path.resolve(root)),
    read: async (file) => unlessKept(root, file, await readInside(root, file)),
    list,
    search: (query, signal) => searchFolder(query, searched, signal),
    symbols: (query, signal) => declarations(searched, query, signal),
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
  return real === undefined ? whyNotInside(root, file) : readDisk(real);
}

/** Where a name is declared, found by the words that declare things in most languages. */
async function declarations(folder: SearchedFolder, name: string, signal: AbortSignal) {
  const word = name.replace(/[^\w$]/g, '');
  if (word === '') return [];
  const text = `\\b(?:class|interface|type|enum|function|const|let|var|def|fn|func|struct|trait)\\s+${word.replaceAll('$', '\\$')}\\b`;
  const matches = await searchFolder({ text, isRegex: true, limit: 20 }, folder, signal);
  return matches.map((match) => ({
    name: word,
    kind: match.text.trim().split(/\s+/)[0] ?? '',
    path: match.path,
    line: match.line,
  }));
}
