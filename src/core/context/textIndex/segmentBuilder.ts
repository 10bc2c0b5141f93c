import { cut, type NumberOfDoc, putPosting, Segment, sizeOfPosting } from './postings.ts';

/** How often a term stands in a document is counted up to what these bits hold. */
const countBits = 8;
const mostCount = 2 ** countBits - 1;

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
  /** Of the document at hand, by term: in which parts, above how often. */
  #found = new Uint32Array(1 << 10);
  /** Its terms. */
  #met = new Uint32Array(1 << 10);
  #metCount = 0;
  #generation = 0;

  get size(): number {
    return this.#size;
  }

  /** The terms that the document at hand has so far. */
  get termsOfDoc(): number {
    return this.#metCount;
  }

  /** Changes whenever the numbers of terms begin anew. */
  get generation(): number {
    return this.#generation;
  }

  /** What is added from now on is of this document, with a number above those before. */
  begin(doc: number): void {
    this.#docs.push({ doc, start: this.#size });
  }

  /** The number of a term, good for this generation. */
  numberOf(term: number): number {
    const mask = this.#slots.length - 1;
    let slot = term & mask;
    for (; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) break;
      if (this.#terms[number] === term) return number;
    }
    if (this.#termCount === this.#terms.length) {
      this.#growTerms();
      return this.numberOf(term);
    }
    this.#terms[this.#termCount++] = term;
    this.#slots[slot] = this.#termCount;
    return this.#termCount - 1;
  }

  /** Adds to what the document at hand has of a term, given by its number. */
  add(number: number, count: number, parts: number): void {
    const before = this.#found[number] ?? 0;
    if (before === 0) this.#meet(number);
    const times = Math.min(mostCount, (before & mostCount) + count);
    this.#found[number] = ((before >>> countBits) | parts) * (mostCount + 1) + times;
  }

  /** Adds a term that says no more for being there twice. */
  addOnce(number: number): void {
    if (this.#found[number] === 0) this.add(number, 1, 0);
  }

  /** Ends the document at hand. */
  end(): void {
    while (this.#size + this.#metCount > this.#numbers.length) {
      this.#numbers = grown(this.#numbers, Uint32Array);
      this.#counts = grown(this.#counts, Uint8Array);
      this.#parts = grown(this.#parts, Uint16Array);
    }
    for (let k = 0; k < this.#metCount; k++) {
      const number = this.#met[k] ?? 0;
      const found = this.#found[number] ?? 0;
      this.#found[number] = 0;
      const at = this.#size++;
      this.#numbers[at] = number;
      this.#counts[at] = found & mostCount;
      this.#parts[at] = found >>> countBits;
    }
    this.#metCount = 0;
  }

  /** A segment of what was added, without the documents that are gone; the builder is empty then. */
  build(numberOf: NumberOfDoc): Segment {
    const places = new Uint32Array(this.#termCount);
    const last = new Int32Array(this.#termCount).fill(-1);
    const size = this.#forEach(numberOf, (number, doc, count, parts) => {
      places[number] = (places[number] ?? 0) + sizeOfPosting(doc - (last[number] ?? 0), count, parts);
      last[number] = doc;
    });
    const terms = this.#terms.slice(0, this.#termCount).sort();
    const ends = new Uint32Array(terms.length);
    let [kept, end] = [0, 0];
    for (const term of terms) {
      const number = this.numberOf(term);
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
    this.#generation++;
    return new Segment({ terms: cut(terms, kept), ends: cut(ends, kept), bytes, size });
  }

  /** Visits what was added of documents that are there; gives how many postings that were. */
  #forEach(
    numberOf: NumberOfDoc,
    visit: (number: number, doc: number, count: number, parts: number) => void,
  ): number {
    let visited = 0;
    for (let k = 0; k < this.#docs.length; k++) {
      const doc = numberOf(this.#docs[k]?.doc ?? 0);
      if (doc < 0) continue;
      const start = this.#docs[k]?.start ?? 0;
      const end = this.#docs[k + 1]?.start ?? this.#size;
      for (let at = start; at < end; at++)
        visit(this.#numbers[at] ?? 0, doc, this.#counts[at] ?? 0, this.#parts[at] ?? 0);
      visited += end - start;
    }
    return visited;
  }

  #meet(number: number): void {
    if (this.#metCount === this.#met.length) this.#met = grown(this.#met, Uint32Array);
    this.#met[this.#metCount++] = number;
  }

  #growTerms(): void {
    this.#terms = grown(this.#terms, Uint32Array);
    this.#found = grown(this.#found, Uint32Array);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#termCount; number++) {
      let slot = (this.#terms[number] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, Type: new (size: number) => T): T {
  const larger = new Type(array.length * 2);
  larger.set(array);
  return larger;
}
