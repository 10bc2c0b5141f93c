import type { ModelFault } from '../model/fault.ts';
import type { BudgetRefusal, ModelRequest } from '../model/modelClient.ts';
import { isAbove, type Tier, type TierTable } from '../model/tier.ts';
import { type Budgets, type CallTicket, type Ledger, tighter } from './ledger.ts';
import { LedgerUnavailable } from './ledgerUnavailable.ts';
import { isAmount, type NanoUsd } from './money.ts';
import { leastBound, outputFor } from './outputCap.ts';
import { costOfBound, countedTokens, type TokenCounter } from './worstCase.ts';

export interface AdmitDeps {
  readonly ledger: Ledger;
  readonly tiers: TierTable;
  readonly budgets: Budgets;
  /** What the user has set by now, asked for each call: a limit that was lowered holds at once. */
  readonly limits?: () => { readonly budgets: Budgets; readonly ceiling: Tier };
  /** Makes the worst cases tighter; without it they go by bytes. */
  readonly countTokens?: TokenCounter;
}

/** What holds for a call: the budgets of the start, or what the user has set since where that is less. */
export interface Limits {
  readonly budgets: Budgets;
  readonly ceiling?: Tier;
  /** What the user has set for a run by now, in USD. */
  readonly runUsd?: number;
}

/** What holds now. */
export function limitsNow({ budgets, limits }: Pick<AdmitDeps, 'budgets' | 'limits'>): Limits {
  const set = limits?.();
  if (set === undefined) return { budgets };
  return { budgets: tighter(budgets, set.budgets), ceiling: set.ceiling, runUsd: set.budgets.runUsd };
}

/** A call that may be sent, with what is set aside for it. */
export interface Admission {
  readonly type: 'admitted';
  /** The reservation in the ledger. */
  readonly id: number;
  readonly reserved: NanoUsd;
  /** What may be sent: with less room for the answer than was asked for, where no more fits the budgets. */
  readonly request: ModelRequest;
}

export interface AdmitOptions {
  readonly limits: Limits;
  /** What is billed of the tier's price, 0 to 1. */
  readonly rate: number;
  /** Whether a request that does not fit may be cut to what does, if that is still of use. */
  readonly mayCut: boolean;
  /** Milliseconds that tools took before the call. */
  readonly toolMs?: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sets the worst case of a call aside in the ledger, or says why it may not be sent. Rejects with the signal's reason
 * before anything is set aside.
 */
export async function admit(
  asked: ModelRequest,
  deps: AdmitDeps,
  { limits, rate, mayCut, toolMs, signal }: AdmitOptions,
): Promise<Admission | BudgetRefusal | { readonly type: 'fault'; readonly fault: ModelFault }> {
  const settings = deps.tiers[asked.tier];
  const { model, provider, baseUrl } = settings;
  const endpoint = provider === 'vscode' ? 'VS Code' : baseUrl;
  const refused = (kind: 'misconfigured' | 'no_ledger', detail: string) =>
    ({ type: 'fault', fault: { kind, tier: asked.tier, model, endpoint, detail } }) as const;
  const { ceiling } = limits;
  if (ceiling !== undefined && isAbove(asked.tier, ceiling)) {
    return refused('misconfigured', `no tier above ${ceiling} may be used any more`);
  }
  const bound = await countedTokens(asked, settings, deps.countTokens);
  signal.throwIfAborted();
  const worstCase = Math.ceil(costOfBound(bound, settings) * rate);
  if (!isAmount(worstCase)) return refused('misconfigured', 'a call at its prices costs what no call can');
  const least = leastBound(asked, bound);
  const { run, task, role, tier } = asked;
  const ticket: CallTicket = {
    ...{ run, task, role, tier, model, provider },
    worstCase,
    worstTokens: bound.input + bound.output,
    ...(mayCut && { least: { cost: costOfBound(least, settings), tokens: least.input + least.output } }),
    ...(toolMs !== undefined && { toolMs }),
  };
  const answer = await reserveOrSay(deps.ledger, ticket, limits.budgets);
  switch (answer.type) {
    case 'reserved': {
      const { id, granted } = answer;
      if (!granted) return { type: 'admitted', id, reserved: worstCase, request: asked };
      const request = { ...asked, maxOutputTokens: outputFor(granted, bound, settings) };
      return { type: 'admitted', id, reserved: granted.cost, request };
    }
    case 'overBudget': {
      const { runUsd = 0 } = limits;
      const isOfStart = answer.budget === 'run' && answer.limitUsd < runUsd;
      return isOfStart ? { ...answer, setUsd: runUsd } : answer;
    }
    case 'unavailable':
      return refused('no_ledger', answer.message);
  }
}

/** Sets a call's worst case aside; where the ledger can't be had, says why. */
async function reserveOrSay(ledger: Ledger, ticket: CallTicket, budgets: Budgets) {
  try {
    return await ledger.reserve(ticket, budgets);
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    return { type: 'unavailable', message: error.message } as const;
  }
}
