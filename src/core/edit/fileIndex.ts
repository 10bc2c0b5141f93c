import { fold } from './fold.ts';
import { foldHash } from './foldHash.ts';

/** How closely lines must agree: to the byte, but for trailing white space, but for indentation, or folded. */
export type Closeness = 'exact' | 'trailing' | 'indent' | 'folded';

const mostScans = 5;

/**
 * Finds lines of a file. Whatever agrees in any way agrees folded, so hashes of folded lines find all that need a closer
 * look; they are made once, in the size of the file, and without a folded copy of it.
 */
export class FileIndex {
  readonly lines: readonly string[];
  #hashes: Int32Array | undefined;
  /** Marks, by the low bits of a hash, that a line may have it: most lines sought in vain are told from that. */
  #marks = new Uint8Array(0);
  #scans = 0;
  readonly #folded: (string | undefined)[] = [];
  readonly #words = new Map<string, boolean>();

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  /** Made when first asked for: what stands in the file to the byte is found without. */
  #foldHashes(): Int32Array {
    if (this.#hashes) return this.#hashes;
    const hashes = new Int32Array(this.lines.length);
    const marks = new Uint8Array(2 ** Math.ceil(Math.log2(8 * hashes.length + 1)));
    const low = marks.length - 1;
    for (let at = 0; at < hashes.length; at++) {
      const hash = foldHash(this.lines[at] ?? '');
      hashes[at] = hash;
      marks[hash & low] = 1;
    }
    this.#hashes = hashes;
    this.#marks = marks;
    return hashes;
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

  /** Whether a word stands in the file by itself. */
  hasWord(word: string): boolean {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const own = new RegExp(`(?<![\\p{L}\\p{M}_$])${word.replaceAll('$', '\\$')}(?![\\p{L}\\p{M}_$])`, 'u');
    const has = this.lines.some((line) => line.includes(word) && own.test(line));
    this.#words.set(word, has);
    return has;
  }

  /** Lines (from 0) that agree with this one, in order; the first `most` of them. */
  withLine(line: string, close: Closeness, most = Number.POSITIVE_INFINITY): readonly number[] {
    const hash = foldHash(line) | 0;
    const agrees = this.#agreesWith(line, close);
    const found: number[] = [];
    const hashes = this.#foldHashes();
    if (this.#marks[hash & (this.#marks.length - 1)] === 0) return [];
    for (let at = hashes.indexOf(hash); at >= 0; at = hashes.indexOf(hash, at + 1)) {
      if (agrees(at)) found.push(at);
      if (found.length >= most) break;
    }
    return found;
  }

  /** Where lines that may agree stand one after the other: the first line of each such place. */
  likely(pattern: readonly string[]): readonly number[] {
    const hashes = this.#foldHashes();
    const wanted = Int32Array.from(pattern, foldHash);
    const isThere = wanted.every((hash) => this.#marks[hash & (this.#marks.length - 1)] === 1);
    return isThere ? startsOf(hashes, wanted) : [];
  }

  /** Where these lines stand to the byte. */
  exactly(pattern: readonly string[]): readonly number[] {
    return startsOf(this.lines, pattern);
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
