/**
 * Postings sorted by term and document. A word that stands once in a document, as most do, takes two or three bytes:
 * the distance from the term's document before and the sixteenth that it stands in, in one number. Others take two
 * numbers: the distance; how often, and in which sixteenths (bit 0 being the first). The arrays are written to disk
 * and read back as they are. A segment never changes; what is new goes into another, and segments are merged as
 * they grow many.
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

/** A part of the index that does not change any more. */
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
      let [value, shift] = [0, 0];
      let byte = bytes[at++] ?? 0;
      for (; byte > 127; byte = bytes[at++] ?? 0) {
        value |= (byte & 127) << shift;
        shift += 7;
      }
      value |= byte << shift;
      if ((value & 1) === 0) {
        doc += value >>> 5;
        visit(doc, 1, 1 << ((value >>> 1) & 15));
        continue;
      }
      doc += value >>> 1;
      [value, shift] = [0, 0];
      for (byte = bytes[at++] ?? 0; byte > 127; byte = bytes[at++] ?? 0) {
        value |= (byte & 127) << shift;
        shift += 7;
      }
      value |= byte << shift;
      visit(doc, countOf(value & 15), value >>> 4);
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

/** The bytes that a posting takes. */
export function sizeOfPosting(gap: number, count: number, parts: number): number {
  const size = sizeOfNumber(firstNumber(gap, count, parts));
  return isSingle(count, parts) ? size : size + sizeOfNumber(secondNumber(count, parts));
}

function sizeOfNumber(number: number): number {
  let size = 1;
  for (let rest = number; rest > 127; rest >>>= 7) size++;
  return size;
}

/** Gives the place behind what it has written. */
export function putPosting(
  bytes: Uint8Array,
  start: number,
  gap: number,
  count: number,
  parts: number,
): number {
  const at = putNumber(bytes, start, firstNumber(gap, count, parts));
  return isSingle(count, parts) ? at : putNumber(bytes, at, secondNumber(count, parts));
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. Good for numbers of 32 bits. */
function putNumber(bytes: Uint8Array, start: number, number: number): number {
  let at = start;
  let rest = number;
  for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
  bytes[at++] = rest;
  return at;
}

/** The first part of an array, with no room kept for the rest. */
export function cut<T extends Uint8Array | Uint32Array>(array: T, length: number): T {
  return length === array.length ? array : (array.slice(0, length) as T);
}
