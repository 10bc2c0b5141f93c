import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSlices, inSlices } from '../../base/slices.ts';
import { ignoreFileName, ignoreTest } from '../../core/context/ignoreFiles.ts';
import { askGitForFiles, readGitFiles } from './gitFiles.ts';
import { FileWalk } from './walkFiles.ts';

export interface FileListing {
  /** Sorted; without those that git knows to be gone. */
  readonly files: readonly string[];
  /** Those that differ from what is staged, or that git does not know; none where there is no git. */
  readonly inWork: ReadonlySet<string>;
  /** What tells the content of each file that is as it was staged. Others have to be looked at. */
  readonly contents: ReadonlyMap<string, number>;
}

/** Repositories inside a folder that are asked at the same time. */
const askedAtOnce = 4;
const mostRepositories = 500;

const readLater = (folder: string): Promise<readonly Dirent[]> => readdir(folder, { withFileTypes: true });

/**
 * The files of a folder that git does not ignore, in it and in the repositories below it; without git, all but those
 * that `.gitignore` files name and the folders no one edits by hand. A look after the first tells for the price of
 * asking git that nothing is new.
 */
export class FolderListing {
  readonly #root: string;
  readonly #readFolder: (folder: string) => readonly Dirent[] | Promise<readonly Dirent[]>;
  readonly #walk: FileWalk;
  /** The repositories whose files the last look found, by their folders. */
  #repositories: readonly string[] = [''];
  #digest = '';

  constructor(root: string, readFolder: FolderListing['readFolder'] = readLater) {
    this.#root = root;
    this.#readFolder = readFolder;
    this.#walk = new FileWalk(root);
  }

  get readFolder() {
    return this.#readFolder;
  }

  /** `same`: git prints what it printed the last time. What it had not looked at may differ even so. */
  async look(signal: AbortSignal): Promise<FileListing | 'same'> {
    const outputs = await this.#ask(this.#repositories, signal);
    const whole = outputs.get('');
    if (whole && digestOf(outputs) === this.#digest) return 'same';
    const found = {
      files: new Set<string>(),
      inWork: new Set<string>(),
      contents: new Map<string, number>(),
    };
    let open: readonly string[] = [''];
    let asked = outputs;
    const used = new Map<string, Buffer>();
    while (open.length > 0 && used.size < mostRepositories) {
      const nested: string[] = [];
      for (const folder of open) {
        const output = asked.get(folder);
        const isWhole = folder === '';
        if (output === undefined && !isWhole) continue;
        const of = output && (await readGitFiles(output, isWhole ? '' : `${folder}/`));
        // A folder that git ignores as a whole has nothing to list for git, though someone opened it to work on it.
        if (isWhole && (of === undefined || of.files.size + of.nested.length === 0)) {
          const walked = await this.#walk.walk({ readFolder: this.#readFolder, signal });
          for (const file of walked.files) found.files.add(file);
          nested.push(...walked.nested);
          continue;
        }
        if (of === undefined || output === undefined) continue;
        used.set(folder, output);
        for (const file of of.files) found.files.add(file);
        for (const file of of.inWork) found.inWork.add(file);
        for (const [file, content] of of.contents) found.contents.set(file, content);
        nested.push(...of.nested);
      }
      open = nested.filter((folder) => this.#isRepository(folder)).slice(0, mostRepositories);
      const unknown = open.filter((folder) => !asked.has(folder));
      asked = new Map([...asked, ...(await this.#ask(unknown, signal))]);
    }
    this.#repositories = used.has('') ? [...used.keys()] : [''];
    this.#digest = used.has('') ? digestOf(used) : '';
    return { ...found, files: [...found.files].sort() };
  }

  async #ask(folders: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Buffer>> {
    const outputs = new Map<string, Buffer>();
    for (let at = 0; at < folders.length; at += askedAtOnce) {
      const some = folders.slice(at, at + askedAtOnce);
      const asked = some.map((folder) => {
        const whole = path.join(this.#root, folder);
        return isInRepository(whole) ? askGitForFiles(whole, signal) : undefined;
      });
      for (const [k, output] of (await Promise.all(asked)).entries())
        if (output !== undefined) outputs.set(some[k] ?? '', output);
    }
    return outputs;
  }

  /** A second worktree of a repository, put inside the first, would show each file twice. */
  #isRepository(folder: string): boolean {
    try {
      return !/[\\/]worktrees[\\/]/.test(readFileSync(path.join(this.#root, folder, '.git'), 'utf8'));
    } catch (error) {
      return (error as { code?: unknown }).code === 'EISDIR';
    }
  }
}

/** Whether git has a say in a folder. Asking git itself where it has none would take a third of a look. */
export function isInRepository(folder: string): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return true;
    if (path.dirname(at) === at) return false;
  }
}

function digestOf(outputs: ReadonlyMap<string, Buffer>): string {
  const hash = createHash('sha1');
  for (const [folder, output] of outputs) hash.update(`${folder}\0${output.length}\0`).update(output);
  return hash.digest('hex');
}

/** The files of a folder, once: `FolderListing` is for those who ask again. */
export async function listFiles(root: string, signal: AbortSignal): Promise<readonly string[]> {
  const listing = await new FolderListing(root).look(signal);
  return listing === 'same' ? [] : listing.files;
}

/** What of a listing models may know: all but what `.tiercelignore` files name. */
export async function shownFiles(root: string, files: readonly string[]): Promise<readonly string[]> {
  const isIgnored = ignoreTest(await readIgnoreFiles(root, ignoreFilesOf(files)));
  const shown: string[] = [];
  await inSlices(
    files,
    (file) => {
      if (!isIgnored(file)) shown.push(file);
    },
    createSlices(),
  );
  return shown;
}

/** The `.tiercelignore` files that count for a listing. The root's own counts also where git ignores it. */
export function ignoreFilesOf(files: readonly string[]): readonly string[] {
  return [ignoreFileName, ...files.filter((file) => file.endsWith(`/${ignoreFileName}`))];
}

/** The texts of those ignore files that are there, by their folders. */
export async function readIgnoreFiles(
  root: string,
  ignoreFiles: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of ignoreFiles) {
    const text = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
    if (text !== undefined) texts.set(file.slice(0, -ignoreFileName.length - 1), text);
  }
  return texts;
}

/**
 * Whether `.tiercelignore` files above a path keep it from models. Git has a say only in what is listed; what a model
 * names by itself is asked about here.
 */
export async function isIgnoredFile(root: string, file: string): Promise<boolean> {
  const folders = file.split('/').slice(0, -1);
  const above = folders.map((_, k) => [...folders.slice(0, k + 1), ignoreFileName].join('/'));
  return ignoreTest(await readIgnoreFiles(root, [ignoreFileName, ...above]))(file);
}
