import { standing } from './fileTraits.ts';
import { declaredNames, importedKeys, importKey } from './namesIn.ts';
import { mergeSegments, type Segment, SegmentBuilder } from './postings.ts';
import { isAboutTests, mentionedPaths, type QueryTerm, queryTerms } from './queryTerms.ts';
import { createTermTable, type Field, termNumber, termsOfWord, visitWords, wordsOf } from './terms.ts';

export interface RankedFile {
  readonly path: string;
  /** Higher is better; comparable within one query only. */
  readonly score: number;
}

interface Doc {
  readonly path: string;
  /** What tells this version of the file from another, such as its time and size. */
  readonly stamp: string;
  /** In terms. */
  readonly length: number;
  /** The terms of what it imports, and of itself as something to import. */
  readonly imports: Uint32Array;
  readonly key: number;
}

/**
 * How the parts of a score weigh, and the two constants of BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework", 2009; 1.2 and 0.75 are their defaults). Length counts for less here: a long file of a repository is
 * more often one that much is done in than one that is padded. Set on the histories of eleven repositories.
 */
const weights = {
  saturation: 1.2,
  length: 0.4,
  declared: 1,
  path: 1.5,
  fileName: 0.5,
  /** The densest sixteenth of a file: words that stand together mean more than words far apart. */
  passage: 0.8,
  neighbours: 0.1,
  mentioned: 1,
} as const;

const parts = 16;
/** Lines of one part at least: below this a part is a passage of its own by chance. */
const leastLines = 40;
/** The best files, whose neighbours gain. */
const seeds = 10;
const mostTerms = 64;
const mostPending = 1_000_000;

/**
 * Which files a request is about, by the words in them, the names they declare, their paths, and what they import.
 * Files are added, replaced and removed one at a time; nothing is read from anywhere.
 */
export class TextIndex {
  readonly #docs: (Doc | undefined)[] = [];
  readonly #byPath = new Map<string, number>();
  readonly #numbersOf = createTermTable();
  #segments: Segment[] = [];
  #pending = new SegmentBuilder();
  #lengths = 0;

  get size(): number {
    return this.#byPath.size;
  }

  paths(): IterableIterator<string> {
    return this.#byPath.keys();
  }

  stampOf(path: string): string | undefined {
    const at = this.#byPath.get(path);
    return at === undefined ? undefined : this.#docs[at]?.stamp;
  }

  remove(path: string): void {
    const at = this.#byPath.get(path);
    if (at === undefined) return;
    this.#lengths -= this.#docs[at]?.length ?? 0;
    this.#docs[at] = undefined;
    this.#byPath.delete(path);
  }

  /** Adds a file, or replaces what is known of it. */
  set(path: string, text: string, stamp: string): void {
    this.remove(path);
    const doc = this.#docs.length;
    const { length, found } = this.#read(text);
    for (const [term, packed] of found) this.#pending.add(term, doc, packed >>> 16, packed & 0xffff);
    const put = (words: Iterable<string>, field: Field): void => {
      const terms = new Set([...words].flatMap(namedTerms));
      for (const term of terms) this.#pending.add(termNumber(term, field), doc, 1, 0);
    };
    put(declaredNames(text), 'declared');
    const bare = path.replace(/\.[^./]+$/, '');
    put(wordsOf(bare), 'path');
    put(wordsOf(bare.slice(bare.lastIndexOf('/') + 1)), 'fileName');
    const imports = Uint32Array.from(importedKeys(path, text), (key) => termNumber(key, 'imports'));
    for (const term of imports) this.#pending.add(term, doc, 1, 0);
    this.#docs.push({ path, stamp, length, imports, key: termNumber(importKey(path), 'imports') });
    this.#byPath.set(path, doc);
    this.#lengths += length;
    if (this.#pending.size >= mostPending) this.#seal();
  }

  /** Files for a request, best first; those without any of its words are left out. */
  search(query: string, limit: number): readonly RankedFile[] {
    this.#seal();
    const terms = this.#telling(queryTerms(query));
    const scores = this.#scores(terms);
    const wantsTests = isAboutTests(query);
    const stands = (doc: number): number => standing(this.#docs[doc]?.path ?? '', wantsTests);
    const ranked: { doc: number; score: number }[] = [];
    scores.forEach((score, doc) => {
      if (score > 0) ranked.push({ doc, score: score * stands(doc) });
    });
    const byScore = (a: { score: number }, b: { score: number }): number => b.score - a.score;
    ranked.sort(byScore);
    const gains = this.#gains(ranked.slice(0, seeds));
    this.#addMentioned(mentionedPaths(query), (ranked[0]?.score ?? 1) * weights.mentioned, gains);
    for (const one of ranked) {
      const gain = gains.get(one.doc);
      if (gain === undefined) continue;
      one.score += gain.byName + gain.byImport * stands(one.doc);
      gains.delete(one.doc);
    }
    for (const [doc, gain] of gains) ranked.push({ doc, score: gain.byName + gain.byImport * stands(doc) });
    return ranked
      .sort(byScore)
      .slice(0, limit)
      .flatMap(({ doc, score }) => {
        const path = this.#docs[doc]?.path;
        return path === undefined ? [] : [{ path, score }];
      });
  }

  /** How often and where each term stands, as count << 16 | parts. */
  #read(text: string): { readonly length: number; readonly found: ReadonlyMap<number, number> } {
    let lines = 1;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
    const linesOfPart = Math.max(leastLines, Math.ceil(lines / parts));
    const found = new Map<number, number>();
    let length = 0;
    visitWords(text, (word, line) => {
      const bit = 1 << Math.floor(line / linesOfPart);
      for (const term of this.#numbersOf(word)) {
        const packed = found.get(term) ?? 0;
        found.set(term, Math.min(255, (packed >>> 16) + 1) * 0x10000 + ((packed & 0xffff) | bit));
        length++;
      }
    });
    return { length, found };
  }

  /** Of a long text, such as a pasted log, the terms that the fewest files have. */
  #telling(terms: readonly QueryTerm[]): readonly QueryTerm[] {
    if (terms.length <= mostTerms) return terms;
    return terms
      .map((each) => ({ each, holders: this.#holders(each.term, 'text').length }))
      .filter(({ holders }) => holders > 0)
      .map(({ each, holders }) => ({ each, value: each.weight * this.#rarity(holders) }))
      .sort((a, b) => b.value - a.value)
      .slice(0, mostTerms)
      .map(({ each }) => each);
  }

  #scores(terms: readonly QueryTerm[]): Float64Array {
    const scores = new Float64Array(this.#docs.length);
    const passages = new Float32Array(this.#docs.length * parts);
    const average = this.#lengths / Math.max(1, this.size);
    const { saturation: k1, length: b } = weights;
    for (const { term, weight } of terms) {
      const inText = this.#holders(term, 'text');
      const rare = weight * this.#rarity(inText.length);
      for (const { doc, count, parts: bits } of inText) {
        const relative = (this.#docs[doc]?.length ?? 0) / average;
        scores[doc] = (scores[doc] ?? 0) + (rare * count * (k1 + 1)) / (count + k1 * (1 - b + b * relative));
        for (let part = 0; bits >>> part; part++)
          if ((bits >>> part) & 1) passages[doc * parts + part] = (passages[doc * parts + part] ?? 0) + rare;
      }
      for (const field of ['declared', 'path', 'fileName'] as const) {
        const holders = this.#holders(term, field);
        // A file is named in fewer words than the folders above it, so both count alike by the path's rarity.
        const many = field === 'fileName' ? this.#holders(term, 'path').length : holders.length;
        const gain = weight * weights[field] * this.#rarity(many);
        for (const { doc } of holders) scores[doc] = (scores[doc] ?? 0) + gain;
      }
    }
    for (let doc = 0; doc < scores.length; doc++) {
      let densest = 0;
      for (let part = 0; part < parts; part++) densest = Math.max(densest, passages[doc * parts + part] ?? 0);
      scores[doc] = (scores[doc] ?? 0) + weights.passage * densest;
    }
    return scores;
  }

  /** What the best files pass on to those that they import, and to those that import them. */
  #gains(best: readonly { readonly doc: number; readonly score: number }[]): Map<number, Gain> {
    const gains = new Map<number, Gain>();
    const add = (doc: number, gain: number): void => {
      const known = gains.get(doc) ?? { byName: 0, byImport: 0 };
      gains.set(doc, { ...known, byImport: known.byImport + gain });
    };
    const byKey = new Map<number, number[]>();
    this.#docs.forEach((doc, at) => {
      if (doc) byKey.set(doc.key, [...(byKey.get(doc.key) ?? []), at]);
    });
    for (const { doc, score } of best) {
      const own = this.#docs[doc];
      if (!own) continue;
      const targets = [...own.imports].flatMap((key) => byKey.get(key) ?? []);
      for (const target of targets) add(target, (weights.neighbours * score) / Math.sqrt(targets.length));
      const users = this.#postings(own.key);
      for (const user of users) add(user.doc, (weights.neighbours * 0.5 * score) / Math.sqrt(users.length));
    }
    return gains;
  }

  #addMentioned(mentioned: readonly string[], gain: number, gains: Map<number, Gain>): void {
    if (mentioned.length === 0) return;
    for (const name of mentioned) {
      const holders: number[] = [];
      for (const [path, doc] of this.#byPath)
        if (path === name || path.endsWith(`/${name}`) || name.endsWith(`/${path}`)) holders.push(doc);
      for (const doc of holders) {
        const known = gains.get(doc) ?? { byName: 0, byImport: 0 };
        gains.set(doc, { ...known, byName: Math.max(known.byName, gain / holders.length) });
      }
    }
  }

  #holders(term: string, field: Field): readonly Found[] {
    return this.#postings(termNumber(term, field));
  }

  #postings(term: number): readonly Found[] {
    const found: Found[] = [];
    for (const segment of this.#segments)
      segment.visit(term, (doc, count, bits) => {
        if (this.#docs[doc]) found.push({ doc, count, parts: bits });
      });
    return found;
  }

  #rarity(having: number): number {
    return Math.log(1 + (this.size - having + 0.5) / (having + 0.5));
  }

  /** Makes what is pending part of the segments, and keeps these few: each is at least twice as large as the next. */
  #seal(): void {
    if (this.#pending.size === 0) return;
    const isGone = (doc: number): boolean => this.#docs[doc] === undefined;
    this.#segments.push(this.#pending.build(isGone));
    this.#pending = new SegmentBuilder();
    for (;;) {
      const [last, before] = [this.#segments.at(-1), this.#segments.at(-2)];
      if (!last || !before || before.size >= 2 * last.size) return;
      this.#segments.splice(-2, 2, mergeSegments([before, last], isGone));
    }
  }
}

interface Gain {
  readonly byName: number;
  readonly byImport: number;
}

interface Found {
  readonly doc: number;
  readonly count: number;
  readonly parts: number;
}

/** The terms of a name that a file declares or is called by; a name of one part also counts as a whole. */
function namedTerms(name: string): readonly string[] {
  const terms = termsOfWord(name);
  return terms.some((term) => term.startsWith('=')) ? terms : [...terms, `=${name.toLowerCase()}`];
}
