/**
 * How far two groupings of the same things agree: 1 where they are the same, 0 where they agree no more than by chance
 * (Hubert and Arabie's adjusted Rand index).
 */
export function adjustedRandIndex(pairs: readonly (readonly [one: string, other: string])[]): number {
  const both = counted(pairs.map((pair) => JSON.stringify(pair)));
  const one = sumOfPairs(counted(pairs.map(([group]) => group)));
  const other = sumOfPairs(counted(pairs.map(([, group]) => group)));
  const expected = (one * other) / Math.max(1, pairsOf(pairs.length));
  const most = (one + other) / 2;
  return most === expected ? 1 : (sumOfPairs(both) - expected) / (most - expected);
}

function counted(names: readonly string[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts.values()];
}

function sumOfPairs(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + pairsOf(count), 0);
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
