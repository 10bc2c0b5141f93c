import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { excludeTest } from '../../core/context/excludeGlobs.ts';
import { ignoreTest } from '../../core/context/ignoreFiles.ts';
import type { Stamp } from '../../core/context/textIndex/docTable.ts';
import type { IndexSource, ListedFile, Listing } from '../../core/context/textIndex/refresh.ts';
import { maxFileBytes } from '../../core/context/workspace.ts';
import { decodeText } from '../diskWorkspace.ts';
import { FolderListing, ignoreFilesOf, readIgnoreFiles } from '../listFiles.ts';

/**
 * The files of a folder as they are on disk, without those that the settings in `hidden` name (see `excludeTest`). It
 * looks at each file without yielding, which takes a third of the time, so it belongs in a process or thread that
 * nobody waits for.
 */
export class DiskSource implements IndexSource {
  readonly #root: string;
  readonly #isHidden: (path: string) => boolean;
  #listing: FolderListing;
  /** Files that git has not looked at, with what was seen of them. */
  #loose = new Map<string, Stamp | undefined>();
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
    if (listing !== 'same') return this.#listAll(listing.files, listing.contents, listing.inWork);
    const texts = await readIgnoreFiles(this.#root, this.#ignoreFiles);
    if (JSON.stringify([...texts]) === this.#ignoreTexts) return this.#listLoose();
    this.#listing = this.#newListing();
    return this.list(signal);
  }

  look(path: string): ListedFile | undefined {
    const found = lstatSync(`${this.#root}/${path}`, { throwIfNoEntry: false });
    if (!found?.isFile()) return undefined;
    // A version so new that another may follow at the same time is never given the same stamp again.
    const isNew = Math.abs(Date.now() - found.ctimeMs) < stepMs;
    return { path, stamp: isNew ? --this.#lastOfNew : stampOf(found) };
  }

  read(path: string): string | undefined {
    const file = `${this.#root}/${path}`;
    try {
      if (lstatSync(file).size > maxFileBytes) return '';
      // Node decodes in one go what it is asked for as UTF-8; where that lost something, it is looked at by byte.
      const text = readFileSync(file, 'utf8');
      if (!text.includes('\ufffd')) return text.slice(0, 8_192).includes('\0') ? undefined : text;
      const read = decodeText(readFileSync(file));
      return read.type === 'text' ? read.text : undefined;
    } catch {
      // Gone or closed to us since it was listed: the next look tells.
      return undefined;
    }
  }

  pause(): Promise<void> {
    return nextTurn();
  }

  #newListing(): FolderListing {
    return new FolderListing(this.#root, (folder) => readdirSync(folder, { withFileTypes: true }));
  }

  async #listAll(
    files: readonly string[],
    contents: ReadonlyMap<string, number>,
    inWork: ReadonlySet<string>,
  ): Promise<Listing> {
    this.#ignoreFiles = ignoreFilesOf(files);
    const texts = await readIgnoreFiles(this.#root, this.#ignoreFiles);
    this.#ignoreTexts = JSON.stringify([...texts]);
    this.#inWork = inWork;
    this.#loose = new Map();
    const isIgnored = ignoreTest(texts);
    const listed: ListedFile[] = [];
    for (const path of files) {
      if (this.#isHidden(path) || isIgnored(path)) continue;
      const content = contents.get(path);
      const found = content === undefined ? this.look(path) : { path, stamp: content };
      if (content === undefined) this.#loose.set(path, found?.stamp);
      if (found) listed.push(found);
    }
    return { type: 'all', files: listed };
  }

  #listLoose(): Listing {
    const changed: ListedFile[] = [];
    const gone: string[] = [];
    for (const [path, stamp] of this.#loose) {
      const found = this.look(path);
      if (found?.stamp === stamp) continue;
      if (found) changed.push(found);
      else gone.push(path);
      this.#loose.set(path, found?.stamp);
    }
    return { type: 'changes', changed, gone };
  }
}

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
