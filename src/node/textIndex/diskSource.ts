import { closeSync, constants, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isSystemError } from '../../base/systemError.ts';
import { excludeTest } from '../../core/context/excludeGlobs.ts';
import { ignoreTest } from '../../core/context/ignoreFiles.ts';
import type { Stamp } from '../../core/context/textIndex/docTable.ts';
import type { IndexSource, ListedFile, Listing } from '../../core/context/textIndex/refresh.ts';
import { maxFileBytes } from '../../core/context/workspace.ts';
import { isText } from '../files/decodeText.ts';
import { type FileListing, FolderListing } from '../files/listFiles.ts';
import { ignoreFilesOf, readIgnoreFiles } from '../files/shownFiles.ts';

/**
 * The files of a folder as they are on disk, without those that the settings in `hidden` name (see `excludeTest`). It
 * looks at each file without yielding, which takes a third of the time, so it belongs in a process or thread that
 * nobody waits for.
 */
export class DiskSource implements IndexSource {
  readonly #root: string;
  readonly #isHidden: (path: string) => boolean;
  #listing: FolderListing;
  /** Files that git has not looked at. */
  #loose: readonly string[] = [];
  /** Files that are no text, with the version that was read. */
  readonly #data = new Map<string, Stamp>();
  /** For the file at hand, and a byte more by which to know one that is too large. */
  readonly #buffer = Buffer.allocUnsafeSlow(maxFileBytes + 1);
  #ignoreFiles: readonly string[] = [];
  #ignoreTexts = '';
  #inWork: ReadonlySet<string> = new Set();
  /** Begins where none has been before, as stamps are kept between sessions. */
  #lastOfNew = -1000 * Date.now();

  constructor(root: string, hidden: readonly unknown[] = []) {
    this.#root = root;
    this.#isHidden = excludeTest(hidden);
    this.#listing = this.#newListing();
  }

  /** Files that the last look found to differ from what is staged. */
  get inWork(): ReadonlySet<string> {
    return this.#inWork;
  }

  async list(signal: AbortSignal): Promise<Listing> {
    const listing = await this.#listing.look(signal);
    if (listing !== 'same') return { isWhole: true, files: await this.#listAll(listing) };
    const { texts } = await readIgnoreFiles(this.#root, this.#ignoreFiles);
    if (JSON.stringify([...texts]) === this.#ignoreTexts)
      return { isWhole: false, files: this.#lookAt(this.#loose) };
    this.#listing = this.#newListing();
    return this.list(signal);
  }

  look(path: string): ListedFile | undefined {
    const found = this.#statOf(path);
    if (found === 'closed') return { path, stamp: closedStamp };
    if (!found?.isFile()) return undefined;
    // A version so new that another may follow at the same time is never given the same stamp again.
    const isNew = Math.abs(Date.now() - found.ctimeMs) < stepMs;
    return { path, stamp: isNew ? --this.#lastOfNew : stampOf(found) };
  }

  #statOf(path: string): Stats | 'closed' | undefined {
    try {
      return lstatSync(`${this.#root}/${path}`, { throwIfNoEntry: false });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return 'closed';
    }
  }

  read({ path, stamp }: ListedFile): Uint8Array | undefined {
    const text = this.#readText(`${this.#root}/${path}`);
    if (text === undefined) this.#data.set(path, stamp);
    else this.#data.delete(path);
    return text;
  }

  #readText(file: string): Uint8Array | undefined {
    let open: number | undefined;
    try {
      // A pipe that took the place of a file would never end.
      open = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
      // Of a file as much is read as there is, up to what is asked for.
      const length = readSync(open, this.#buffer, 0, this.#buffer.length, 0);
      if (length > maxFileBytes) return this.#buffer.subarray(0, 0);
      const bytes = this.#buffer.subarray(0, length);
      return isText(bytes) ? bytes : undefined;
    } catch {
      // Gone or closed to us since it was listed: the next look tells.
      return undefined;
    } finally {
      if (open !== undefined) closeSync(open);
    }
  }

  pause(): Promise<void> {
    return nextTurn();
  }

  #newListing(): FolderListing {
    return new FolderListing(this.#root, (folder) => readdirSync(folder, { withFileTypes: true }));
  }

  async #listAll({ files, contents, inWork }: FileListing): Promise<Listing['files']> {
    this.#ignoreFiles = ignoreFilesOf(files);
    const { texts } = await readIgnoreFiles(this.#root, this.#ignoreFiles);
    this.#ignoreTexts = JSON.stringify([...texts]);
    this.#inWork = inWork;
    const isIgnored = ignoreTest(texts);
    const shown = files.filter((path) => !this.#isHidden(path) && !isIgnored(path));
    this.#loose = shown.filter((path) => !contents.has(path));
    return this.#lookAt(shown, contents);
  }

  *#lookAt(files: readonly string[], contents?: ReadonlyMap<string, Stamp>): Listing['files'] {
    for (const path of files) {
      const content = contents?.get(path);
      const stamp = content ?? this.look(path)?.stamp;
      if (stamp === undefined || this.#data.get(path) !== stamp) yield { path, stamp };
    }
  }
}

/** Of a file that is there and may not be looked at; no version that can be read has it. */
const closedStamp = -2;

/** Disks tell times in steps, so that a second write may leave no trace (milliseconds). */
const stepMs = 30;

/** A number of 52 bits that tells this version of a file from others. */
function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): number {
  let [high, low] = [0x811c9dc5, 0x01000193];
  for (const value of [Math.round(mtimeMs * 1000), Math.round(ctimeMs * 1000), size, ino])
    for (const part of [value % 2 ** 32, Math.floor(value / 2 ** 32)]) {
      high = Math.imul(high ^ part, 0x9e3779b1);
      low = Math.imul(low ^ part ^ (high >>> 15), 0x85ebca6b);
      low ^= low >>> 13;
    }
  return (high >>> 0) * 2 ** 20 + (low >>> 12);
}
