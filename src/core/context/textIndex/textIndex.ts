import type { RankedFile } from '../findFiles.ts';
import { TermCounter } from './countTerms.ts';
import { type DocArrays, DocTable, type Stamp } from './docTable.ts';
import { mergeSegments, Segment, type SegmentArrays, type VisitPosting } from './postings.ts';
import { rank, type SearchSignals } from './rank.ts';
import { SegmentBuilder } from './segmentBuilder.ts';

const mostPending = 1_000_000;
/** Segments of like size that are merged into one. */
const mergedAtOnce = 4;
/** Larger ones stay as they are: a merge needs room twice, and gaps in memory stay behind; a search hardly notices. */
const largestMerged = 1_000_000;

/** An index as it is kept on disk. */
export interface IndexArrays {
  readonly docs: DocArrays;
  readonly segments: readonly SegmentArrays[];
}

/**
 * Which files a request is about, by the words in them, the names they declare, their paths, and what they import.
 * Files are added, replaced and removed one at a time; nothing is read from anywhere.
 */
export class TextIndex {
  #docs = new DocTable();
  /** What many files are read with; let go once the index is asked, as it takes room. */
  #reading: ReturnType<typeof startReading> | undefined;
  readonly #encoder = new TextEncoder();
  #segments: Segment[] = [];

  get size(): number {
    return this.#docs.size;
  }

  *paths(): IterableIterator<string> {
    for (const [path] of this.#docs.entries()) yield path;
  }

  stampOf(path: string): Stamp | undefined {
    return this.#docs.stampOf(path);
  }

  remove(path: string): void {
    this.#docs.remove(path);
  }

  /** Adds a file, or replaces what is known of it. The text may be given as its bytes in UTF-8. */
  set(path: string, text: string | Uint8Array, stamp: Stamp): void {
    const doc = this.#docs.numbers;
    const bytes = typeof text === 'string' ? this.#encoder.encode(text) : text;
    this.#reading ??= startReading();
    const { counter, pending } = this.#reading;
    this.#docs.add({ path, stamp, ...counter.count(doc, path, bytes) });
    if (pending.size >= mostPending) this.#seal();
  }

  /** Files for a request, best first; those that nothing speaks for are left out. */
  search(query: string, limit: number, signals: SearchSignals = {}): readonly RankedFile[] {
    this.#seal();
    this.#reading = undefined;
    const visit = (term: number, each: VisitPosting): void => {
      for (const segment of this.#segments) segment.visit(term, each);
    };
    return rank(query, limit, { docs: this.#docs, visit }, signals);
  }

  /** What to keep on disk, without what is gone; `from` makes the index of it again. */
  arrays(): IndexArrays {
    this.#compact();
    return { docs: this.#docs.arrays(), segments: this.#segments.map(({ arrays }) => arrays) };
  }

  static from({ docs, segments }: IndexArrays): TextIndex {
    const index = new TextIndex();
    index.#docs = DocTable.from(docs);
    index.#segments = segments.map((arrays) => new Segment(arrays));
    return index;
  }

  /** Makes what is pending part of the segments, and keeps these few. */
  #seal(): void {
    if (!this.#takePending()) return;
    for (;;) {
      const last = this.#segments.slice(-mergedAtOnce);
      const size = last.reduce((sum, segment) => sum + segment.size, 0);
      const newest = last.at(-1)?.size ?? 0;
      const alike = last.every((segment) => segment.size <= mergedAtOnce * Math.max(newest, 1));
      if (last.length < mergedAtOnce || !alike || size > largestMerged) break;
      this.#segments.splice(-mergedAtOnce, mergedAtOnce, mergeSegments(last, this.#numberIfThere));
    }
    if (this.#docs.numbers > 2 * this.#docs.size + 1_000) this.#compact();
  }

  readonly #numberIfThere = (doc: number): number => (this.#docs.pathOf(doc) === undefined ? -1 : doc);

  #takePending(): boolean {
    const pending = this.#reading?.pending;
    if (pending === undefined || pending.size === 0) return false;
    this.#segments.push(pending.build(this.#numberIfThere));
    return true;
  }

  /** Numbers the documents anew, so that what was replaced takes no room. */
  #compact(): void {
    this.#takePending();
    if (this.#docs.numbers === this.#docs.size) return;
    let next = 0;
    const numbers = Int32Array.from({ length: this.#docs.numbers }, (_, doc) =>
      this.#docs.pathOf(doc) === undefined ? -1 : next++,
    );
    for (const [k, segment] of this.#segments.entries())
      this.#segments[k] = mergeSegments([segment], (doc) => numbers[doc] ?? -1);
    this.#docs = DocTable.from(this.#docs.arrays());
  }
}

function startReading() {
  const pending = new SegmentBuilder();
  return { pending, counter: new TermCounter(pending) };
}
