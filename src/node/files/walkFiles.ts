import type { Dirent } from 'node:fs';
import path from 'node:path';
import { createSlices } from '../../base/slices.ts';
import { isMissing, isSystemError, systemReason } from '../../base/systemError.ts';
import { type IgnoreRules, ignoreFileName } from '../../core/context/ignoreFiles.ts';
import type { LeftOut } from '../../core/context/workspace.ts';
import { GitRules } from './gitRules.ts';
import { folderLeftOut } from './leftOut.ts';

/** Folders that no one edits by hand, left out where git can't say so. */
export const skippedFolders: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  'dist',
  'out',
  'build',
  'target',
  '.venv',
  '__pycache__',
]);

export interface WalkOptions {
  /** What is in a folder: at once in a thread that nobody waits for, which takes a third of the time. */
  readonly readFolder: (folder: string) => readonly Dirent[] | Promise<readonly Dirent[]>;
  readonly signal: AbortSignal;
}

export interface WalkedFiles {
  readonly files: readonly string[];
  /** Folders below that are repositories of their own; nothing of them is among the files. */
  readonly nested: readonly string[];
  /** Folders that it may not read, or in which nobody can tell what is to be ignored. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * The files below a folder where git has nothing to say. It respects `.gitignore` files, those above the folder too
 * where it lies in a repository, and lists no links but those that are ignore files for us. One that is used again
 * knows what rules say of a path already.
 */
export class FileWalk {
  readonly #root: string;
  readonly #shownAs: string;
  readonly #rules: GitRules;

  /** `shownAs` stands before all paths: the folder's own in the listing that it is a part of. */
  constructor(root: string, shownAs = '') {
    this.#root = root;
    this.#shownAs = shownAs;
    this.#rules = new GitRules(root, shownAs);
  }

  async walk({ readFolder, signal }: WalkOptions): Promise<WalkedFiles> {
    const shown = (file: string) => (this.#shownAs === '' ? file : `${this.#shownAs}/${file}`);
    const files: string[] = [];
    const nested: string[] = [];
    const leftOut: LeftOut[] = [];
    const folders: { readonly folder: string; readonly rules: readonly IgnoreRules[] }[] = [];
    const above = await this.#rules.above(signal);
    if (above.type === 'known') folders.push({ folder: '', rules: above.rules });
    else leftOut.push(above.leftOut);
    const slices = createSlices({ signal });
    for (let next = folders.pop(); next; next = folders.pop()) {
      await slices.pause();
      signal.throwIfAborted();
      const { folder } = next;
      const entries = await this.#entriesOf(folder, readFolder);
      if (typeof entries === 'string') {
        leftOut.push(folderLeftOut(shown(folder), entries));
        continue;
      }
      if (folder !== '' && entries.some(({ name }) => name === '.git')) {
        nested.push(shown(folder));
        continue;
      }
      const hasOwn = entries.some(({ name }) => name === '.gitignore');
      const own = hasOwn ? await this.#rules.withOwn(folder, next.rules) : undefined;
      if (own?.type === 'unknown') {
        leftOut.push(own.leftOut);
        continue;
      }
      const rules = own?.rules ?? next.rules;
      for (const entry of entries) {
        const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!skippedFolders.has(entry.name) && !this.#rules.isIgnored(rules, `${file}/`))
            folders.push({ folder: file, rules });
        } else if (entry.name === '.git') {
          // In a second worktree, or a submodule, it is a file.
        } else if ((entry.isFile() || entry.name === ignoreFileName) && !this.#rules.isIgnored(rules, file))
          files.push(shown(file));
      }
    }
    return { files, nested, leftOut };
  }

  /** What is in a folder, or the system's word on why nobody can tell. */
  async #entriesOf(
    folder: string,
    readFolder: WalkOptions['readFolder'],
  ): Promise<readonly Dirent[] | string> {
    try {
      return await readFolder(path.join(this.#root, folder));
    } catch (error) {
      if (folder === '' || !isSystemError(error)) throw error;
      // Gone meanwhile, or closed to us.
      return isMissing(error) ? [] : systemReason(error);
    }
  }
}
