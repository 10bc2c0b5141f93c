import { isCounted } from '../model/boundReply.ts';
import { mayBeBilled } from '../model/fault.ts';
import type {
  BudgetRefusal,
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
  Usage,
} from '../model/modelClient.ts';
import { type Admission, type AdmitDeps, admit, limitsNow } from './admit.ts';
import type { Budgets, CallOutcome, Ledger } from './ledger.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import { costOf, isAmount, type NanoUsd, toUsd } from './money.ts';
import { stopwatch } from './stopwatch.ts';
import { taskClocks } from './taskClocks.ts';

/** What a call was made for. */
export type AskedFor = Pick<ModelRequest, 'run' | 'task' | 'role' | 'tier'>;

/** A call that was booked, as the run shows it. */
export interface BookedCall {
  readonly request: AskedFor;
  /** All zero where `booked` is `unknown`: the endpoint did not say. */
  readonly usage: Usage;
  /** What was booked; where `booked` is `unknown` that is the worst case. */
  readonly usd: number;
  readonly ms: number;
  readonly booked: 'used' | 'unknown';
  /** How far the bill is above what was set aside: the endpoint counted more than the request can have. */
  readonly aboveUsd?: number;
}

export interface MeterDeps extends AdmitDeps {
  /** One send must be one billed request: whoever repeats a stream that had begun does so above the meter. */
  readonly endpoint: ModelClient;
  /** Milliseconds, for the cap on a run's time and for the time of tools; absent: neither is measured. */
  readonly now?: () => number;
  /** Told of every call that may have cost something, after it is booked. */
  readonly onCall?: (call: BookedCall) => void;
}

/**
 * The one client that requests go through: it sets a call's worst case aside in the ledger, sends it, and books what
 * it came to. A call that does not fit a budget is cut to what fits, if that is still of use, else it is not sent.
 */
export function createMeteredModel(deps: MeterDeps): ModelClient {
  const elapsed = stopwatch(deps.now);
  const clocks = taskClocks(deps.now);
  return {
    async send(asked, options) {
      const stop = stopBeforeSending(options);
      stop.throwIfAborted();
      const limits = limitsNow(deps);
      const late = timeRefusal(limits.budgets, elapsed());
      if (late) return late;
      const toolMs = clocks.begin(asked.task);
      try {
        const call = await admit(asked, deps, { limits, rate: 1, mayCut: true, toolMs, signal: stop });
        return call.type === 'admitted' ? await sendAndBook(call, deps, options, stop) : call;
      } finally {
        clocks.end(asked.task);
      }
    },
  };
}

/** Sends what is admitted and books what it came to, also where it is stopped. */
async function sendAndBook(
  call: Admission,
  deps: MeterDeps,
  options: SendOptions,
  stop: AbortSignal,
): Promise<ModelReply> {
  const { price } = deps.tiers[call.request.tier];
  const book = async (outcome: CallOutcome) => {
    const booked = (await settleOrLeave(deps.ledger, call.id, outcome)) ? outcome : unknown;
    const shown = bookedCall(call.request, booked, call.reserved);
    if (shown !== undefined) deps.onCall?.(shown);
  };
  if (stop.aborted) {
    await book({ type: 'notSent' });
    stop.throwIfAborted();
  }
  let isWaiting = false;
  const queue = new AbortController();
  const leaveQueue = () => {
    if (isWaiting && stop.aborted) queue.abort(stop.reason);
  };
  const onQueue = (waits: boolean) => {
    isWaiting = waits;
    leaveQueue();
    options.onQueue?.(waits);
  };
  stop.addEventListener('abort', leaveQueue);
  let reply: ModelReply;
  try {
    const signal = AbortSignal.any([options.signal, queue.signal]);
    reply = await deps.endpoint.send(call.request, { ...options, signal, onQueue });
  } catch (error) {
    await book(isWaiting ? { type: 'notSent' } : unknown);
    throw error;
  } finally {
    stop.removeEventListener('abort', leaveQueue);
  }
  await book(outcomeOf(reply, (usage) => costOf(usage, price)));
  return reply;
}

/** What keeps a call from being sent: that it is cancelled, or that nobody wants its answer any more. */
function stopBeforeSending({ signal, unwanted }: SendOptions): AbortSignal {
  return unwanted === undefined ? signal : AbortSignal.any([signal, unwanted]);
}

const unknown = { type: 'unknown' } as const;

/** Whether it was booked. Where it can't be, the answer is had all the same, and what was set aside for it stays so. */
export async function settleOrLeave(ledger: Ledger, id: number, outcome: CallOutcome): Promise<boolean> {
  try {
    await ledger.settle(id, outcome);
    return true;
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    return false;
  }
}

function timeRefusal(
  { runMinutes: limit }: Budgets,
  elapsedMs: number | undefined,
): BudgetRefusal | undefined {
  if (limit === undefined || elapsedMs === undefined) return undefined;
  const used = elapsedMs / 60_000;
  return used < limit ? undefined : { type: 'overBudget', budget: 'minutes', limit, used, needed: 0 };
}

/** A call as it is shown; undefined where nothing was sent. `reserved` is what was set aside for it. */
export function bookedCall(
  request: AskedFor,
  outcome: CallOutcome,
  reserved: NanoUsd,
): BookedCall | undefined {
  switch (outcome.type) {
    case 'used': {
      const { usage, cost, timing } = outcome;
      const above = cost > reserved ? { aboveUsd: toUsd(cost - reserved) } : {};
      return { request, usage, usd: toUsd(cost), ms: timing.totalMs, booked: 'used', ...above };
    }
    case 'unknown': {
      const usage = { input: 0, cached: 0, output: 0, reasoning: 0 };
      return { request, usage, usd: toUsd(reserved), ms: 0, booked: 'unknown' };
    }
    case 'notSent':
      return undefined;
  }
}

/** What is booked for a reply: its usage even where that is above the reservation, since the bill is the truth. */
export function outcomeOf(reply: ModelReply, price: (usage: Usage) => NanoUsd): CallOutcome {
  switch (reply.type) {
    case 'completed':
    case 'refused':
    case 'cutOff': {
      if (!isBillable(reply.usage)) return unknown;
      const cost = price(reply.usage);
      return isAmount(cost) ? { type: 'used', usage: reply.usage, cost, timing: reply.timing } : unknown;
    }
    case 'fault':
      return { type: mayBeBilled(reply.fault) ? 'unknown' : 'notSent' };
    case 'overBudget':
      return { type: 'notSent' };
  }
}

/** Every answered request has input, so that a usage of nothing means an endpoint that does not count. */
function isBillable(usage: Usage): boolean {
  return isCounted(usage) && usage.input + usage.output > 0;
}
