import { termNumber, termsOfWord } from './terms.ts';

export const partsOfText = 16;
/** Lines of one part at least: below this a part is a passage of its own by chance. */
const leastLines = 40;
/** Longer runs of letters are data, such as an encoded picture. */
const longestWord = 64;
/** Words kept with their numbers: the words of a repository repeat a hundredfold. */
const mostWordsKept = 1 << 17;
/** A file with more is data, and would take the room of many others. */
const mostTermsOfText = 20_000;

/** Character codes: 1 begins a word, 2 goes on with one. */
const kinds = new Uint8Array(128);
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$')
  kinds[letter.charCodeAt(0)] = 1;
for (const digit of '0123456789') kinds[digit.charCodeAt(0)] = 2;

export type VisitTerm = (term: number, count: number, parts: number) => void;

/**
 * Counts the terms of texts: how often each stands in one, and in which sixteenths (bit 0 being the first). It makes
 * no string for a word that it has met before, which is what takes the time otherwise.
 */
export class TermCounter {
  /** The numbers of words' terms, found by the words' own hashes. */
  #wordHashes = new Uint32Array(mostWordsKept * 2);
  #wordPlaces = new Int32Array(mostWordsKept * 2);
  #numbers = new Uint32Array(1 << 16);
  #numbersLength = 0;
  #words = 0;
  /** What the text at hand has so far, found by term; a slot with a count of 0 is free. */
  #terms = new Uint32Array(1 << 12);
  #counts = new Uint32Array(1 << 12);
  #parts = new Uint16Array(1 << 12);
  #used: number[] = [];

  /** Visits each term of a text once; gives how many terms it has, repeats counted. */
  count(text: string, visit: VisitTerm): number {
    const linesOfPart = Math.max(leastLines, Math.ceil(lineCount(text) / partsOfText));
    let length = 0;
    let line = 0;
    let bit = 1;
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at++);
      if (code === 10 && ++line === linesOfPart) {
        line = 0;
        bit <<= 1;
      }
      if (code > 127 || kinds[code] !== 1) continue;
      const start = at - 1;
      let hash = Math.imul(0x811c9dc5 ^ code, 0x01000193);
      while (at < text.length) {
        const next = text.charCodeAt(at);
        if (next > 127 || kinds[next] === 0) break;
        hash = Math.imul(hash ^ next, 0x01000193);
        at++;
      }
      if (at - start > longestWord) continue;
      const place = this.#placeOfWord(hash >>> 0, text, start, at);
      const end = place + (this.#numbers[place] ?? 0);
      for (let k = place + 1; k <= end; k++) this.#add(this.#numbers[k] ?? 0, bit);
      length += end - place;
    }
    for (const slot of this.#used) {
      visit(this.#terms[slot] ?? 0, this.#counts[slot] ?? 0, this.#parts[slot] ?? 0);
      this.#counts[slot] = 0;
    }
    this.#used = [];
    return length;
  }

  /** Where the word's numbers stand, their count first. */
  #placeOfWord(hash: number, text: string, start: number, end: number): number {
    const mask = this.#wordHashes.length - 1;
    let slot = Math.imul(hash, 0x9e3779b1) >>> 14;
    for (; ; slot = (slot + 1) & mask) {
      const place = this.#wordPlaces[slot] ?? 0;
      if (place === 0) break;
      if (this.#wordHashes[slot] === hash) return place - 1;
    }
    if (this.#words === mostWordsKept) {
      this.#wordPlaces.fill(0);
      this.#numbersLength = 0;
      this.#words = 0;
      slot = Math.imul(hash, 0x9e3779b1) >>> 14;
    }
    const terms = termsOfWord(text.slice(start, end));
    const place = this.#numbersLength;
    if (place + terms.length + 1 > this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#numbersLength++] = terms.length;
    for (const term of terms) this.#numbers[this.#numbersLength++] = termNumber(term, 'text');
    this.#wordHashes[slot] = hash;
    this.#wordPlaces[slot] = place + 1;
    this.#words++;
    return place;
  }

  #add(term: number, bit: number): void {
    const slot = this.#slotOf(term);
    if (this.#counts[slot] === 0) {
      if (this.#used.length >= mostTermsOfText) return;
      this.#terms[slot] = term;
      this.#counts[slot] = 1;
      this.#parts[slot] = bit;
      this.#used.push(slot);
      if (this.#used.length * 2 > this.#terms.length) this.#grow();
      return;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    this.#parts[slot] = (this.#parts[slot] ?? 0) | bit;
  }

  #slotOf(term: number): number {
    const mask = this.#terms.length - 1;
    let slot = term & mask;
    while (this.#counts[slot] !== 0 && this.#terms[slot] !== term) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const { terms, counts, parts } = { terms: this.#terms, counts: this.#counts, parts: this.#parts };
    this.#terms = new Uint32Array(terms.length * 2);
    this.#counts = new Uint32Array(terms.length * 2);
    this.#parts = new Uint16Array(terms.length * 2);
    this.#used = this.#used.map((old) => {
      const slot = this.#slotOf(terms[old] ?? 0);
      this.#terms[slot] = terms[old] ?? 0;
      this.#counts[slot] = counts[old] ?? 0;
      this.#parts[slot] = parts[old] ?? 0;
      return slot;
    });
  }
}

function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
