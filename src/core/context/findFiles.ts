import { declarationPattern } from './declarations.ts';
import { isWithheldFile } from './withhold.ts';
import { isIdentifier, queryWords, stem, wordParts } from './words.ts';
import type { Workspace } from './workspace.ts';

export interface RankedFile {
  readonly path: string;
  /** Higher is better; comparable within one query only. */
  readonly score: number;
}

export interface FindOptions {
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Matches of one word that are looked at; a word with more says little about where to look. */
const mostMatches = 500;
const mostWords = 8;
const pathWeight = 2.5;
/** What a file gains by declaring a word over one that only uses it. */
const declarationWeight = 1.5;

const notSource =
  /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|cargo\.lock|poetry\.lock|go\.sum|composer\.lock)$|\.(min\.(js|css)|map|png|jpe?g|gif|svg|ico|woff2?|ttf|pdf|zip|gz|wasm|snap|lock)$|(^|\/)(dist|out|build|node_modules|vendor)\//i;
const testFile = /(^|\/)(tests?|__tests__|spec|fixtures?)\/|[._-](test|spec)\.[a-z]+$/i;

/**
 * Files for a query, best first: words counted in texts and paths, weighed as BM25 does (rare words and short runs
 * of repeats count for more). Tests come after the code they test unless the query speaks of tests.
 */
export async function relevantFiles(
  query: string,
  workspace: Workspace,
  options: FindOptions,
): Promise<readonly RankedFile[]> {
  const files = (await workspace.list(options.signal)).filter(
    (path) => !notSource.test(path) && !isWithheldFile(path),
  );
  const known = new Set(files);
  const scores = new Map<string, number>();
  const add = (path: string, score: number) => scores.set(path, (scores.get(path) ?? 0) + score);
  for (const word of queryWords(query).slice(0, mostWords)) {
    const { counts, declaring } = await countMatches(word, workspace, known, options.signal);
    const weight = rarity(files.length, counts.size);
    for (const [path, count] of counts) add(path, weight * saturated(count));
    for (const path of declaring) add(path, weight * declarationWeight);
    const parts = wordParts(word).map(stem);
    const named = files.filter((path) => containsAll(wordParts(path).map(stem), parts));
    for (const path of named) add(path, pathWeight * rarity(files.length, named.length));
  }
  if (query.includes('/') || /\.\w/.test(query)) {
    for (const path of files) if (query.includes(path)) add(path, 100);
  }
  const wantsTests = /\b(tests?|spec)\b/i.test(query);
  return [...scores]
    .map(([path, score]) => ({ path, score: !wantsTests && testFile.test(path) ? score / 3 : score }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, options.limit);
}

interface Matches {
  readonly counts: ReadonlyMap<string, number>;
  readonly declaring: ReadonlySet<string>;
}

async function countMatches(
  word: string,
  workspace: Workspace,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Matches> {
  const query = {
    text: eitherCase(isIdentifier(word) ? word : stem(word)),
    isRegex: true,
    limit: mostMatches,
  };
  const declares = new RegExp(declarationPattern(word));
  const counts = new Map<string, number>();
  const declaring = new Set<string>();
  for (const match of await workspace.search(query, signal)) {
    if (!known.has(match.path)) continue;
    counts.set(match.path, (counts.get(match.path) ?? 0) + 1);
    if (declares.test(match.text)) declaring.add(match.path);
  }
  signal.throwIfAborted();
  return { counts, declaring };
}

/** An expression for the word with its first letter small or capital: `total` finds `Total` too. */
function eitherCase(word: string): string {
  const [first = '', ...rest] = word;
  const escaped = rest.join('').replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
  const lower = first.toLowerCase();
  const upper = first.toUpperCase();
  return lower === upper ? `${first === '$' ? '\\$' : first}${escaped}` : `[${lower}${upper}]${escaped}`;
}

function containsAll(parts: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && wanted.every((each) => parts.includes(each));
}

const rarity = (all: number, having: number): number => Math.log(1 + (all - having + 0.5) / (having + 0.5));
const saturated = (count: number): number => (count * 2.2) / (count + 1.2);
