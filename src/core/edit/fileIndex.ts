import { fold } from './fold.ts';

/** How closely lines must agree: to the byte, but for trailing white space, but for indentation, or folded. */
export const closeness = ['exact', 'trailing', 'indent', 'folded'] as const;
export type Closeness = (typeof closeness)[number];

const keyOf: Readonly<Record<Closeness, (line: string) => string>> = {
  exact: (line) => line,
  trailing: (line) => line.trimEnd(),
  indent: (line) => line.trim(),
  folded: fold,
};

/** Which lines hold a text, by closeness; each table is made when it is first asked for. */
export class FileIndex {
  readonly lines: readonly string[];
  readonly #keys = new Map<Closeness, readonly string[]>();
  readonly #tables = new Map<Closeness, ReadonlyMap<string, readonly number[]>>();

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  static key(line: string, close: Closeness): string {
    return keyOf[close](line);
  }

  keys(close: Closeness): readonly string[] {
    let keys = this.#keys.get(close);
    if (!keys) {
      keys = close === 'exact' ? this.lines : this.lines.map(keyOf[close]);
      this.#keys.set(close, keys);
    }
    return keys;
  }

  /** Lines (from 0) that agree with this key. */
  withKey(key: string, close: Closeness): readonly number[] {
    let table = this.#tables.get(close);
    if (!table) {
      const made = new Map<string, number[]>();
      this.keys(close).forEach((own, at) => {
        const list = made.get(own);
        if (list) list.push(at);
        else made.set(own, [at]);
      });
      table = made;
      this.#tables.set(close, table);
    }
    return table.get(key) ?? [];
  }

  /** Where these lines stand one after the other: the first line of each such place. */
  find(pattern: readonly string[], close: Closeness): readonly number[] {
    if (pattern.length === 0 || pattern.length > this.lines.length) return [];
    const wanted = pattern.map(keyOf[close]);
    let rarest: readonly number[] = [];
    let offset = -1;
    for (let k = 0; k < wanted.length; k++) {
      const places = this.withKey(wanted[k] ?? '', close);
      if (places.length === 0) return [];
      if (offset < 0 || places.length < rarest.length) {
        rarest = places;
        offset = k;
      }
    }
    const keys = this.keys(close);
    return rarest
      .map((at) => at - offset)
      .filter((start) => start >= 0 && wanted.every((key, k) => keys[start + k] === key));
  }
}
