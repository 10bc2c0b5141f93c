/**
 * Postings sorted by term and document in flat arrays: 11 bytes each (how often, and in which
 * sixteenths of the document, bit 0 being the first), written to disk and read back as they are.
 * A segment never changes; what is new goes into another, and segments are merged as they grow many.
 */
export class Segment {
  readonly #terms: Uint32Array;
  readonly #docs: Uint32Array;
  readonly #counts: Uint8Array;
  readonly #parts: Uint16Array;

  constructor(arrays: SegmentArrays) {
    this.#terms = arrays.terms;
    this.#docs = arrays.docs;
    this.#counts = arrays.counts;
    this.#parts = arrays.parts;
  }

  get size(): number {
    return this.#terms.length;
  }

  get arrays(): SegmentArrays {
    return { terms: this.#terms, docs: this.#docs, counts: this.#counts, parts: this.#parts };
  }

  /** Calls `visit` for each posting of a term. */
  visit(term: number, visit: (doc: number, count: number, parts: number) => void): void {
    for (let at = this.#firstOf(term); at < this.#terms.length && this.#terms[at] === term; at++)
      visit(this.#docs[at] ?? 0, this.#counts[at] ?? 0, this.#parts[at] ?? 0);
  }

  #firstOf(term: number): number {
    let low = 0;
    let high = this.#terms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#terms[middle] ?? 0) < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface SegmentArrays {
  readonly terms: Uint32Array;
  readonly docs: Uint32Array;
  readonly counts: Uint8Array;
  readonly parts: Uint16Array;
}

/** Sorts postings, given in the order of their documents, into a segment; those of `dropped` documents are left out. */
export function segmentOf(arrays: SegmentArrays, dropped?: (doc: number) => boolean): Segment {
  const { terms, docs, counts, parts } = arrays;
  const size = terms.length;
  let order = new Uint32Array(size);
  let length = 0;
  for (let at = 0; at < size; at++) if (!dropped?.(docs[at] ?? 0)) order[length++] = at;
  order = order.subarray(0, length);
  sortByTerm(order, terms);
  const sorted = {
    terms: new Uint32Array(length),
    docs: new Uint32Array(length),
    counts: new Uint8Array(length),
    parts: new Uint16Array(length),
  };
  for (let k = 0; k < length; k++) {
    const at = order[k] ?? 0;
    sorted.terms[k] = terms[at] ?? 0;
    sorted.docs[k] = docs[at] ?? 0;
    sorted.counts[k] = counts[at] ?? 0;
    sorted.parts[k] = parts[at] ?? 0;
  }
  return new Segment(sorted);
}

/** A radix sort of places by their terms, 11 bits a round: stable, so that documents stay in order within a term. */
function sortByTerm(order: Uint32Array, terms: Uint32Array): void {
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  for (let shift = 0; shift < 33; shift += 11) {
    const starts = new Uint32Array(2049);
    for (const at of from) {
      const bucket = (((terms[at] ?? 0) >>> shift) & 2047) + 1;
      starts[bucket] = (starts[bucket] ?? 0) + 1;
    }
    for (let k = 1; k < starts.length; k++) starts[k] = (starts[k] ?? 0) + (starts[k - 1] ?? 0);
    for (const at of from) {
      const bucket = ((terms[at] ?? 0) >>> shift) & 2047;
      const place = starts[bucket] ?? 0;
      to[place] = at;
      starts[bucket] = place + 1;
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

/** One segment out of several, without the documents that are gone. */
export function mergeSegments(segments: readonly Segment[], dropped: (doc: number) => boolean): Segment {
  const size = segments.reduce((sum, segment) => sum + segment.size, 0);
  const joined = {
    terms: new Uint32Array(size),
    docs: new Uint32Array(size),
    counts: new Uint8Array(size),
    parts: new Uint16Array(size),
  };
  let at = 0;
  for (const { arrays } of segments) {
    joined.terms.set(arrays.terms, at);
    joined.docs.set(arrays.docs, at);
    joined.counts.set(arrays.counts, at);
    joined.parts.set(arrays.parts, at);
    at += arrays.terms.length;
  }
  return segmentOf(joined, dropped);
}

/** Postings of documents one after another, as they are read. */
export class SegmentBuilder {
  #terms = new Uint32Array(1024);
  #docs = new Uint32Array(1024);
  #counts = new Uint8Array(1024);
  #parts = new Uint16Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(term: number, doc: number, count: number, parts: number): void {
    if (this.#size === this.#terms.length) this.#grow();
    const at = this.#size++;
    this.#terms[at] = term;
    this.#docs[at] = doc;
    this.#counts[at] = Math.min(255, count);
    this.#parts[at] = parts;
  }

  build(dropped?: (doc: number) => boolean): Segment {
    const size = this.#size;
    return segmentOf(
      {
        terms: this.#terms.subarray(0, size),
        docs: this.#docs.subarray(0, size),
        counts: this.#counts.subarray(0, size),
        parts: this.#parts.subarray(0, size),
      },
      dropped,
    );
  }

  #grow(): void {
    const size = this.#terms.length * 2;
    const copy = <T extends Uint32Array | Uint16Array | Uint8Array>(into: T, from: T): T => {
      into.set(from);
      return into;
    };
    this.#terms = copy(new Uint32Array(size), this.#terms);
    this.#docs = copy(new Uint32Array(size), this.#docs);
    this.#counts = copy(new Uint8Array(size), this.#counts);
    this.#parts = copy(new Uint16Array(size), this.#parts);
  }
}
