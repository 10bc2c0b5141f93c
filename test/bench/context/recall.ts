import type { ChangeHistory } from '../../../src/core/context/textIndex/changeHistory.ts';
import { TextIndex } from '../../../src/core/context/textIndex/textIndex.ts';
import { median } from '../measure.ts';
import { countKeywords, plainBm25, type Ranker } from './baselines.ts';
import { type HistoryQuery, isTest, readBlobs } from './history.ts';

export interface Recall {
  readonly name: string;
  /** The share of the files to be found that are among the first 5, 10 and 20. */
  readonly at: readonly [number, number, number];
  /** The median time of a query (milliseconds), with all texts read and counted before. */
  readonly ms: number;
}

type HistoryRanker = (...args: [...Parameters<Ranker>, history: ChangeHistory]) => ReturnType<Ranker>;

const depths = [5, 10, 20] as const;

/** Asks the index and the baselines the same requests, each over the files as they were before the commit. */
export function measureRecall(
  repository: string,
  queries: readonly HistoryQuery[],
): { readonly recalls: readonly Recall[]; readonly files: number } {
  const texts = readBlobs(
    repository,
    queries.flatMap(({ tree }) => [...tree.values()]),
  );
  const index = new TextIndex();
  const bm25 = plainBm25();
  const rankers: readonly { readonly name: string; readonly rank: HistoryRanker }[] = [
    {
      name: 'tiercel',
      rank: (query, _, history) => index.search(query, 20, { history }).map(({ path }) => path),
    },
    {
      name: 'tiercel, without the history',
      rank: (query) => index.search(query, 20).map(({ path }) => path),
    },
    { name: 'keyword counting', rank: countKeywords },
    { name: 'plain BM25', rank: bm25 },
    {
      name: 'plain BM25, tests hidden',
      rank: (query, files) => bm25(query, new Map([...files].filter(([path]) => !isTest(path)))),
    },
  ];
  const results = rankers.map(() => ({ at: [0, 0, 0] as [number, number, number], ms: [] as number[] }));
  for (const { query, gold, tree, before } of queries) {
    const files = new Map([...tree].map(([path, blob]) => [path, texts.get(blob) ?? ''] as const));
    bringTo(index, tree, files);
    rankers.forEach(({ rank }, k) => {
      // Once to count what is new, once for the time.
      rank(query, files, before);
      const start = performance.now();
      const found = rank(query, files, before);
      const result = results[k];
      result?.ms.push(performance.now() - start);
      depths.forEach((depth, d) => {
        const first = new Set(found.slice(0, depth));
        const share = gold.filter((path) => first.has(path)).length / gold.length;
        if (result) result.at[d as 0 | 1 | 2] += share / queries.length;
      });
    });
  }
  const recalls = rankers.map(({ name }, k) => ({
    name,
    at: results[k]?.at ?? [0, 0, 0],
    ms: median(results[k]?.ms ?? []),
  }));
  return { recalls, files: median(queries.map(({ tree }) => tree.size)) };
}

function bringTo(
  index: TextIndex,
  tree: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, string>,
): void {
  for (const path of [...index.paths()]) if (!tree.has(path)) index.remove(path);
  for (const [path, blob] of tree)
    if (index.stampOf(path) !== blob) index.set(path, files.get(path) ?? '', blob);
}
