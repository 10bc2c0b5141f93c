import type { BatchClient, BatchIntent, BatchRequest, BatchResult, BatchState } from '../model/batch.ts';
import type { ModelFault } from '../model/fault.ts';
import type { BudgetRefusal } from '../model/modelClient.ts';
import { AlreadySettled, type Budgets, type CallOutcome, type Ledger, tighter } from './ledger.ts';
import { type BookedCall, type MeterDeps, outcomeOf, reserveOrSay, settleOrLeave } from './meteredModel.ts';
import { costOf, isAmount, toUsd } from './money.ts';
import { costOfBound, countedTokens } from './worstCase.ts';

/** What is set aside for a request of a batch. */
export interface BatchCall {
  readonly id: string;
  readonly reservation: number;
  /** In USD. */
  readonly usd: number;
}

/** A batch that is under way: all that is needed to go on with it after a restart, as plain JSON. */
export interface MeteredBatch {
  readonly state: BatchState;
  readonly calls: readonly BatchCall[];
}

/** A batch that is about to be made, with what is set aside for it. */
export interface MeteredIntent {
  readonly intent: BatchIntent;
  readonly calls: readonly BatchCall[];
}

export type BatchStart =
  | ({ readonly type: 'submitted' } & MeteredBatch)
  | BudgetRefusal
  | { readonly type: 'fault'; readonly fault: ModelFault };

export type BatchMeterDeps = Pick<
  MeterDeps,
  'ledger' | 'tiers' | 'budgets' | 'limits' | 'countTokens' | 'onCall'
>;

/** What a batch costs of its tier's price. */
const batchRate = 0.5;

export interface SubmitOptions {
  readonly mark: string;
  /** Keeps what is about to be made: without it a batch that was made as the process ended would be made again. */
  readonly onIntent: (intent: MeteredIntent) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Sets aside what all requests of a batch can cost and makes the batch. Where one does not fit, nothing is sent. */
export async function submitMetered(
  client: BatchClient,
  requests: readonly BatchRequest[],
  deps: BatchMeterDeps,
  { mark, onIntent, signal }: SubmitOptions,
): Promise<BatchStart> {
  const limits = deps.limits?.();
  const budgets = limits === undefined ? deps.budgets : tighter(deps.budgets, limits.budgets);
  const calls: BatchCall[] = [];
  for (const each of requests) {
    const set = await setAside(each, deps, budgets);
    if ('reservation' in set) calls.push(set);
    else {
      await giveBack(deps.ledger, calls);
      return set;
    }
  }
  const intent = client.intend(requests, mark);
  try {
    signal.throwIfAborted();
    await onIntent({ intent, calls });
    signal.throwIfAborted();
  } catch (error) {
    await giveBack(deps.ledger, calls);
    throw error;
  }
  const submitted = await client.submit(requests, intent, { signal });
  if (submitted.type === 'submitted') return { ...submitted, calls };
  // A batch whose making was not answered may be there all the same, and be worked on.
  const mayExist = outcomeOf(submitted, () => 0).type !== 'notSent';
  const found = mayExist ? await client.find(intent, { signal }) : undefined;
  if (found?.type === 'found') return { type: 'submitted', state: found.state, calls };
  await settleBatch(requests, calls, mayExist ? unheardOf : neverMade, deps);
  return submitted;
}

/** What is known of a batch that nobody will hear of again: it may have been worked on, and be billed. */
export const unheardOf = { replies: new Map(), outcome: 'completed' } as const;

/** Of one that was not made. */
export const neverMade = { replies: new Map(), outcome: 'cancelled' } as const;

async function setAside(
  { id, request }: BatchRequest,
  { tiers, ledger, countTokens }: BatchMeterDeps,
  budgets: Budgets,
): Promise<BatchCall | Exclude<BatchStart, { type: 'submitted' }>> {
  const tier = tiers[request.tier];
  const { model, provider, baseUrl } = tier;
  const bound = await countedTokens(request, tier, countTokens);
  const worstCase = Math.ceil(costOfBound(bound, tier) * batchRate);
  const fault = (kind: ModelFault['kind'], detail: string) =>
    ({ type: 'fault', fault: { kind, tier: request.tier, model, endpoint: baseUrl, detail } }) as const;
  if (!isAmount(worstCase)) return fault('misconfigured', 'a call at its prices costs what no call can');
  const { run, task, role } = request;
  const ticket = {
    ...{ run, task, role, tier: request.tier, model, provider },
    ...{ worstCase, worstTokens: bound.input + bound.output },
  };
  const answer = await reserveOrSay(ledger, { ticket, budgets });
  switch (answer.type) {
    case 'reserved':
      return { id, reservation: answer.id, usd: toUsd(worstCase) };
    case 'overBudget':
      return answer;
    case 'unavailable':
      return fault('no_ledger', answer.message);
  }
}

async function giveBack(ledger: Ledger, calls: readonly BatchCall[]): Promise<void> {
  for (const { reservation } of calls) await settleOrLeave(ledger, reservation, { type: 'notSent' });
}

/** Books what each request of a batch came to. What a batch had not come to when it ended is not billed. */
export async function settleBatch(
  requests: readonly BatchRequest[],
  calls: readonly BatchCall[],
  { replies, outcome }: Pick<Extract<BatchResult, { type: 'ended' }>, 'replies' | 'outcome'>,
  { ledger, tiers, onCall }: BatchMeterDeps,
): Promise<void> {
  const reservations = new Map(calls.map((call) => [call.id, call]));
  for (const { id, request } of requests) {
    const call = reservations.get(id);
    if (!call) continue;
    const { price } = tiers[request.tier];
    const reply = replies.get(id);
    const came: CallOutcome = reply
      ? outcomeOf(reply, (usage) => costOf(usage, price))
      : { type: outcome === 'completed' ? 'unknown' : 'notSent' };
    const isBooked = await settleOnce(ledger, call.reservation, came);
    if (isBooked === 'before') continue;
    if (came.type !== 'notSent') onCall?.(bookedCall(request, call, isBooked ? came : { type: 'unknown' }));
  }
}

/** A run that was cut off just here has booked some of them already. */
async function settleOnce(ledger: Ledger, id: number, outcome: CallOutcome): Promise<boolean | 'before'> {
  try {
    return await settleOrLeave(ledger, id, outcome);
  } catch (error) {
    if (error instanceof AlreadySettled) return 'before';
    throw error;
  }
}

function bookedCall(
  request: BatchRequest['request'],
  { usd }: BatchCall,
  outcome: Exclude<CallOutcome, { type: 'notSent' }>,
): BookedCall {
  if (outcome.type === 'used') {
    return { request, usage: outcome.usage, usd: toUsd(outcome.cost), ms: 0, booked: 'used' };
  }
  const usage = { input: 0, cached: 0, output: 0, reasoning: 0 };
  return { request, usage, usd, ms: 0, booked: 'unknown' };
}
