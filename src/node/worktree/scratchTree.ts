import { type BigIntStats, constants } from 'node:fs';
import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import type { Uncopied } from '../../core/verify/commands/scratch.ts';
import { borrowRepository } from './borrowRepository.ts';
import { eachAtOnce } from './eachAtOnce.ts';
import { linkPackages } from './linkPackages.ts';
import { packageWritesOf } from './packageWrites.ts';
import type { SourceTree } from './sourceTree.ts';
import { unlessClosed, whyClosed } from './whyClosed.ts';

/** Why there can be no scratch copy; the message is for people. */
export class ScratchRefused extends Error {}

const atOnce = 32;
/** A workspace with more than this (bytes) is not copied: it would take the disk before it is of use. */
const mostBytes = 4 * 1024 ** 3;

/** Build folders that are safe to keep from one use to the next and dear to make: by name, and the file beside them. */
const keptBuilds: Readonly<Record<string, string>> = { target: 'Cargo.toml' };

/**
 * One copy of a user's tree. It is made once and then brought in line again: what the last command or its changes left
 * in it is put back, and what the user has changed meanwhile is copied anew.
 */
export class ScratchTree {
  readonly #folder: string;
  /** What each file looked like on both sides when it was copied. */
  readonly #copied = new Map<string, { readonly source: string; readonly copy: string }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The tree as the user has it now, with the changes (relative to the workspace's root). What the system does not let
   * be read is left out, and named: a tree may hold files of other users, and most commands need none of them.
   */
  async prepare(
    source: SourceTree,
    changes: FileChanges,
    { argv, signal }: { readonly argv: readonly string[]; readonly signal: AbortSignal },
  ): Promise<readonly Uncopied[]> {
    const closed = new Map(source.closed.map(({ path, reason }) => [path, reason]));
    await mkdir(this.#folder, { recursive: true });
    const wanted = new Set(source.files);
    await this.#removeOthers('', wanted, new Set(source.packages), signal);
    await this.#copyFiles(source, closed, signal);
    const manifest = changes.get('package.json');
    const writes = await packageWritesOf(argv, path.join(this.#folder, source.prefix), manifest);
    if (writes === 'environment')
      throw new ScratchRefused('it installs into an environment that is not the scratch copy’s own');
    const leaveOut = (file: string, reason: string) => closed.set(file, reason);
    await eachAtOnce(
      source.packages,
      (folder) =>
        linkPackages({ from: source.top, to: this.#folder, folder, isOwn: writes === 'copies', leaveOut }),
      { atOnce: 4, signal },
    );
    if (source.isRepository) await borrowRepository(source.top, this.#folder, signal);
    for (const [file, text] of changes) await this.#write(path.posix.join(source.prefix, file), text);
    return [...closed]
      .filter(([file]) => !foldersAbove(file).some((folder) => closed.has(folder)))
      .map(([file, reason]) => ({ path: path.posix.relative(source.prefix, file), reason }))
      .filter((each) => !changes.has(each.path))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Removes what is not of the user's tree: what a command made, and what the user has deleted. */
  async #removeOthers(
    folder: string,
    wanted: ReadonlySet<string>,
    packages: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<boolean> {
    signal.throwIfAborted();
    const entries = await readdir(path.join(this.#folder, folder), { withFileTypes: true });
    let left = false;
    for (const entry of entries) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const beside = Object.hasOwn(keptBuilds, entry.name) ? keptBuilds[entry.name] : undefined;
      const isKept =
        packages.has(file) || file === '.git' || (beside !== undefined && wanted.has(join(folder, beside)));
      if (isKept || wanted.has(file)) left = true;
      else if (entry.isDirectory() && (await this.#removeOthers(file, wanted, packages, signal))) left = true;
      else {
        await rm(path.join(this.#folder, file), { recursive: true, force: true });
        this.#copied.delete(file);
      }
    }
    return left;
  }

  async #copyFiles(source: SourceTree, closed: Map<string, string>, signal: AbortSignal): Promise<void> {
    const top = await realpath(source.top);
    let bytes = 0n;
    await eachAtOnce(
      source.files,
      async (file) => {
        const from = path.join(source.top, file);
        const to = path.join(this.#folder, file);
        const found = await stampOf(from);
        const known = this.#copied.get(file);
        bytes += found?.size ?? 0n;
        if (bytes > mostBytes) throw new ScratchRefused('the workspace is too large to be copied');
        if (found !== undefined && known?.source === found.text && known.copy === (await stampOf(to))?.text)
          return;
        await rm(to, { recursive: true, force: true });
        this.#copied.delete(file);
        const reason =
          found === undefined ? await whyClosed(from) : await this.#copy(found, { from, to, top });
        if (reason !== undefined) closed.set(file, reason);
        if (found === undefined || reason !== undefined) return;
        const copy = await stampOf(to);
        if (copy) this.#copied.set(file, { source: found.text, copy: copy.text });
      },
      { atOnce, signal },
    );
  }

  /** Why it may not be copied, where it may not. What is neither file nor link is passed over. */
  async #copy(
    { isFile, isLink }: Stamp,
    { from, to, top }: { readonly from: string; readonly to: string; readonly top: string },
  ): Promise<string | undefined> {
    if (!(isFile || isLink)) return undefined;
    await mkdir(path.dirname(to), { recursive: true });
    if (isFile) return unlessClosed(from, () => copyFile(from, to, constants.COPYFILE_FICLONE));
    await this.#copyLink(from, to, top);
    return undefined;
  }

  /** A link into the tree leads into the copy; any other to where it leads now. */
  async #copyLink(from: string, to: string, top: string): Promise<void> {
    const written = await readlink(from);
    const real = await realpath(from).catch(() => path.resolve(path.dirname(from), written));
    const inside = path.relative(top, real);
    const isInside = !inside.startsWith('..') && !path.isAbsolute(inside);
    const target = isInside ? path.relative(path.dirname(to), path.join(this.#folder, inside)) : real;
    await symlink(target === '' ? '.' : target, to);
  }

  async #write(file: string, text: string | null): Promise<void> {
    const to = path.join(this.#folder, file);
    this.#copied.delete(file);
    if (text === null) return rm(to, { recursive: true, force: true });
    await mkdir(path.dirname(to), { recursive: true });
    const [folder, own] = await Promise.all([realpath(path.dirname(to)), realpath(this.#folder)]);
    if (folder !== own && !folder.startsWith(own + path.sep))
      throw new ScratchRefused(`${file} leads out of the workspace`);
    // A link at this place would let the text go to where it leads.
    await rm(to, { recursive: true, force: true });
    await writeFile(to, text);
  }
}

function foldersAbove(file: string): readonly string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, k) => parts.slice(0, k + 1).join('/'));
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

interface Stamp {
  readonly text: string;
  readonly size: bigint;
  readonly isFile: boolean;
  readonly isLink: boolean;
}

/** What changes whenever a file does; the time of change can't be set back by who writes the file. */
export async function stampOf(file: string): Promise<Stamp | undefined> {
  const found: BigIntStats | undefined = await lstat(file, { bigint: true }).catch(() => undefined);
  if (found === undefined) return undefined;
  const { size, mtimeNs, ctimeNs, mode, ino } = found;
  return {
    text: [size, mtimeNs, ctimeNs, mode, ino].join(':'),
    size: found.isFile() ? size : 0n,
    isFile: found.isFile(),
    isLink: found.isSymbolicLink(),
  };
}
