import type { Dirent } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSlices } from '../../base/slices.ts';
import { type IgnoreRules, ignoreRules, isIgnoredBy } from '../../core/context/ignoreFiles.ts';

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
}

/**
 * The files below a folder where git has nothing to say. It respects `.gitignore` files, follows no links, and passes
 * over folders that it may not read. One that is used again knows what rules say of a path already.
 */
export class FileWalk {
  readonly #root: string;
  /** By folder, with the text that they were made of. */
  readonly #rules = new Map<string, { readonly text: string; readonly rules: IgnoreRules }>();

  constructor(root: string) {
    this.#root = root;
  }

  async walk({ readFolder, signal }: WalkOptions): Promise<WalkedFiles> {
    const files: string[] = [];
    const nested: string[] = [];
    const folders: { readonly folder: string; readonly rules: readonly IgnoreRules[] }[] = [
      { folder: '', rules: [] },
    ];
    const slices = createSlices({ signal });
    for (let next = folders.pop(); next; next = folders.pop()) {
      await slices.pause();
      signal.throwIfAborted();
      const { folder } = next;
      const entries = await this.#entriesOf(folder, readFolder);
      if (folder !== '' && entries.some(({ name }) => name === '.git')) {
        nested.push(folder);
        continue;
      }
      const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile());
      const rules = own ? await this.#withOwnRules(folder, next.rules) : next.rules;
      for (const entry of entries) {
        const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!skippedFolders.has(entry.name) && !isIgnoredBy(rules, `${file}/`))
            folders.push({ folder: file, rules });
        } else if (entry.isFile() && !isIgnoredBy(rules, file)) files.push(file);
      }
    }
    return { files, nested };
  }

  async #entriesOf(folder: string, readFolder: WalkOptions['readFolder']): Promise<readonly Dirent[]> {
    try {
      return await readFolder(path.join(this.#root, folder));
    } catch (error) {
      if (folder === '') throw error;
      // Gone meanwhile, or closed to us.
      return [];
    }
  }

  async #withOwnRules(folder: string, above: readonly IgnoreRules[]): Promise<readonly IgnoreRules[]> {
    const text = await readFile(path.join(this.#root, folder, '.gitignore'), 'utf8').catch(() => '');
    const known = this.#rules.get(folder);
    const rules = known?.text === text ? known.rules : ignoreRules(folder, text);
    this.#rules.set(folder, { text, rules });
    return [rules, ...above];
  }
}
