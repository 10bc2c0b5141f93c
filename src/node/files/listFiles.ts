import { createHash } from 'node:crypto';
import { type Dirent, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isMissing, isSystemError, systemReason } from '../../base/systemError.ts';
import type { LeftOut } from '../../core/context/workspace.ts';
import { askGitForFiles, readGitFiles } from './gitFiles.ts';
import { readGitWarnings } from './gitWarnings.ts';
import { folderLeftOut, outermost } from './leftOut.ts';
import { repositoryAbove } from './repositoryAbove.ts';
import type { GitOutput } from './runGit.ts';
import { FileWalk, type WalkedFiles } from './walkFiles.ts';

export interface FileListing {
  /** Sorted; without those that git knows to be gone. */
  readonly files: readonly string[];
  /** Those that differ from what is staged, or that git does not know; none where there is no git. */
  readonly inWork: ReadonlySet<string>;
  /** What tells the content of each file that is as it was staged. Others have to be looked at. */
  readonly contents: ReadonlyMap<string, number>;
  /** Folders of which files may be missing. */
  readonly leftOut: readonly LeftOut[];
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
  /** By their folders: the whole, and repositories where git gives no answer. */
  readonly #walks = new Map<string, FileWalk>();
  /** The repositories whose files the last look found, by their folders. */
  #repositories: readonly string[] = [''];
  #digest = '';

  constructor(root: string, readFolder: FolderListing['readFolder'] = readLater) {
    this.#root = root;
    this.#readFolder = readFolder;
  }

  get readFolder() {
    return this.#readFolder;
  }

  /** `same`: git prints what it printed the last time, warnings and all. What it had not looked at may differ even so. */
  async look(signal: AbortSignal): Promise<FileListing | 'same'> {
    const outputs = await this.#ask(this.#repositories, signal);
    const whole = outputs.get('');
    if (whole && digestOf(outputs) === this.#digest) return 'same';
    const found = {
      files: new Set<string>(),
      inWork: new Set<string>(),
      contents: new Map<string, number>(),
    };
    const leftOut: LeftOut[] = [];
    let open: readonly string[] = [''];
    let asked = outputs;
    const used = new Map<string, GitOutput>();
    let count = 0;
    while (open.length > 0 && count < mostRepositories) {
      const nested: string[] = [];
      for (const folder of open) {
        count++;
        const output = asked.get(folder);
        const of = output && (await this.#read(folder, output));
        // A folder that git ignores as a whole has nothing to list for git, though someone opened it to work on it.
        if (
          output === undefined ||
          of === undefined ||
          (folder === '' && of.files.size + of.nested.length === 0)
        ) {
          const walked = await this.#walk(folder, signal);
          for (const file of walked.files) found.files.add(file);
          nested.push(...walked.nested);
          leftOut.push(...walked.leftOut);
          continue;
        }
        used.set(folder, output);
        for (const file of of.files) found.files.add(file);
        for (const file of of.inWork) found.inWork.add(file);
        for (const [file, content] of of.contents) found.contents.set(file, content);
        nested.push(...of.nested);
        leftOut.push(...of.leftOut);
      }
      open = nested.filter((folder) => this.#isRepository(folder)).slice(0, mostRepositories);
      const unknown = open.filter((folder) => !asked.has(folder));
      asked = new Map([...asked, ...(await this.#ask(unknown, signal))]);
    }
    // Nothing is known to be the same as before of what had to be walked through.
    const isToldByGit = used.size === count;
    this.#repositories = used.has('') ? [...used.keys()] : [''];
    this.#digest = isToldByGit ? digestOf(used) : '';
    return { ...found, files: [...found.files].sort(), leftOut: outermost(leftOut) };
  }

  async #ask(folders: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, GitOutput>> {
    const outputs = new Map<string, GitOutput>();
    for (let at = 0; at < folders.length; at += askedAtOnce) {
      const some = folders.slice(at, at + askedAtOnce);
      const asked = some.map((folder) => {
        const whole = path.join(this.#root, folder);
        return repositoryAbove(whole) ? askGitForFiles(whole, signal) : undefined;
      });
      for (const [k, output] of (await Promise.all(asked)).entries())
        if (output !== undefined) outputs.set(some[k] ?? '', output);
    }
    return outputs;
  }

  async #read(folder: string, { output, warnings }: GitOutput) {
    const prefix = folder === '' ? '' : `${folder}/`;
    const place = warnings === '' ? undefined : repositoryAbove(path.join(this.#root, folder));
    const { closed, unruled } = place
      ? readGitWarnings(warnings, place, prefix)
      : { closed: [], unruled: [] };
    const found = await readGitFiles(
      output,
      prefix,
      unruled.map((each) => each.folder),
    );
    return { ...found, leftOut: [...closed, ...unruled.filter((each) => found.withheld.has(each.folder))] };
  }

  async #walk(folder: string, signal: AbortSignal): Promise<WalkedFiles> {
    const walk = this.#walks.get(folder) ?? new FileWalk(path.join(this.#root, folder), folder);
    this.#walks.set(folder, walk);
    try {
      return await walk.walk({ readFolder: this.#readFolder, signal });
    } catch (error) {
      if (folder === '' || !isSystemError(error)) throw error;
      return { files: [], nested: [], leftOut: [folderLeftOut(folder, systemReason(error))] };
    }
  }

  /** A second worktree of a repository, put inside the first, would show each file twice. */
  #isRepository(folder: string): boolean {
    try {
      return !/[\\/]worktrees[\\/]/.test(readFileSync(path.join(this.#root, folder, '.git'), 'utf8'));
    } catch (error) {
      // Of what can't be read git, or the walk, says why.
      return !isMissing(error) || (error as { code?: unknown }).code === 'EISDIR';
    }
  }
}

function digestOf(outputs: ReadonlyMap<string, GitOutput>): string {
  const hash = createHash('sha1');
  for (const [folder, { output, warnings }] of outputs)
    hash.update(JSON.stringify([folder, warnings, output.length])).update(output);
  return hash.digest('hex');
}

/** The files of a folder, once: `FolderListing` is for those who ask again. */
export async function listFiles(
  root: string,
  signal: AbortSignal,
  tell?: (leftOut: LeftOut) => void,
): Promise<readonly string[]> {
  const listing = await new FolderListing(root).look(signal);
  if (listing === 'same') return [];
  if (tell) listing.leftOut.forEach(tell);
  return listing.files;
}
