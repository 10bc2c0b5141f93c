import type { TextLines } from '../textLines.ts';
import { fold } from './fold.ts';
import { foldHash, foldHashWithin } from './foldHash.ts';

/** How closely lines must agree: to the byte, but for trailing white space, but for indentation, or folded. */
export type Closeness = 'exact' | 'trailing' | 'indent' | 'folded';

const mostScans = 5;

/** Lines by the hash of their folded form. */
interface LinesByHash {
  readonly hashes: Int32Array;
  /** By the low bits of a hash: the first line that has them, and how many do. */
  readonly first: Int32Array;
  readonly counts: Int32Array;
  /** From each line to the next with the same low bits; -1 after the last. */
  readonly next: Int32Array;
}

function linesByHash(text: string, { lines, starts }: TextLines): LinesByHash {
  const size = 2 ** Math.ceil(Math.log2(2 * lines.length + 1));
  const hashes = new Int32Array(lines.length);
  const next = new Int32Array(lines.length);
  const first = new Int32Array(size).fill(-1);
  const counts = new Int32Array(size);
  for (let at = lines.length - 1; at >= 0; at--) {
    const start = starts[at] ?? 0;
    const hash = foldHashWithin(text, start, start + (lines[at]?.length ?? 0));
    const low = hash & (size - 1);
    hashes[at] = hash;
    next[at] = first[low] ?? -1;
    first[low] = at;
    counts[low] = (counts[low] ?? 0) + 1;
  }
  return { hashes, first, counts, next };
}

/**
 * Finds lines of a file. Whatever agrees in any way agrees folded, so hashes of folded lines find all that need a closer
 * look; they are made once, in the size of the file, and without a folded copy of it.
 */
export class FileIndex {
  readonly lines: readonly string[];
  readonly #text: string;
  readonly #source: TextLines;
  #byHash: LinesByHash | undefined;
  #scans = 0;
  readonly #folded: (string | undefined)[] = [];
  readonly #words = new Map<string, boolean>();

  /** `text` is what the lines are of: it is searched where a single word is sought. */
  constructor(source: TextLines, text: string) {
    this.lines = source.lines;
    this.#source = source;
    this.#text = text;
  }

  /** Made when first asked for: what stands in the file to the byte is found without. */
  #lines(): LinesByHash {
    this.#byHash ??= linesByHash(this.#text, this.#source);
    return this.#byHash;
  }

  /** A line brought to the form that all lines alike have; '' where the file has no such line. */
  folded(at: number): string {
    const known = this.#folded[at];
    if (known !== undefined) return known;
    const line = this.lines[at];
    if (line === undefined) return '';
    const folded = fold(line);
    this.#folded[at] = folded;
    return folded;
  }

  /** Whether one more look at all lines is worth its time: of many changes that fit nowhere, only the first are shown. */
  mayScan(): boolean {
    return ++this.#scans <= mostScans;
  }

  /** The first `most` lines (from 0) in which any of these letters stand, in a word or as one. */
  linesWithAny(letters: readonly string[], most: number): readonly number[] {
    const found = new Set<number>();
    for (const one of letters) {
      for (let at = this.#text.indexOf(one), count = 0; at >= 0 && count < most; count++) {
        const line = this.#lineAt(at);
        found.add(line);
        at = this.#text.indexOf(one, this.#source.starts[line + 1] ?? this.#text.length);
      }
    }
    return [...found].sort((a, b) => a - b).slice(0, most);
  }

  #lineAt(offset: number): number {
    const { lines, starts } = this.#source;
    let from = 0;
    let to = lines.length - 1;
    while (from < to) {
      const middle = (from + to + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) from = middle;
      else to = middle - 1;
    }
    return from;
  }

  /** Whether a word stands in the file by itself. */
  hasWord(word: string): boolean {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const has = standsAlone(word, this.#text);
    this.#words.set(word, has);
    return has;
  }

  /** Lines (from 0) that agree with this one, in order; the first `most` of them. */
  withLine(line: string, close: Closeness, most = Number.POSITIVE_INFINITY): readonly number[] {
    const hash = foldHash(line);
    const agrees = this.#agreesWith(line, close);
    const found: number[] = [];
    const { hashes, first, next } = this.#lines();
    for (let at = first[hash & (first.length - 1)] ?? -1; at >= 0; at = next[at] ?? -1) {
      if (hashes[at] === hash && agrees(at)) found.push(at);
      if (found.length >= most) break;
    }
    return found;
  }

  /** Where lines that may agree stand one after the other: the first line of each such place. */
  likely(pattern: readonly string[]): readonly number[] {
    const { hashes, first, counts, next } = this.#lines();
    const wanted = Int32Array.from(pattern, foldHash);
    if (wanted.length === 0) return [];
    const low = first.length - 1;
    let rarest = 0;
    const countOf = (k: number): number => counts[(wanted[k] ?? 0) & low] ?? 0;
    for (let k = 1; k < wanted.length; k++) if (countOf(k) < countOf(rarest)) rarest = k;
    // Of a line that many others are like, each place would have to be looked at whole.
    if (countOf(rarest) * wanted.length > hashes.length) return startsOf(hashes, wanted);
    const starts: number[] = [];
    for (let at = first[(wanted[rarest] ?? 0) & low] ?? -1; at >= 0; at = next[at] ?? -1) {
      const start = at - rarest;
      if (start >= 0 && wanted.every((hash, k) => hashes[start + k] === hash)) starts.push(start);
    }
    return starts;
  }

  /** Where these lines stand to the byte. */
  exactly(pattern: readonly string[]): readonly number[] {
    if (!this.#byHash) return startsOf(this.lines, pattern);
    return this.find(pattern, 'exact', { likely: this.likely(pattern), most: Number.POSITIVE_INFINITY });
  }

  /** The first `most` of the likely places at which these lines do stand, as closely as asked for. */
  find(
    pattern: readonly string[],
    close: Closeness,
    { likely, most }: { readonly likely: readonly number[]; readonly most: number },
  ): readonly number[] {
    if (likely.length === 0) return [];
    const agrees = pattern.map((line) => this.#agreesWith(line, close));
    const found: number[] = [];
    for (const start of likely) {
      if (agrees.every((agree, k) => agree(start + k))) found.push(start);
      if (found.length >= most) break;
    }
    return found;
  }

  #agreesWith(line: string, close: Closeness): (at: number) => boolean {
    switch (close) {
      case 'exact':
        return (at) => this.lines[at] === line;
      case 'trailing': {
        const own = line.trimEnd();
        return (at) => this.lines[at]?.trimEnd() === own;
      }
      case 'indent': {
        const own = line.trim();
        return (at) => this.lines[at]?.trim() === own;
      }
      case 'folded': {
        const own = fold(line);
        return (at) => at < this.lines.length && this.folded(at) === own;
      }
    }
  }
}

const partOfWord = /[\p{L}\p{M}_$]/u;

function standsAlone(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + word.length, at + word.length + 2);
    if (!partOfWord.test([...before].at(-1) ?? '') && !partOfWord.test([...after][0] ?? '')) return true;
  }
  return false;
}

interface Row<T> {
  readonly length: number;
  readonly [at: number]: T;
  indexOf(item: T): number;
}

/**
 * Where a row of items stands in another. By Knuth, Morris and Pratt, so that a file of equal lines takes no longer than
 * any other.
 */
function startsOf<T>(row: Row<T>, wanted: Row<T>): readonly number[] {
  const count = wanted.length;
  const start = wanted[0];
  if (start === undefined || count > row.length) return [];
  const first = row.indexOf(start);
  if (first < 0) return [];
  const back = new Int32Array(count);
  for (let k = 1, same = 0; k < count; k++) {
    while (same > 0 && wanted[k] !== wanted[same]) same = back[same - 1] ?? 0;
    if (wanted[k] === wanted[same]) same++;
    back[k] = same;
  }
  const starts: number[] = [];
  for (let at = first, same = 0; at < row.length; at++) {
    const own = row[at];
    while (same > 0 && own !== wanted[same]) same = back[same - 1] ?? 0;
    if (own === wanted[same]) same++;
    if (same < count) continue;
    starts.push(at - count + 1);
    same = back[same - 1] ?? 0;
  }
  return starts;
}
