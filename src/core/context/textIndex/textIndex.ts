import type { RankedFile } from '../findFiles.ts';
import { TermCounter } from './countTerms.ts';
import { type DocArrays, DocTable, type Stamp } from './docTable.ts';
import { mergeSegments, Segment, type SegmentArrays, SegmentBuilder, type VisitPosting } from './postings.ts';
import { rank, type SearchSignals } from './rank.ts';

const mostPending = 1_000_000;
/** Segments of like size that are merged into one. */
const mergedAtOnce = 4;
/** A merge needs room for both what it reads and what it writes, so the largest segments stay as they are. */
const largestMerged = 8_000_000;

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
  readonly #counter = new TermCounter();
  readonly #encoder = new TextEncoder();
  #segments: Segment[] = [];
  readonly #pending = new SegmentBuilder();

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
    this.#pending.begin(doc);
    const counted = this.#counter.count(path, bytes, (term, count, parts) =>
      this.#pending.add(term, count, parts),
    );
    this.#docs.add({ path, stamp, ...counted });
    if (this.#pending.size >= mostPending) this.#seal();
  }

  /** Files for a request, best first; those that nothing speaks for are left out. */
  search(query: string, limit: number, signals: SearchSignals = {}): readonly RankedFile[] {
    this.#seal();
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
    if (this.#pending.size === 0) return;
    this.#segments.push(this.#pending.build(this.#numberIfThere));
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

  /** Numbers the documents anew, so that what was replaced takes no room. */
  #compact(): void {
    if (this.#pending.size > 0) this.#segments.push(this.#pending.build(this.#numberIfThere));
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
