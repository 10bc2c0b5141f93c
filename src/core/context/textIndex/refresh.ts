import { isWithheldFile } from '../withhold/withhold.ts';
import { maxFileBytes } from '../workspace.ts';
import type { Stamp } from './docTable.ts';
import { isIndexed, looksGenerated } from './fileTraits.ts';
import type { TextIndex } from './textIndex.ts';

export interface ListedFile {
  readonly path: string;
  readonly stamp: Stamp;
}

/** What a source lists. A file without a stamp is gone. */
export interface Listing {
  /** Whether these are all files, or those alone that may have changed since all were listed. */
  readonly isWhole: boolean;
  /** To be gone through once: each file is looked at when its turn comes. */
  readonly files: Iterable<ListedFile | { readonly path: string; readonly stamp: undefined }>;
}

/** Where the files of an index come from. */
export interface IndexSource {
  list(signal: AbortSignal): Promise<Listing>;
  /** One file as it is now; undefined when it is gone. */
  look(path: string): ListedFile | undefined;
  /**
   * Its text in UTF-8, good until the next is read. Undefined for what is gone by now or is no text, and nothing for
   * what is too large to be read.
   */
  read(file: ListedFile): Uint8Array | undefined;
  /** Lets other work of the thread run, such as an abort; called between files. */
  pause(): Promise<void>;
}

/** Texts that count in the place of what is on disk, by path. */
export type UnsavedTexts = ReadonlyMap<string, string>;

/** No version on disk has it. */
const unsavedStamp = -1;

const filesBetweenPauses = 64;

const nothing = new Uint8Array(0);

/**
 * Brings an index to what the source lists now, reading only what changed. Gives how many files were read. Once it
 * was broken off, another source has to be used: this one may not tell again what it has told.
 */
export async function refresh(index: TextIndex, source: IndexSource, signal: AbortSignal): Promise<number> {
  const { isWhole, files } = await source.list(signal);
  // With nothing known before, nothing can be gone.
  const listed = isWhole && index.size > 0 ? new Set<string>() : undefined;
  let read = 0;
  for (const { path, stamp } of files) {
    const known = index.stampOf(path);
    if (known === undefined && (stamp === undefined || !isIndexed(path))) continue;
    if (known === stamp) {
      listed?.add(path);
      continue;
    }
    if (stamp !== undefined && put(index, source, { path, stamp })) listed?.add(path);
    else index.remove(path);
    if (++read % filesBetweenPauses === 0) {
      await source.pause();
      signal.throwIfAborted();
    }
  }
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
  const encoder = new TextEncoder();
  for (const [path, text] of unsaved) {
    // What is not listed, such as a file that git ignores, does not come in by being edited.
    if (index.stampOf(path) === undefined || isWithheldFile(path)) continue;
    putText(index, path, encoder.encode(text.slice(0, maxFileBytes + 1)), unsavedStamp);
    applied.push(path);
  }
  return applied;
}

/** A text that is withheld from models, generated or too large is known by its path alone. */
function put(index: TextIndex, source: IndexSource, file: ListedFile): boolean {
  const { path, stamp } = file;
  const text = isWithheldFile(path) ? nothing : source.read(file);
  if (text === undefined) return false;
  putText(index, path, text, stamp);
  return true;
}

function putText(index: TextIndex, path: string, text: Uint8Array, stamp: Stamp): void {
  index.set(path, text.length > maxFileBytes || looksGenerated(text) ? nothing : text, stamp);
}
