import type { ModelFault } from '../model/fault.ts';
import type { BudgetRefusal, ModelClient, ModelReply, ModelRequest, Usage } from '../model/modelClient.ts';
import type { TierTable } from '../model/tier.ts';
import type { Budgets, CallOutcome, Ledger } from './ledger.ts';
import { costOf, type NanoUsd, toUsd } from './money.ts';
import { leastBound, outputFor } from './outputCap.ts';
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
}

export interface MeterDeps {
  /** One send must be one billed request: whoever repeats a stream that had begun does so above the meter. */
  readonly endpoint: ModelClient;
  readonly ledger: Ledger;
  readonly tiers: TierTable;
  readonly budgets: Budgets;
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
  const start = deps.now?.() ?? 0;
  const clocks = taskClocks(deps.now);
  return {
    async send(asked, options) {
      options.signal.throwIfAborted();
      const late = timeRefusal(deps, start);
      if (late) return late;
      const tier = deps.tiers[asked.tier];
      const { run, task, role } = asked;
      const bound = await countedTokens(asked, tier, deps.countTokens);
      options.signal.throwIfAborted();
      const worstCase = costOfBound(bound, tier);
      const least = leastBound(asked, bound);
      const toolMs = clocks.begin(task);
      let request = asked;
      let reservedCost = worstCase;
      const answer = await deps.ledger.reserve(
        {
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
        deps.budgets,
      );
      if (answer.type === 'overBudget') {
        clocks.end(task);
        return answer;
      }
      if (answer.granted) {
        reservedCost = answer.granted.cost;
        request = { ...asked, maxOutputTokens: outputFor(answer.granted, bound, tier) };
      }

      const book = async (outcome: CallOutcome) => {
        clocks.end(task);
        await deps.ledger.settle(answer.id, outcome);
        const call = bookedCall(request, outcome, reservedCost);
        if (call !== undefined) deps.onCall?.(call);
      };
      if (options.signal.aborted) {
        await book({ type: 'notSent' });
        options.signal.throwIfAborted();
      }
      let reply: ModelReply;
      let isWaiting = false;
      const onQueue = (waits: boolean) => {
        isWaiting = waits;
        options.onQueue?.(waits);
      };
      try {
        reply = await deps.endpoint.send(request, { ...options, onQueue });
      } catch (error) {
        await book({ type: isWaiting ? 'notSent' : 'unknown' });
        throw error;
      }
      await book(outcomeOf(reply, (usage) => costOf(usage, tier.price)));
      return reply;
    },
  };
}

function timeRefusal({ budgets, now }: MeterDeps, start: number): BudgetRefusal | undefined {
  const limit = budgets.runMinutes;
  if (limit === undefined || now === undefined) return undefined;
  const used = (now() - start) / 60_000;
  return used < limit ? undefined : { type: 'overBudget', budget: 'minutes', limit, used, needed: 0 };
}

function bookedCall(request: ModelRequest, outcome: CallOutcome, worstCase: NanoUsd): BookedCall | undefined {
  switch (outcome.type) {
    case 'used': {
      const { usage, cost, timing } = outcome;
      return { request, usage, usd: toUsd(cost), ms: timing.totalMs, booked: 'used' };
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
function outcomeOf(reply: ModelReply, price: (usage: Usage) => NanoUsd): CallOutcome {
  switch (reply.type) {
    case 'completed':
    case 'refused':
    case 'cutOff':
      if (!isBillable(reply.usage)) return { type: 'unknown' };
      return { type: 'used', usage: reply.usage, cost: price(reply.usage), timing: reply.timing };
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

/**
 * Whether the endpoint may have done paid work before the call failed. An error status in place of an answer is not
 * billed, but for a gateway's 502 and 504: the server behind it may have gone on with the work. Without a status the
 * failure came as an event, after the answer had begun.
 */
function mayBeBilled(fault: ModelFault): boolean {
  switch (fault.kind) {
    case 'misconfigured':
    case 'no_key':
    case 'unauthorized':
    case 'not_permitted':
    case 'unknown_model':
    case 'unreachable':
    case 'bad_request':
      return false;
    case 'rate_limited':
    case 'quota':
    case 'server':
      return fault.status === undefined || fault.status === 502 || fault.status === 504;
    case 'interrupted':
    case 'stalled':
      return true;
  }
}
