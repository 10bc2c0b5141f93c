import type { BatchClient, BatchIntent, BatchRequest, BatchResult, BatchState } from '../model/batch.ts';
import type { ModelFault } from '../model/fault.ts';
import type { BudgetRefusal } from '../model/modelClient.ts';
import { type AdmitDeps, admit, limitsNow } from './admit.ts';
import { AlreadySettled, type CallOutcome, callOf, type Ledger } from './ledger.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import { type AskedFor, bookedCall, type MeterDeps, outcomeOf, settleOrLeave } from './meteredModel.ts';
import { costOf, fromUsd, reducedRate, toUsd } from './money.ts';

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
  | {
      readonly type: 'fault';
      readonly fault: ModelFault;
      /** Nobody can tell whether the batch was made; it is booked at its worst case. */
      readonly isLost?: true;
    };

export type BatchMeterDeps = AdmitDeps & Pick<MeterDeps, 'onCall'>;

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
  const [first] = requests;
  if (first === undefined) throw new Error('a batch needs requests');
  const limits = limitsNow(deps);
  const calls: BatchCall[] = [];
  let intent: BatchIntent;
  try {
    for (const { id, request } of requests) {
      const call = await admit(request, deps, { limits, rate: reducedRate, mayCut: false, signal });
      if (call.type !== 'admitted') {
        await giveBack(deps.ledger, calls);
        return call;
      }
      calls.push({ id, reservation: call.id, usd: toUsd(call.reserved) });
    }
    intent = client.intend(requests, mark);
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
  await settleBatch(first.request, calls, mayExist ? unheardOf : neverMade, deps);
  return mayExist ? { ...submitted, isLost: true } : submitted;
}

/** What a batch came to. */
export type BatchOutcome = Pick<Extract<BatchResult, { type: 'ended' }>, 'replies' | 'outcome'>;

/** What is known of a batch that nobody will hear of again: it may have been worked on, and be billed. */
export const unheardOf: BatchOutcome = { replies: new Map(), outcome: 'completed' };

/** Of one that was not made. */
export const neverMade: BatchOutcome = { replies: new Map(), outcome: 'cancelled' };

async function giveBack(ledger: Ledger, calls: readonly BatchCall[]): Promise<void> {
  for (const { reservation } of calls) await settleOrLeave(ledger, reservation, { type: 'notSent' });
}

/**
 * Books what each call of a batch came to, whatever has become of the need for it since. What a batch had not come to
 * when it ended is not billed.
 */
export async function settleBatch(
  asked: AskedFor,
  calls: readonly BatchCall[],
  { replies, outcome }: BatchOutcome,
  { ledger, tiers, onCall }: BatchMeterDeps,
): Promise<void> {
  const { price } = tiers[asked.tier];
  for (const call of calls) {
    const reply = replies.get(call.id);
    const came: CallOutcome = reply
      ? outcomeOf(reply, (usage) => costOf(usage, price))
      : { type: outcome === 'completed' ? 'unknown' : 'notSent' };
    const isBooked = await settleOnce({ ledger, tiers }, asked, call, came);
    if (isBooked === 'before' || came.type === 'notSent') continue;
    const shown = bookedCall(asked, isBooked ? came : { type: 'unknown' }, fromUsd(call.usd));
    if (shown !== undefined) onCall?.(shown);
  }
}

/**
 * A run that was cut off just here has booked some of them already. Where the ledger was begun anew since the batch was
 * made, nothing is set aside for it any more: the bill is booked all the same.
 */
async function settleOnce(
  { ledger, tiers }: Pick<BatchMeterDeps, 'ledger' | 'tiers'>,
  { run, task, role, tier }: AskedFor,
  { reservation, usd }: BatchCall,
  outcome: CallOutcome,
): Promise<boolean | 'before'> {
  try {
    return await settleOrLeave(ledger, reservation, outcome);
  } catch (error) {
    if (!(error instanceof AlreadySettled)) throw error;
  }
  if (outcome.type === 'notSent') return 'before';
  try {
    if (await callOf(ledger, reservation)) return 'before';
    const { model, provider } = tiers[tier];
    const ticket = { run, task, role, tier, model, provider, worstCase: fromUsd(usd) };
    const anew = await ledger.reserve(ticket, noBudget);
    return anew.type === 'reserved' && (await settleOrLeave(ledger, anew.id, outcome));
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    return false;
  }
}

/** What was spent is spent, whatever it passes. */
const noBudget = { runUsd: Number.POSITIVE_INFINITY, dayUsd: Number.POSITIVE_INFINITY };
