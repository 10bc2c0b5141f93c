import type { ModelClient, ModelReply } from '../model/modelClient.ts';
import { work } from './worker.ts';
import type { WorkerDeps, WorkOptions, WorkOrder, WorkResult } from './workOrder.ts';

export interface RaceOptions extends WorkOptions {
  /** Milliseconds that answers under way may go on after the race is won; absent: one second. */
  readonly readOutMs?: number;
}

/**
 * Answers of small models take a second or two and all began at about the same time. An answer that is broken off is
 * booked at its worst case, several times what it would have come to: it may be billed to its end, and nobody says.
 */
const defaultReadOutMs = 1_000;

/**
 * Has several workers do one task side by side. The first whose edit passes its check wins. The others are cancelled at
 * once and send nothing more; their answers that are under way are read to the end, for a short time, so that what they
 * cost is known. Where none passes, the one that came furthest stands for all.
 */
export async function workBestOf(
  count: number,
  order: WorkOrder,
  deps: WorkerDeps,
  { readOutMs = defaultReadOutMs, ...options }: RaceOptions,
): Promise<WorkResult> {
  if (count <= 1) return work(order, deps, options);
  const race = new AbortController();
  const models = createRacingModels(deps.models, { race: race.signal, signal: options.signal });
  const signal = AbortSignal.any([options.signal, race.signal]);
  let winner: WorkResult | undefined;
  let patience: unknown;
  const candidate = async (number: number): Promise<WorkResult | undefined> => {
    try {
      const result = await work(
        { ...order, candidate: { number, of: count } },
        { ...deps, models },
        {
          ...options,
          signal,
          onNote: (text) => {
            if (!race.signal.aborted) options.onNote(`${number} of ${count}: ${text}`);
          },
        },
      );
      if (winner === undefined && hasPassed(result)) {
        winner = result;
        race.abort(new Error('another candidate has passed'));
        patience = setTimeout(models.breakOff, readOutMs);
      }
      return result;
    } catch (error) {
      // Whoever lost the race was cancelled; anything else ends the race too, so that nobody goes on unwatched.
      if (winner !== undefined && signal.aborted) return undefined;
      race.abort(error);
      models.breakOff();
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, at) => candidate(at + 1)));
  await models.answered();
  clearTimeout(patience);
  options.signal.throwIfAborted();
  if (winner !== undefined) return winner;
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  const results = ends.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value] : []));
  const [best] = results.sort((a, b) => rankOf(a) - rankOf(b));
  if (!best) throw new Error('a race of candidates ended without a result');
  return best;
}

interface RacingModels extends ModelClient {
  /** Cancels the answers that are still under way. */
  breakOff(): void;
  /** Waits for them to end. */
  answered(): Promise<void>;
}

/** Models whose callers are let go as soon as the race is over, while the answers under way go on. */
function createRacingModels(
  models: ModelClient,
  { race, signal }: { readonly race: AbortSignal; readonly signal: AbortSignal },
): RacingModels {
  const patience = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  return {
    send(request, options) {
      const longer = AbortSignal.any([signal, patience.signal]);
      const answer = models.send(request, { ...options, signal: longer, unwanted: race });
      const settled = answer.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(settled);
      void settled.then(() => underWay.delete(settled));
      return new Promise<ModelReply>((resolve, reject) => {
        answer.then(resolve, reject);
        options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true });
      });
    },
    breakOff: () => patience.abort(race.reason),
    async answered() {
      await Promise.all(underWay);
    },
  };
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
