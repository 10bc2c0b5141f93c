import { beginsWord, pastWord } from './bytes.ts';
import { importedKey, importKey } from './importKey.ts';
import type { ImportPlace } from './importsIn.ts';
import { scanText, type TextVisitor } from './scanText.ts';
import type { SegmentBuilder } from './segmentBuilder.ts';
import { bytesOf, type Field, fields, numberOfHash, termHash, termNumber } from './terms.ts';
import { mostWords, WordTable } from './wordTable.ts';

export const partsOfText = 16;
/** Bytes of one part at least: below this a part is a passage of its own by chance. */
const leastPart = 1_600;
/** A file with more is data, and would take the room of many others. */
const mostTermsOfText = 20_000;
/** How often a word stands in a text is counted up to what these bits hold. */
const countBits = 16;
const mostCount = 2 ** countBits - 1;

export interface CountedFile {
  /** In terms of its text, repeats counted. */
  readonly length: number;
  /** The modules that it imports, by their numbers as terms. */
  readonly imports: readonly number[];
}

/** Counts the terms of files: how often each stands in one, and in which sixteenths (bit 0 being the first). */
export class TermCounter implements TextVisitor {
  readonly #words = new WordTable();
  /** Of the text at hand, by word: in which parts, above how often. */
  readonly #counts = new Uint32Array(mostWords);
  /** The words that it has, each once. */
  readonly #met = new Uint32Array(mostWords);
  #metCount = 0;
  readonly #terms: SegmentBuilder;
  #generation = 0;
  readonly #imports = new Set<string>();
  readonly #decoder = new TextDecoder();
  #path = '';
  #text: Uint8Array = new Uint8Array(0);
  #length = 0;
  #word = 0;
  /** The bit of the part at hand. */
  #part = 1 << countBits;
  #partSize = leastPart;
  #partEnd = 0;

  /** What it counts goes into `terms`. */
  constructor(terms: SegmentBuilder) {
    this.#terms = terms;
  }

  /** Adds the terms of a document: those of its text, of what it declares and imports, and of its path. */
  count(doc: number, path: string, text: Uint8Array): CountedFile {
    if (this.#generation !== this.#terms.generation) {
      this.#generation = this.#terms.generation;
      this.#words.forgetNumbers();
    }
    this.#terms.begin(doc);
    const bare = path.replace(/\.[^./]+$/, '');
    this.#addName(bare, fields.path);
    this.#addName(bare.slice(bare.lastIndexOf('/') + 1), fields.fileName);
    this.#addKey(importKey(path), 'module');
    this.#path = path;
    this.#text = text;
    this.#length = 0;
    this.#part = 1 << countBits;
    this.#partSize = Math.max(leastPart, Math.ceil(text.length / partsOfText));
    this.#partEnd = this.#partSize;
    this.#imports.clear();
    scanText(text, this);
    const imports: number[] = [];
    for (const key of this.#imports) {
      this.#addKey(key, 'imports');
      imports.push(termNumber(key, 'module'));
    }
    this.#takeWords();
    this.#terms.end();
    return { length: this.#length, imports };
  }

  word(hash: number, start: number, end: number): number {
    while (start >= this.#partEnd) {
      this.#partEnd += this.#partSize;
      this.#part <<= 1;
    }
    const word = this.#numberOf(hash, this.#text, start, end);
    this.#word = word;
    const before = this.#counts[word] ?? 0;
    if (before === 0) this.#met[this.#metCount++] = word;
    this.#counts[word] = (before + ((before & mostCount) === mostCount ? 0 : 1)) | this.#part;
    return this.#words.kindsOf(word);
  }

  declared(): void {
    this.#addNamed(this.#word, fields.declared);
  }

  imported({ start, end, isPath }: ImportPlace): void {
    const key = importedKey(this.#path, this.#decoder.decode(this.#text.subarray(start, end)), isPath);
    if (key !== '') this.#imports.add(key);
  }

  #numberOf(hash: number, bytes: Uint8Array, start: number, end: number): number {
    if (this.#words.isFull) {
      this.#takeWords();
      this.#words.clear();
    }
    return this.#words.numberOf(hash, bytes, start, end);
  }

  /** Turns the words met so far into terms. */
  #takeWords(): void {
    const words = this.#words;
    for (let k = 0; k < this.#metCount; k++) {
      const word = this.#met[k] ?? 0;
      const packed = this.#counts[word] ?? 0;
      const [count, parts] = [packed & mostCount, packed >>> countBits];
      this.#counts[word] = 0;
      const end = words.placeOf(word + 1);
      const first = words.placeOf(word) + (words.hasWhole(word) ? 0 : 1);
      if (this.#terms.termsOfDoc + end - first > mostTermsOfText) continue;
      this.#length += count * (end - first);
      for (let place = first; place < end; place++)
        this.#terms.add(words.numberAt(place, this.#terms), count, parts);
    }
    this.#metCount = 0;
  }

  /** A name also counts as a whole where it has but one part. */
  #addNamed(word: number, field: number): void {
    const words = this.#words;
    const end = words.placeOf(word + 1);
    for (let place = words.placeOf(word); place < end; place++)
      this.#terms.addOnce(this.#terms.numberOf(numberOfHash(words.hashAt(place), field)));
  }

  #addKey(key: string, field: Field): void {
    this.#terms.addOnce(this.#terms.numberOf(termNumber(key, field)));
  }

  #addName(name: string, field: number): void {
    const bytes = bytesOf(name);
    for (let at = 0; at < bytes.length; ) {
      const start = at;
      at = Math.max(start + 1, pastWord(bytes, start));
      if (!beginsWord(bytes[start])) continue;
      this.#addNamed(this.#numberOf(termHash(bytes, start, at, 'part'), bytes, start, at), field);
    }
  }
}
