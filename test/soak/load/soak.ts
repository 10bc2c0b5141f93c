import { streamRows } from '../../bench/load/streams.ts';
import type { Soak } from '../soak.ts';

const minutes = 60;
/** An hour's text comes in a quarter of one: the times of `npm run bench -- load` are not judged here. */
const haste = 4;
/** In a quarter of a minute the heap is looked at too seldom to tell its slope: it is judged over the hour. */
const judged = /^messages to the panel/;
/** Bytes that the heap may have more at the end than after the first minutes, when all code has been compiled. */
const mostGrowth = 20_000_000;
const warmMinutes = 5;

/** Runs of 192 tasks by 32 workers that all stream, one after the other: as many as an hour has minutes. */
export const soak: Soak = {
  name: 'load',
  async run({ root, log }) {
    const losses: string[] = [];
    const heap: number[] = [];
    for (let minute = 1; minute <= minutes; minute++) {
      try {
        const rows = await streamRows({ root, log: () => undefined }, 60, haste);
        const missed = rows.filter(({ what, holds }) => judged.test(what) && !holds);
        losses.push(...missed.map(({ what, figure }) => `minute ${minute}: ${what}: ${figure}`));
      } catch (error) {
        losses.push(`minute ${minute}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      }
      globalThis.gc?.();
      heap.push(process.memoryUsage().heapUsed);
      log(`${minute} of ${minutes} minutes`);
    }
    const growth = (heap.at(-1) ?? 0) - (heap[warmMinutes] ?? 0);
    const isFlat = growth <= mostGrowth;
    log(`the heap has ${(growth / 1e6).toFixed(1)} MB more at the end than after ${warmMinutes} minutes`);
    return [
      {
        what: 'minutes of 32 workers that stream',
        ...{
          tried: minutes,
          survived: minutes - new Set(losses.map((loss) => loss.split(':')[0])).size,
          losses,
        },
      },
      {
        what: 'a heap that stays as it is for the hour',
        ...{ tried: 1, survived: isFlat ? 1 : 0 },
        losses: isFlat ? [] : [`it grew by ${Math.round(growth / 1e6)} MB`],
      },
    ];
  },
};
