import { keywords } from './keywords.ts';
import type { SegmentBuilder } from './segmentBuilder.ts';
import { bytesOf, fields, numberOfHash, termHash } from './terms.ts';
import { WordParts } from './wordParts.ts';

/**
 * Words that are known at a time: those of a repository repeat a hundredfold, and larger tables would not stay in the
 * processor's cache.
 */
const wordBits = 15;
export const mostWords = 1 << wordBits;

/** Words by number, each with the hashes of its terms: a word is taken apart once for thousands of its places. */
export class WordTable {
  /** A word's hash, and one above its number; 0 for a free slot. Both in one array, as they are read together. */
  readonly #slots = new Uint32Array(mostWords * 4);
  readonly #kinds = new Uint8Array(keywords.size);
  /** Where a word's terms begin: the hash of the whole, then those of its parts. */
  readonly #places = new Uint32Array(mostWords + 1);
  readonly #hasWhole = new Uint8Array(mostWords);
  #terms = new Uint32Array(1 << 16);
  /** One above the number of each term as one of a text, where it was asked for; 0 where it was not. */
  #numbers = new Uint32Array(1 << 16);
  #size = 0;
  readonly #parts = new WordParts();

  constructor() {
    this.clear();
  }

  get isFull(): boolean {
    return this.#size === mostWords;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#numbers.fill(0);
    this.#size = 0;
    for (const [word, kinds] of keywords) {
      const bytes = bytesOf(word);
      this.#kinds[this.numberOf(termHash(bytes, 0, bytes.length, 'part'), bytes, 0, bytes.length)] = kinds;
    }
  }

  /** The number of a word, which stands in bytes and has the hash of a part (see `termHash`). */
  numberOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = (Math.imul(hash, 0x9e3779b1) >>> (31 - wordBits)) * 2; ; slot = (slot + 2) & mask) {
      const number = this.#slots[slot + 1] ?? 0;
      if (number === 0) {
        this.#slots[slot] = hash;
        this.#slots[slot + 1] = this.#size + 1;
        return this.#add(bytes, start, end);
      }
      if (this.#slots[slot] === hash) return number - 1;
    }
  }

  /** What a word is as a keyword (see keywords.ts); these have the first numbers. */
  kindsOf(word: number): number {
    return word < keywords.size ? (this.#kinds[word] ?? 0) : 0;
  }

  /** Whether a text has the word as a whole too, beside its parts. */
  hasWhole(word: number): boolean {
    return this.#hasWhole[word] === 1;
  }

  /** Where the hash of the whole stands; those of the parts follow up to the next word's. */
  placeOf(word: number): number {
    return this.#places[word] ?? 0;
  }

  /** The number that a builder has for a term of texts; each is looked up once. */
  numberAt(place: number, builder: SegmentBuilder): number {
    const known = this.#numbers[place] ?? 0;
    if (known !== 0) return known - 1;
    const number = builder.numberOf(numberOfHash(this.hashAt(place), fields.text));
    this.#numbers[place] = number + 1;
    return number;
  }

  forgetNumbers(): void {
    this.#numbers.fill(0);
  }

  hashAt(place: number): number {
    return this.#terms[place] ?? 0;
  }

  #add(bytes: Uint8Array, start: number, end: number): number {
    const word = this.#size++;
    const parts = this.#parts;
    parts.read(bytes, start, end);
    let place = this.#places[word] ?? 0;
    if (place + parts.count + 1 > this.#terms.length) {
      const [terms, numbers] = [this.#terms, this.#numbers];
      this.#terms = new Uint32Array(terms.length * 2);
      this.#numbers = new Uint32Array(terms.length * 2);
      this.#terms.set(terms);
      this.#numbers.set(numbers);
    }
    this.#terms[place++] = termHash(parts.lower, 0, parts.length, 'whole');
    for (let k = 0; k < parts.count; k++)
      this.#terms[place++] = termHash(parts.lower, parts.starts[k] ?? 0, parts.ends[k] ?? 0, 'part');
    this.#places[word + 1] = place;
    this.#hasWhole[word] = parts.hasWhole ? 1 : 0;
    return word;
  }
}
