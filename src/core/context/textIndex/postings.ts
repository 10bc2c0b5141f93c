/**
 * Postings sorted by term and document. A word that stands once in a document, as most do, takes two or three bytes:
 * the distance from the term's document before and the sixteenth that it stands in. Others take the distance, how
 * often, and in which sixteenths (bit 0 being the first). The arrays are written to disk and read back as they are.
 * A segment never changes; what is new goes into another, and segments are merged as they grow many.
 */
export interface SegmentArrays {
  /** Each term once, ascending. */
  readonly terms: Uint32Array;
  /** Where the bytes of each term end. */
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
  /** Postings in all. */
  readonly size: number;
}

export type VisitPosting = (doc: number, count: number, parts: number) => void;

export class Segment {
  readonly arrays: SegmentArrays;

  constructor(arrays: SegmentArrays) {
    this.arrays = arrays;
  }

  get size(): number {
    return this.arrays.size;
  }

  /** Calls `visit` for each posting of a term, in the order of documents. */
  visit(term: number, visit: VisitPosting): void {
    const { terms } = this.arrays;
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((terms[middle] ?? 0) < term) low = middle + 1;
      else high = middle;
    }
    if (terms[low] === term) this.visitAt(low, visit);
  }

  /** Calls `visit` for each posting of the term at a place in `terms`. */
  visitAt(place: number, visit: VisitPosting): void {
    const { bytes, ends } = this.arrays;
    const end = ends[place] ?? 0;
    let at = place === 0 ? 0 : (ends[place - 1] ?? 0);
    let doc = -1;
    while (at < end) {
      let value = 0;
      let scale = 1;
      let byte = bytes[at++] ?? 0;
      while (byte > 127) {
        value += (byte - 128) * scale;
        scale *= 128;
        byte = bytes[at++] ?? 0;
      }
      value += byte * scale;
      if (value % 2 === 0) {
        doc += Math.floor(value / 32);
        visit(doc, 1, 1 << ((value >>> 1) & 15));
      } else {
        doc += Math.floor(value / 2);
        visit(doc, bytes[at] ?? 0, (bytes[at + 1] ?? 0) | ((bytes[at + 2] ?? 0) << 8));
        at += 3;
      }
    }
  }
}

/** Takes postings in the order of terms and documents. */
class SegmentWriter {
  #terms = new Uint32Array(1024);
  #ends = new Uint32Array(1024);
  #bytes = new Uint8Array(8192);
  #termCount = 0;
  #length = 0;
  #size = 0;
  #term = -1;
  #doc = -1;

  add(term: number, doc: number, count: number, parts: number): void {
    if (term !== this.#term) {
      this.#endTerm();
      this.#term = term;
      this.#doc = -1;
    }
    if (this.#length + 16 > this.#bytes.length) this.#bytes = grown(this.#bytes, Uint8Array);
    const gap = doc - this.#doc;
    this.#doc = doc;
    this.#size++;
    if (count === 1 && (parts & (parts - 1)) === 0) {
      this.#putNumber(gap * 32 + (parts === 0 ? 0 : 31 - Math.clz32(parts)) * 2);
      return;
    }
    this.#putNumber(gap * 2 + 1);
    this.#bytes[this.#length++] = count;
    this.#bytes[this.#length++] = parts & 255;
    this.#bytes[this.#length++] = parts >>> 8;
  }

  end(): Segment {
    this.#endTerm();
    return new Segment({
      terms: this.#terms.slice(0, this.#termCount),
      ends: this.#ends.slice(0, this.#termCount),
      bytes: this.#bytes.slice(0, this.#length),
      size: this.#size,
    });
  }

  #endTerm(): void {
    if (this.#term < 0) return;
    if (this.#termCount === this.#terms.length) {
      this.#terms = grown(this.#terms, Uint32Array);
      this.#ends = grown(this.#ends, Uint32Array);
    }
    this.#terms[this.#termCount] = this.#term;
    this.#ends[this.#termCount++] = this.#length;
  }

  #putNumber(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) + 128;
    this.#bytes[this.#length++] = rest;
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, Type: new (size: number) => T): T {
  const larger = new Type(array.length * 2);
  larger.set(array);
  return larger;
}

/** The number that a document has in a new segment, or -1 when it is gone; in the order of the old numbers. */
export type NumberOfDoc = (doc: number) => number;

/** One segment out of several that follow one another, without the documents that are gone. */
export function mergeSegments(segments: readonly Segment[], numberOf: NumberOfDoc): Segment {
  const writer = new SegmentWriter();
  const places = segments.map(() => 0);
  for (;;) {
    let term = Number.POSITIVE_INFINITY;
    for (let k = 0; k < segments.length; k++)
      term = Math.min(term, segments[k]?.arrays.terms[places[k] ?? 0] ?? Number.POSITIVE_INFINITY);
    if (term === Number.POSITIVE_INFINITY) return writer.end();
    const put: VisitPosting = (doc, count, parts) => {
      const number = numberOf(doc);
      if (number >= 0) writer.add(term, number, count, parts);
    };
    for (let k = 0; k < segments.length; k++) {
      const place = places[k] ?? 0;
      if (segments[k]?.arrays.terms[place] !== term) continue;
      segments[k]?.visitAt(place, put);
      places[k] = place + 1;
    }
  }
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

  /** A segment of what was added, without the documents that are gone; the builder is empty then. */
  build(numberOf: NumberOfDoc): Segment {
    const order = orderByTerm(this.#terms.subarray(0, this.#size));
    const writer = new SegmentWriter();
    for (const at of order) {
      const doc = numberOf(this.#docs[at] ?? 0);
      if (doc >= 0) writer.add(this.#terms[at] ?? 0, doc, this.#counts[at] ?? 0, this.#parts[at] ?? 0);
    }
    this.#size = 0;
    return writer.end();
  }

  #grow(): void {
    this.#terms = grown(this.#terms, Uint32Array);
    this.#docs = grown(this.#docs, Uint32Array);
    this.#counts = grown(this.#counts, Uint8Array);
    this.#parts = grown(this.#parts, Uint16Array);
  }
}

/** Places by their terms, sorted 11 bits a round: stable, so that documents stay in order within a term. */
function orderByTerm(terms: Uint32Array): Uint32Array {
  let from: Uint32Array = new Uint32Array(terms.length);
  for (let at = 0; at < from.length; at++) from[at] = at;
  let to: Uint32Array = new Uint32Array(terms.length);
  for (let shift = 0; shift < 33; shift += 11) {
    const starts = new Uint32Array(2049);
    for (const term of terms) {
      const bucket = ((term >>> shift) & 2047) + 1;
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
  return from;
}
