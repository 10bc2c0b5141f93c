import { type FileKind, kindOfFile } from './fileTraits.ts';

/** What tells one version of a file from another, such as a number made of its time and size. */
export type Stamp = string | number;

/** What an index knows of a version of a file, beside its terms. */
export interface Doc {
  readonly path: string;
  readonly stamp: Stamp;
  /** In terms. */
  readonly length: number;
  /** The modules that it imports, by their numbers as terms. */
  readonly imports: Iterable<number>;
}

export interface DocArrays {
  readonly paths: readonly string[];
  readonly stamps: readonly Stamp[];
  readonly lengths: Uint32Array;
  /** Where the imports of each document end. */
  readonly ends: Uint32Array;
  readonly imports: Uint32Array;
}

/** Documents by number. A file that is replaced gets a new number; the old one is gone, and is used again by none. */
export class DocTable {
  readonly #paths: (string | undefined)[] = [];
  readonly #stamps: Stamp[] = [];
  readonly #lengths: number[] = [];
  readonly #ends: number[] = [];
  readonly #imports: number[] = [];
  readonly #kinds: FileKind[] = [];
  readonly #byPath = new Map<string, number>();
  #lengthOfAll = 0;

  /** How many documents there are now. */
  get size(): number {
    return this.#byPath.size;
  }

  /** Above every number given so far. */
  get numbers(): number {
    return this.#paths.length;
  }

  /** In terms; 1 where there is nothing to take the average of. */
  get averageLength(): number {
    return this.size === 0 ? 1 : Math.max(1, this.#lengthOfAll / this.size);
  }

  entries(): IterableIterator<[path: string, doc: number]> {
    return this.#byPath.entries();
  }

  numberOf(path: string): number | undefined {
    return this.#byPath.get(path);
  }

  /** Undefined for a document that is gone. */
  pathOf(doc: number): string | undefined {
    return this.#paths[doc];
  }

  stampOf(path: string): Stamp | undefined {
    const doc = this.#byPath.get(path);
    return doc === undefined ? undefined : this.#stamps[doc];
  }

  lengthOf(doc: number): number {
    return this.#lengths[doc] ?? 0;
  }

  kindOf(doc: number): FileKind {
    return this.#kinds[doc] ?? 'other';
  }

  importsOf(doc: number): readonly number[] {
    return this.#imports.slice(doc === 0 ? 0 : this.#ends[doc - 1], this.#ends[doc]);
  }

  /** Gives the document's number; what was known of its path is gone. */
  add({ path, stamp, length, imports }: Doc): number {
    this.remove(path);
    const doc = this.#paths.length;
    this.#paths.push(path);
    this.#stamps.push(stamp);
    this.#kinds.push(kindOfFile(path));
    this.#lengths.push(length);
    for (const number of imports) this.#imports.push(number);
    this.#ends.push(this.#imports.length);
    this.#byPath.set(path, doc);
    this.#lengthOfAll += length;
    return doc;
  }

  remove(path: string): void {
    const doc = this.#byPath.get(path);
    if (doc === undefined) return;
    this.#lengthOfAll -= this.#lengths[doc] ?? 0;
    this.#paths[doc] = undefined;
    this.#stamps[doc] = '';
    this.#byPath.delete(path);
  }

  /** The documents that are not gone, numbered anew in the same order. */
  arrays(): DocArrays {
    const kept = this.#paths.flatMap((path, doc) => (path === undefined ? [] : [doc]));
    const imports: number[] = [];
    const ends = kept.map((doc) => {
      for (const number of this.importsOf(doc)) imports.push(number);
      return imports.length;
    });
    return {
      paths: kept.map((doc) => this.#paths[doc] ?? ''),
      stamps: kept.map((doc) => this.#stamps[doc] ?? ''),
      lengths: Uint32Array.from(kept, (doc) => this.lengthOf(doc)),
      ends: Uint32Array.from(ends),
      imports: Uint32Array.from(imports),
    };
  }

  static from(arrays: DocArrays): DocTable {
    const table = new DocTable();
    arrays.paths.forEach((path, doc) => {
      const start = doc === 0 ? 0 : arrays.ends[doc - 1];
      const imports = arrays.imports.subarray(start, arrays.ends[doc]);
      table.add({ path, stamp: arrays.stamps[doc] ?? '', length: arrays.lengths[doc] ?? 0, imports });
    });
    return table;
  }
}
