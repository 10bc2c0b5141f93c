import { isWithheldFile } from '../withhold.ts';
import { maxFileBytes } from '../workspace.ts';
import { isIndexed, looksGenerated } from './fileTraits.ts';
import type { TextIndex } from './textIndex.ts';

export interface ListedFile {
  readonly path: string;
  /** Differs for every version of the file, such as its time and size. */
  readonly stamp: string;
  readonly bytes: number;
}

/** Where the files of an index come from. */
export interface IndexSource {
  list(signal: AbortSignal): Promise<Iterable<ListedFile>>;
  /** Undefined for what is gone by now or is no text. */
  read(path: string): string | undefined;
}

/**
 * Brings an index to what the source lists now, reading only what changed. A text that is withheld from models,
 * generated or too large is known by its path alone.
 */
export async function refresh(index: TextIndex, source: IndexSource, signal: AbortSignal): Promise<void> {
  const listed = new Set<string>();
  for (const { path, stamp, bytes } of await source.list(signal)) {
    if (!isIndexed(path)) continue;
    listed.add(path);
    if (index.stampOf(path) === stamp) continue;
    signal.throwIfAborted();
    const text = bytes > maxFileBytes || isWithheldFile(path) ? '' : source.read(path);
    if (text === undefined) listed.delete(path);
    else index.set(path, looksGenerated(text) ? '' : text, stamp);
  }
  for (const path of [...index.paths()]) if (!listed.has(path)) index.remove(path);
}
