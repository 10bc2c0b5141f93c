import { work } from './worker.ts';
import type { WorkerDeps, WorkOptions, WorkOrder, WorkResult } from './workOrder.ts';

/**
 * Has several workers do one task side by side. The first whose edit passes its check wins and the others are
 * cancelled at once; what they were sending is booked by the meter as any call that was broken off. Where none passes,
 * the one that came furthest stands for all.
 */
export async function workBestOf(
  count: number,
  order: WorkOrder,
  deps: WorkerDeps,
  options: WorkOptions,
): Promise<WorkResult> {
  if (count <= 1) return work(order, deps, options);
  const race = new AbortController();
  const signal = AbortSignal.any([options.signal, race.signal]);
  let winner: WorkResult | undefined;
  const candidate = async (number: number): Promise<WorkResult | undefined> => {
    try {
      const result = await work({ ...order, candidate: { number, of: count } }, deps, {
        signal,
        onNote: (text) => {
          if (!race.signal.aborted) options.onNote(`${number} of ${count}: ${text}`);
        },
      });
      if (winner === undefined && hasPassed(result)) {
        winner = result;
        race.abort(new Error('another candidate has passed'));
      }
      return result;
    } catch (error) {
      // Whoever lost the race was cancelled; anything else ends the race too, so that nobody goes on unwatched.
      if (winner !== undefined && signal.aborted) return undefined;
      race.abort(error);
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, at) => candidate(at + 1)));
  options.signal.throwIfAborted();
  if (winner !== undefined) return winner;
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  const results = ends.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value] : []));
  const [best] = results.sort((a, b) => rankOf(a) - rankOf(b));
  if (!best) throw new Error('a race of candidates ended without a result');
  return best;
}

function hasPassed(result: WorkResult): boolean {
  return result.type === 'edited' && result.verdict.outcome === 'passed';
}

/** The further a candidate came the lower: an edit says more to the next attempt than none. */
function rankOf(result: WorkResult): number {
  switch (result.type) {
    case 'edited': {
      const { outcome, introduced } = result.verdict;
      return outcome === 'failed' ? 100 + Math.min(introduced.length, 99) : outcome === 'unchecked' ? 1 : 0;
    }
    case 'noEdit':
      return 200;
    case 'malformed':
      return 300;
    case 'refused':
      return 400;
    case 'stopped':
      return 500;
  }
}
