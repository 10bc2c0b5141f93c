import { Random } from '../../unit/support/random.ts';

/** A task of a graph: what it waits for, and how long its model takes to answer, in milliseconds. */
export interface Node {
  readonly id: string;
  readonly after: readonly string[];
  readonly ms: number;
}

/** Tasks in an order in which each comes after those it waits for. */
export type Graph = readonly Node[];

const shortest = 400;
const longest = 4_000;

function graph(
  seed: number,
  layers: readonly number[],
  afterOf: (layer: number, random: Random) => number[],
): Graph {
  const random = new Random(seed);
  const id = (layer: number, at: number) => `t${layer}x${at}`;
  return layers.flatMap((width, layer) =>
    Array.from({ length: width }, (_, at) => ({
      id: id(layer, at),
      after: layer === 0 ? [] : afterOf(layer, random).map((before) => id(layer - 1, before)),
      ms: shortest + random.below(longest - shortest),
    })),
  );
}

const all = (count: number) => Array.from({ length: count }, (_, index) => index);

export const chain = graph(1, Array(24).fill(1), () => [0]);
export const fan = graph(2, [32], () => []);
/** Wide layers between single tasks, each waiting for the whole layer before it. */
const diamondWidths = [1, 8, 1, 8, 1, 8, 1, 8, 1];
export const diamonds = graph(3, diamondWidths, (layer) => all(diamondWidths[layer - 1] ?? 0));
export const thousand = graph(4, Array(20).fill(50), (_, random) => [
  ...new Set([random.below(50), random.below(50)]),
]);

/** Any task may wait for up to three earlier ones. */
export const randomGraph: Graph = (() => {
  const random = new Random(5);
  return Array.from({ length: 120 }, (_, at) => ({
    id: `t${at}`,
    after: at === 0 ? [] : [...new Set(all(random.below(4)).map(() => `t${random.below(at)}`))],
    ms: shortest + random.below(longest - shortest),
  }));
})();

/** The time of the longest way through the graph: nothing can be faster. */
export function criticalPath(tasks: Graph): number {
  const ends = new Map<string, number>();
  for (const { id, after, ms } of tasks)
    ends.set(id, Math.max(0, ...after.map((before) => ends.get(before) ?? 0)) + ms);
  return Math.max(...ends.values());
}

/**
 * When the last task would end if whoever is free took the first task in the list that is ready, and that took no
 * time: what a schedule of so many at once is measured by.
 */
export function listSchedule(tasks: Graph, atOnce: number): number {
  const ends = new Map<string, number>();
  const waiting = [...tasks];
  let running: { readonly id: string; readonly end: number }[] = [];
  for (let now = 0; ; ) {
    for (const task of [...waiting]) {
      if (running.length >= atOnce) break;
      if (!task.after.every((before) => ends.has(before))) continue;
      waiting.splice(waiting.indexOf(task), 1);
      running.push({ id: task.id, end: now + task.ms });
    }
    if (running.length === 0) return now;
    now = Math.min(...running.map(({ end }) => end));
    for (const { id, end } of running) if (end <= now) ends.set(id, end);
    running = running.filter(({ end }) => end > now);
  }
}
