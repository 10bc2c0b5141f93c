import type { ModelFault } from '../model/fault.ts';
import type {
  BudgetRefusal,
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
  Usage,
} from '../model/modelClient.ts';
import { isAbove, type Tier, type TierSettings, type TierTable } from '../model/tier.ts';
import { type Budgets, type CallOutcome, type CallTicket, type Ledger, tighter } from './ledger.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import { costOf, isAmount, type NanoUsd, toUsd } from './money.ts';
import { leastBound, outputFor } from './outputCap.ts';
import { stopwatch } from './stopwatch.ts';
import { taskClocks } from './taskClocks.ts';
import { costOfBound, countedTokens, type TokenCounter } from './worstCase.ts';

/** A call that was booked, as the run shows it. */
export interface BookedCall {
  readonly request: ModelRequest;
  /** All zero where `booked` is `unknown`: the endpoint did not say. */
  readonly usage: Usage;
  /** What was booked; where `booked` is `unknown` that is the worst case. */
  readonly usd: number;
  readonly ms: number;
  readonly booked: 'used' | 'unknown';
  /** How far the bill is above what was set aside: the endpoint counted more than the request can have. */
  readonly aboveUsd?: number;
}

export interface MeterDeps {
  /** One send must be one billed request: whoever repeats a stream that had begun does so above the meter. */
  readonly endpoint: ModelClient;
  readonly ledger: Ledger;
  readonly tiers: TierTable;
  readonly budgets: Budgets;
  /** What the user has set by now, asked for each call: a limit that was lowered holds at once. */
  readonly limits?: () => { readonly budgets: Budgets; readonly ceiling: Tier };
  /** Makes the worst cases tighter; without it they go by bytes. */
  readonly countTokens?: TokenCounter;
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
      const limits = deps.limits?.();
      const budgets = limits === undefined ? deps.budgets : tighter(deps.budgets, limits.budgets);
      const late = timeRefusal(budgets, elapsed());
      if (late) return late;
      const tier = deps.tiers[asked.tier];
      const refused = (kind: 'misconfigured' | 'no_ledger', detail: string) =>
        faultReply(asked, tier, kind, detail);
      if (limits !== undefined && isAbove(asked.tier, limits.ceiling)) {
        return refused('misconfigured', `no tier above ${limits.ceiling} may be used any more`);
      }
      const { run, task, role } = asked;
      const bound = await countedTokens(asked, tier, deps.countTokens);
      stop.throwIfAborted();
      const worstCase = costOfBound(bound, tier);
      if (!isAmount(worstCase))
        return refused('misconfigured', 'a call at its prices costs what no call can');
      const least = leastBound(asked, bound);
      const toolMs = clocks.begin(task);
      let request = asked;
      let reservedCost = worstCase;
      const answer = await reserveOrSay(deps.ledger, {
        ticket: {
          run,
          task,
          role,
          tier: asked.tier,
          model: tier.model,
          provider: tier.provider,
          worstCase,
          worstTokens: bound.input + bound.output,
          least: { cost: costOfBound(least, tier), tokens: least.input + least.output },
          ...(toolMs !== undefined && { toolMs }),
        },
        budgets,
      });
      if (answer.type !== 'reserved') {
        clocks.end(task);
        if (answer.type !== 'overBudget') return refused('no_ledger', answer.message);
        const setUsd = limits?.budgets.runUsd ?? 0;
        const isOfStart = answer.budget === 'run' && answer.limitUsd < setUsd;
        return isOfStart ? { ...answer, setUsd } : answer;
      }
      if (answer.granted) {
        reservedCost = answer.granted.cost;
        request = { ...asked, maxOutputTokens: outputFor(answer.granted, bound, tier) };
      }

      const book = async (outcome: CallOutcome) => {
        clocks.end(task);
        const booked = (await settleOrLeave(deps.ledger, answer.id, outcome)) ? outcome : unknown;
        const call = bookedCall(request, booked, reservedCost);
        if (call !== undefined) deps.onCall?.(call);
      };
      if (stop.aborted) {
        await book({ type: 'notSent' });
        stop.throwIfAborted();
      }
      let reply: ModelReply;
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
      try {
        const signal = AbortSignal.any([options.signal, queue.signal]);
        reply = await deps.endpoint.send(request, { ...options, signal, onQueue });
      } catch (error) {
        await book(isWaiting ? { type: 'notSent' } : unknown);
        throw error;
      } finally {
        stop.removeEventListener('abort', leaveQueue);
      }
      await book(outcomeOf(reply, (usage) => costOf(usage, tier.price)));
      return reply;
    },
  };
}

/** What keeps a call from being sent: that it is cancelled, or that nobody wants its answer any more. */
function stopBeforeSending({ signal, unwanted }: SendOptions): AbortSignal {
  return unwanted === undefined ? signal : AbortSignal.any([signal, unwanted]);
}

const unknown = { type: 'unknown' } as const;

/** Sets a call's worst case aside; where the ledger can't be had, says why. */
export async function reserveOrSay(
  ledger: Ledger,
  { ticket, budgets }: { readonly ticket: CallTicket; readonly budgets: Budgets },
) {
  try {
    return await ledger.reserve(ticket, budgets);
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    return { type: 'unavailable', message: error.message } as const;
  }
}

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

function faultReply(
  { tier }: ModelRequest,
  { model, provider, baseUrl }: TierSettings,
  kind: ModelFault['kind'],
  detail: string,
): ModelReply {
  const endpoint = provider === 'vscode' ? 'VS Code' : baseUrl;
  return { type: 'fault', fault: { kind, tier, model, endpoint, detail } };
}

function bookedCall(request: ModelRequest, outcome: CallOutcome, worstCase: NanoUsd): BookedCall | undefined {
  switch (outcome.type) {
    case 'used': {
      const { usage, cost, timing } = outcome;
      const above = cost > worstCase ? { aboveUsd: toUsd(cost - worstCase) } : {};
      return { request, usage, usd: toUsd(cost), ms: timing.totalMs, booked: 'used', ...above };
    }
    case 'unknown': {
      const usage = { input: 0, cached: 0, output: 0, reasoning: 0 };
      return { request, usage, usd: toUsd(worstCase), ms: 0, booked: 'unknown' };
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
  const counts = [usage.input, usage.cached, usage.output, usage.reasoning];
  return counts.every((count) => Number.isSafeInteger(count) && count >= 0) && usage.input + usage.output > 0;
}

/** Statuses with which the endpoint, or a gateway before it, gave up waiting for work that may have gone on. */
const gaveUpWaiting: ReadonlySet<number> = new Set([408, 502, 504, 520, 524]);

/**
 * Whether the endpoint may have done paid work before the call failed. An error status in place of an answer is not
 * billed, but for those of who gave up waiting. Without a status the failure came as an event, after the answer had
 * begun. A success whose body could not be read is an answer all the same.
 */
function mayBeBilled({ kind, status }: ModelFault): boolean {
  switch (kind) {
    case 'misconfigured':
    case 'no_key':
    case 'no_ledger':
    case 'unauthorized':
    case 'not_permitted':
    case 'unknown_model':
    case 'bad_request':
      return false;
    case 'unreachable':
      return status !== undefined && status >= 200 && status < 300;
    case 'rate_limited':
    case 'quota':
    case 'server':
      return status === undefined || gaveUpWaiting.has(status);
    case 'interrupted':
    case 'stalled':
      return true;
  }
}
