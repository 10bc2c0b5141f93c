import { isWithheldFile } from '../withhold.ts';
import { maxFileBytes } from '../workspace.ts';
import type { Stamp } from './docTable.ts';
import { isIndexed, looksGenerated } from './fileTraits.ts';
import type { TextIndex } from './textIndex.ts';

export interface ListedFile {
  readonly path: string;
  readonly stamp: Stamp;
}

/** What a source lists: all files, or what has become of them since it listed all. */
export type Listing =
  | { readonly type: 'all'; readonly files: Iterable<ListedFile> }
  | { readonly type: 'changes'; readonly changed: readonly ListedFile[]; readonly gone: readonly string[] };

/** Where the files of an index come from. */
export interface IndexSource {
  list(signal: AbortSignal): Promise<Listing>;
  /** One file as it is now; undefined when it is gone. */
  look(path: string): ListedFile | undefined;
  /** Undefined for what is gone by now or is no text, and '' for what is too large to be read. */
  read(path: string): string | undefined;
  /** Lets other work of the thread run, such as an abort; called between files. */
  pause(): Promise<void>;
}

/** Texts that count in the place of what is on disk, by path. */
export type UnsavedTexts = ReadonlyMap<string, string>;

/** No version on disk has it. */
const unsavedStamp = -1;

const filesBetweenPauses = 64;

/**
 * Brings an index to what the source lists now, reading only what changed. Gives how many files were read. Once it
 * was broken off, another source has to be used: this one may not tell again what it has told.
 */
export async function refresh(index: TextIndex, source: IndexSource, signal: AbortSignal): Promise<number> {
  const listing = await source.list(signal);
  const listed = listing.type === 'all' ? new Set<string>() : undefined;
  let read = 0;
  for (const file of listing.type === 'all' ? listing.files : listing.changed) {
    const known = index.stampOf(file.path);
    if (known === undefined && !isIndexed(file.path)) continue;
    listed?.add(file.path);
    if (known === file.stamp) continue;
    signal.throwIfAborted();
    if (!put(index, source, file)) {
      index.remove(file.path);
      listed?.delete(file.path);
    }
    if (++read % filesBetweenPauses === 0) await source.pause();
  }
  if (listing.type === 'changes') for (const path of listing.gone) index.remove(path);
  if (listed !== undefined && listed.size < index.size)
    for (const path of [...index.paths()]) if (!listed.has(path)) index.remove(path);
  return read;
}

/**
 * Looks again at files that are said to have changed. Gives false when one of them is not in the index: whether it
 * belongs there only a whole look can tell.
 */
export function refreshFiles(index: TextIndex, source: IndexSource, paths: Iterable<string>): boolean {
  let isKnown = true;
  for (const path of paths) {
    if (!isIndexed(path)) continue;
    const stamp = index.stampOf(path);
    const file = source.look(path);
    if (stamp === undefined) isKnown &&= file === undefined;
    else if (file === undefined) index.remove(path);
    else if (file.stamp !== stamp && !put(index, source, file)) index.remove(path);
  }
  return isKnown;
}

/** Puts unsaved texts in the place of what the index has of their files. Gives the paths that have one now. */
export function applyUnsaved(index: TextIndex, unsaved: UnsavedTexts): readonly string[] {
  const applied: string[] = [];
  for (const [path, text] of unsaved) {
    // What is not listed, such as a file that git ignores, does not come in by being edited.
    if (index.stampOf(path) === undefined || isWithheldFile(path)) continue;
    index.set(path, text.length > maxFileBytes || looksGenerated(text) ? '' : text, unsavedStamp);
    applied.push(path);
  }
  return applied;
}

/** A text that is withheld from models, generated or too large is known by its path alone. */
function put(index: TextIndex, source: IndexSource, { path, stamp }: ListedFile): boolean {
  const text = isWithheldFile(path) ? '' : source.read(path);
  if (text === undefined) return false;
  index.set(path, looksGenerated(text) ? '' : text, stamp);
  return true;
}
