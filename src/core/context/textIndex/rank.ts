import type { RankedFile } from '../findFiles.ts';
import type { ChangeHistory } from './changeHistory.ts';
import { partsOfText } from './countTerms.ts';
import type { DocTable } from './docTable.ts';
import { standing } from './fileTraits.ts';
import { importKey } from './importKey.ts';
import type { VisitPosting } from './postings.ts';
import { isAboutTests, mentionedPaths, type QueryTerm, queryTerms } from './queryTerms.ts';
import { type Field, termNumber } from './terms.ts';

/** What can be asked of an index; `visit` may also give documents that are gone. */
export interface Postings {
  readonly docs: DocTable;
  readonly visit: (term: number, visit: VisitPosting) => void;
}

/** What is known of files beside their texts. */
export interface SearchSignals {
  /** Files that the user is at work on: open, or changed since the last commit. */
  readonly inWork?: ReadonlySet<string>;
  readonly history?: ChangeHistory;
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
  inWork: 0.15,
  changedWith: 0.1,
  changedFor: 0.3,
} as const;

/** The best files, whose neighbours gain. */
const seeds = 10;
const mostTerms = 64;

/** Files for a request, best first; those that nothing speaks for are left out. */
export function rank(
  query: string,
  limit: number,
  postings: Postings,
  signals: SearchSignals,
): readonly RankedFile[] {
  const { docs } = postings;
  const wantsTests = isAboutTests(query);
  const stands = (doc: number): number => standing(docs.kindOf(doc), wantsTests);
  const terms = telling(queryTerms(query), postings);
  const scores = textScores(terms, postings);
  for (let doc = 0; doc < scores.length; doc++)
    if (scores[doc] !== 0) scores[doc] = (scores[doc] ?? 0) * stands(doc);
  for (const path of signals.inWork ?? []) {
    const doc = docs.numberOf(path);
    if (doc !== undefined) scores[doc] = (scores[doc] ?? 0) * (1 + weights.inWork);
  }
  const said = (scores[highest(scores, 1)[0] ?? -1] ?? 1) * weights.changedFor;
  for (const [path, share] of signals.history?.changedFor(terms) ?? []) {
    const doc = docs.numberOf(path);
    if (doc !== undefined) scores[doc] = (scores[doc] ?? 0) + share * said * stands(doc);
  }
  const best = highest(scores, seeds);
  const gains = neighbourGains(best, { ...postings, scores }, signals);
  const top = scores[best[0] ?? -1] ?? 1;
  for (const [doc, gain] of gains) scores[doc] = (scores[doc] ?? 0) + gain * stands(doc);
  for (const [doc, share] of mentioned(query, docs))
    scores[doc] = (scores[doc] ?? 0) + share * top * weights.mentioned;
  return highest(scores, limit).flatMap((doc) => {
    const path = docs.pathOf(doc);
    return path === undefined ? [] : [{ path, score: scores[doc] ?? 0 }];
  });
}

/** What the words of a request give each document. */
function textScores(terms: readonly QueryTerm[], { docs, visit }: Postings): Float64Array {
  const scores = new Float64Array(docs.numbers);
  const passages = new Float32Array(docs.numbers * partsOfText);
  const { saturation: k1, length: b } = weights;
  const average = docs.averageLength;
  for (const { term, weight } of terms) {
    const inText = holders(term, 'text', { docs, visit });
    const rare = weight * rarity(docs.size, inText.length);
    for (let k = 0; k < inText.length; k++) {
      const doc = inText.docs[k] ?? 0;
      const count = inText.counts[k] ?? 0;
      const norm = k1 * (1 - b + (b * docs.lengthOf(doc)) / average);
      scores[doc] = (scores[doc] ?? 0) + (rare * count * (k1 + 1)) / (count + norm);
      let bits = inText.parts[k] ?? 0;
      for (let at = doc * partsOfText; bits !== 0; at++, bits >>>= 1)
        if ((bits & 1) !== 0) passages[at] = (passages[at] ?? 0) + rare;
    }
    for (const field of ['declared', 'path', 'fileName'] as const) {
      const named = holders(term, field, { docs, visit });
      // A file is named in fewer words than the folders above it, so both count alike by the path's rarity.
      const many = field === 'fileName' ? holders(term, 'path', { docs, visit }).length : named.length;
      const gain = weight * weights[field] * rarity(docs.size, many);
      for (const doc of named.docs) scores[doc] = (scores[doc] ?? 0) + gain;
    }
  }
  for (let doc = 0; doc < scores.length; doc++) {
    if (scores[doc] === 0) continue;
    let densest = 0;
    const end = (doc + 1) * partsOfText;
    for (let at = doc * partsOfText; at < end; at++) densest = Math.max(densest, passages[at] ?? 0);
    scores[doc] = (scores[doc] ?? 0) + weights.passage * densest;
  }
  return scores;
}

interface Holders {
  readonly length: number;
  readonly docs: readonly number[];
  readonly counts: readonly number[];
  readonly parts: readonly number[];
}

function holders(term: string, field: Field, { docs, visit }: Postings): Holders {
  const found = { docs: [] as number[], counts: [] as number[], parts: [] as number[] };
  visit(termNumber(term, field), (doc, count, parts) => {
    if (docs.pathOf(doc) === undefined) return;
    found.docs.push(doc);
    found.counts.push(count);
    found.parts.push(parts);
  });
  return { ...found, length: found.docs.length };
}

/** Of a long text, such as a pasted log, the terms that the fewest files have. */
function telling(terms: readonly QueryTerm[], postings: Postings): readonly QueryTerm[] {
  if (terms.length <= mostTerms) return terms;
  return terms
    .map((each) => ({ each, having: holders(each.term, 'text', postings).length }))
    .filter(({ having }) => having > 0)
    .map(({ each, having }) => ({ each, value: each.weight * rarity(postings.docs.size, having) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, mostTerms)
    .map(({ each }) => each);
}

function rarity(all: number, having: number): number {
  return Math.log(1 + (all - having + 0.5) / (having + 0.5));
}

/** What the best files pass on to what they import, to what imports them, and to what changed with them. */
function neighbourGains(
  best: readonly number[],
  { docs, visit, scores }: Postings & { readonly scores: Float64Array },
  { history }: SearchSignals,
): ReadonlyMap<number, number> {
  const gains = new Map<number, number>();
  const add = (doc: number, gain: number): void => void gains.set(doc, (gains.get(doc) ?? 0) + gain);
  const having = (term: number): readonly number[] => {
    const found: number[] = [];
    visit(term, (doc) => {
      if (docs.pathOf(doc) !== undefined) found.push(doc);
    });
    return found;
  };
  for (const doc of best) {
    const path = docs.pathOf(doc) ?? '';
    const score = scores[doc] ?? 0;
    const imported = docs.importsOf(doc).flatMap(having);
    for (const target of imported) add(target, (weights.neighbours * score) / Math.sqrt(imported.length));
    const users = having(termNumber(importKey(path), 'imports'));
    for (const user of users) add(user, (weights.neighbours * 0.5 * score) / Math.sqrt(users.length));
    for (const [other, share] of history?.changedWith(path) ?? []) {
      const found = docs.numberOf(other);
      if (found !== undefined) add(found, weights.changedWith * score * share);
    }
  }
  return gains;
}

/** Documents that a request names, each with its share of one mention: a name that many files have says less. */
function mentioned(query: string, docs: DocTable): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  for (const name of mentionedPaths(query)) {
    const found: number[] = [];
    for (const [path, doc] of docs.entries())
      if (path === name || path.endsWith(`/${name}`) || name.endsWith(`/${path}`)) found.push(doc);
    for (const doc of found) shares.set(doc, Math.max(shares.get(doc) ?? 0, 1 / found.length));
  }
  return shares;
}

/** The documents with the highest scores above 0, best first, and of equal ones the first. */
function highest(scores: Float64Array, limit: number): readonly number[] {
  const best: number[] = [];
  for (let doc = 0; doc < scores.length; doc++) {
    const score = scores[doc] ?? 0;
    if (score <= 0 || (best.length >= limit && score <= (scores[best.at(-1) ?? 0] ?? 0))) continue;
    let at = best.length;
    while (at > 0 && (scores[best[at - 1] ?? 0] ?? 0) < score) at--;
    best.splice(at, 0, doc);
    if (best.length > limit) best.pop();
  }
  return best;
}
