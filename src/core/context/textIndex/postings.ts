/**
 * Postings sorted by term and document. A word that stands once in a document, as most do, takes two or three bytes:
 * the distance from the term's document before and the sixteenth that it stands in, in one number. Others take two
 * numbers: the distance; how often, and in which sixteenths (bit 0 being the first). The arrays are written to disk and read back as they are.
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
        let rest = 0;
        let shift = 0;
        for (byte = bytes[at++] ?? 0; byte > 127; byte = bytes[at++] ?? 0) {
          rest |= (byte & 127) << shift;
          shift += 7;
        }
        rest |= byte << shift;
        visit(doc, countOf(rest & 15), rest >>> 4);
      }
    }
  }
}

/** The number that a document has in a new segment, or -1 when it is gone; in the order of the old numbers. */
export type NumberOfDoc = (doc: number) => number;

/** One segment out of several that follow one another, without the documents that are gone. */
export function mergeSegments(segments: readonly Segment[], numberOf: NumberOfDoc): Segment {
  const sum = (of: (arrays: SegmentArrays) => number): number =>
    segments.reduce((total, { arrays }) => total + of(arrays), 0);
  const terms = new Uint32Array(sum((arrays) => arrays.terms.length));
  const ends = new Uint32Array(terms.length);
  // Distances between documents grow shorter where segments are joined, and where some are gone by no more than what they took.
  const bytes = new Uint8Array(sum((arrays) => arrays.bytes.length));
  const places = segments.map(() => 0);
  let [termCount, size, at, last] = [0, 0, 0, -1];
  const put: VisitPosting = (doc, count, parts) => {
    const number = numberOf(doc);
    if (number < 0) return;
    at = putPosting(bytes, at, number - last, count, parts);
    last = number;
    size++;
  };
  for (;;) {
    let term = Number.POSITIVE_INFINITY;
    for (let k = 0; k < segments.length; k++)
      term = Math.min(term, segments[k]?.arrays.terms[places[k] ?? 0] ?? Number.POSITIVE_INFINITY);
    if (term === Number.POSITIVE_INFINITY) break;
    const start = at;
    last = -1;
    for (let k = 0; k < segments.length; k++) {
      const place = places[k] ?? 0;
      if (segments[k]?.arrays.terms[place] !== term) continue;
      segments[k]?.visitAt(place, put);
      places[k] = place + 1;
    }
    if (at === start) continue;
    terms[termCount] = term;
    ends[termCount++] = at;
  }
  return new Segment({
    terms: cut(terms, termCount),
    ends: cut(ends, termCount),
    bytes: cut(bytes, at),
    size,
  });
}

/** Postings of documents one after another, as they are read. */
export class SegmentBuilder {
  /** The terms met, numbered in the order that they were. */
  #terms = new Uint32Array(1 << 10);
  /** One above the number of a term; 0 for a free slot. */
  #slots = new Uint32Array(1 << 12);
  #termCount = 0;
  /** By posting, in the order of documents. */
  #numbers = new Uint32Array(1 << 10);
  #counts = new Uint8Array(1 << 10);
  #parts = new Uint16Array(1 << 10);
  #size = 0;
  /** Each document, and the place of its first posting. */
  readonly #docs: { readonly doc: number; readonly start: number }[] = [];

  get size(): number {
    return this.#size;
  }

  /** What is added from now on is of this document, with a number above those before. */
  begin(doc: number): void {
    this.#docs.push({ doc, start: this.#size });
  }

  add(term: number, count: number, parts: number): void {
    if (this.#size === this.#numbers.length) {
      this.#numbers = grown(this.#numbers, Uint32Array);
      this.#counts = grown(this.#counts, Uint8Array);
      this.#parts = grown(this.#parts, Uint16Array);
    }
    const at = this.#size++;
    this.#numbers[at] = this.#numberOf(term);
    this.#counts[at] = Math.min(255, count);
    this.#parts[at] = parts;
  }

  /** A segment of what was added, without the documents that are gone; the builder is empty then. */
  build(numberOf: NumberOfDoc): Segment {
    const places = new Uint32Array(this.#termCount);
    const last = new Int32Array(this.#termCount).fill(-1);
    let size = 0;
    this.#forEach(numberOf, (number, doc, count, parts) => {
      places[number] = (places[number] ?? 0) + sizeOfPosting(doc - (last[number] ?? 0), count, parts);
      last[number] = doc;
      size++;
    });
    const terms = this.#terms.slice(0, this.#termCount).sort();
    const ends = new Uint32Array(terms.length);
    let [kept, end] = [0, 0];
    for (const term of terms) {
      const number = this.#numberOf(term);
      const start = end;
      end += places[number] ?? 0;
      if (end === start) continue;
      places[number] = start;
      terms[kept] = term;
      ends[kept++] = end;
    }
    const bytes = new Uint8Array(end);
    last.fill(-1);
    this.#forEach(numberOf, (number, doc, count, parts) => {
      const gap = doc - (last[number] ?? 0);
      places[number] = putPosting(bytes, places[number] ?? 0, gap, count, parts);
      last[number] = doc;
    });
    this.#size = 0;
    this.#termCount = 0;
    this.#slots.fill(0);
    this.#docs.length = 0;
    return new Segment({ terms: cut(terms, kept), ends: cut(ends, kept), bytes, size });
  }

  #forEach(
    numberOf: NumberOfDoc,
    visit: (number: number, doc: number, count: number, parts: number) => void,
  ): void {
    this.#docs.forEach(({ doc: old, start }, k) => {
      const doc = numberOf(old);
      if (doc < 0) return;
      const end = this.#docs[k + 1]?.start ?? this.#size;
      for (let at = start; at < end; at++)
        visit(this.#numbers[at] ?? 0, doc, this.#counts[at] ?? 0, this.#parts[at] ?? 0);
    });
  }

  #numberOf(term: number): number {
    const mask = this.#slots.length - 1;
    let slot = term & mask;
    for (; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) break;
      if (this.#terms[number] === term) return number;
    }
    if (this.#termCount === this.#terms.length) {
      this.#terms = grown(this.#terms, Uint32Array);
      this.#slots = new Uint32Array(this.#slots.length * 2);
      const known = this.#terms.subarray(0, this.#termCount);
      this.#termCount = 0;
      for (const each of known) this.#numberOf(each);
      return this.#numberOf(term);
    }
    this.#terms[this.#termCount++] = term;
    this.#slots[slot] = this.#termCount;
    return this.#termCount - 1;
  }
}

/** A posting that says in one number how far its document is and in which part the word stands that it has once. */
function isSingle(count: number, parts: number): boolean {
  return count === 1 && (parts & (parts - 1)) === 0;
}

function firstNumber(gap: number, count: number, parts: number): number {
  return isSingle(count, parts) ? gap * 32 + (parts === 0 ? 0 : 31 - Math.clz32(parts)) * 2 : gap * 2 + 1;
}

/** How often, in four bits, and in which parts. A file's first parts take the fewest bytes, as most files have few. */
function secondNumber(count: number, parts: number): number {
  return parts * 16 + codeOf(count);
}

/** Exact up to 8, then the nearest power of two: of what stands there often, ranking asks no more. */
function codeOf(count: number): number {
  return count <= 8 ? count : Math.min(15, 8 + Math.round(Math.log2(count / 8)));
}

function countOf(code: number): number {
  return code <= 8 ? code : 8 << (code - 8);
}

function sizeOfPosting(gap: number, count: number, parts: number): number {
  const size = sizeOfNumber(firstNumber(gap, count, parts));
  return isSingle(count, parts) ? size : size + sizeOfNumber(secondNumber(count, parts));
}

function sizeOfNumber(number: number): number {
  let size = 1;
  for (let rest = number; rest > 127; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Gives the place behind what it has written. */
function putPosting(bytes: Uint8Array, start: number, gap: number, count: number, parts: number): number {
  const at = putNumber(bytes, start, firstNumber(gap, count, parts));
  return isSingle(count, parts) ? at : putNumber(bytes, at, secondNumber(count, parts));
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function putNumber(bytes: Uint8Array, start: number, number: number): number {
  let at = start;
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
  bytes[at++] = rest;
  return at;
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, Type: new (size: number) => T): T {
  const larger = new Type(array.length * 2);
  larger.set(array);
  return larger;
}

/** The first part of an array, with no room kept for the rest. */
function cut<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  return length === array.length ? array : (array.slice(0, length) as T);
}
