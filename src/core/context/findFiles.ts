import { isWithheldFile } from './withhold.ts';
import { queryWords, stem, wordParts } from './words.ts';
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
    const counts = await countMatches(word, workspace, known, options.signal);
    for (const [path, count] of counts) add(path, rarity(files.length, counts.size) * saturated(count));
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

async function countMatches(
  word: string,
  workspace: Workspace,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const query = { text: eitherCase(word), isRegex: true, limit: mostMatches };
  const counts = new Map<string, number>();
  for (const match of await workspace.search(query, signal)) {
    if (known.has(match.path)) counts.set(match.path, (counts.get(match.path) ?? 0) + 1);
  }
  signal.throwIfAborted();
  return counts;
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
