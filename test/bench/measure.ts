export interface MeasureOptions {
  /** Rounds are run until both are reached: this many of them, and this much time. */
  readonly rounds: number;
  readonly forMs: number;
}

/**
 * The median time of each function in milliseconds. They run by turns, so that whatever else the machine does hits all
 * of them alike; a first round that warms up is not counted.
 */
export function medianTimes(
  sides: readonly (() => unknown)[],
  { rounds, forMs }: MeasureOptions,
): readonly number[] {
  for (const side of sides) side();
  const times: number[][] = sides.map(() => []);
  const start = performance.now();
  for (let round = 0; round < rounds || performance.now() - start < forMs; round++) {
    sides.forEach((side, k) => {
      const from = performance.now();
      side();
      times[k]?.push(performance.now() - from);
    });
  }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
