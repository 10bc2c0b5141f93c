import type { BudgetRefusal, CallTiming, Usage } from '../model/modelClient.ts';
import type { ModelTier, Provider, Role, Tier } from '../model/tier.ts';
import type { NanoUsd } from './money.ts';

/** The limits that hold for a call, all of them together; what is absent is not limited. */
export interface Budgets {
  readonly runUsd: number;
  /** Of all runs of a calendar day together. */
  readonly dayUsd: number;
  /** Of all runs of a calendar month together. */
  readonly monthUsd?: number;
  /** Of all runs of a workspace in a calendar month. */
  readonly workspaceMonthUsd?: number;
  /** Of all calls of a tier on a calendar day. */
  readonly tierDayUsd?: Readonly<Partial<Record<ModelTier, number>>>;
  /** Of a run: the limits that hold also where no price is known. */
  readonly runCalls?: number;
  /** Input and output tokens of a run together. */
  readonly runTokens?: number;
  /** How long a run may go on sending calls, since it was started or resumed. */
  readonly runMinutes?: number;
}

/** A call about to be made, with its worst case. */
export interface CallTicket {
  readonly run: string;
  readonly task: string;
  readonly role: Role;
  readonly tier: ModelTier;
  readonly model: string;
  readonly provider?: Provider;
  /** The workspace that the call is for, by a name of the host's. */
  readonly workspace?: string;
  readonly worstCase: NanoUsd;
  /** The worst case in tokens, input and output together. */
  readonly worstTokens?: number;
  /** The worst case with the least output that is still of use; absent: the call is made as it is or not at all. */
  readonly least?: { readonly cost: NanoUsd; readonly tokens: number };
  /** Milliseconds from the end of the task's call before: its tools and checks. */
  readonly toolMs?: number;
}

export interface Reservation {
  readonly type: 'reserved';
  readonly id: number;
  /** What was set aside, where that is less than the worst case: the call's output has to be cut to it. */
  readonly granted?: { readonly cost: NanoUsd; readonly tokens: number };
}

/** How a reserved call ended. `unknown`: the endpoint may have billed it and did not say; the worst case is booked. */
export type CallOutcome =
  | { readonly type: 'used'; readonly usage: Usage; readonly cost: NanoUsd; readonly timing: CallTiming }
  | { readonly type: 'unknown' }
  | { readonly type: 'notSent' };

/** One finished task: what the pass rates are made of. */
export interface TaskRow {
  readonly run: string;
  readonly task: string;
  readonly kind: string;
  readonly tier: Tier;
  readonly model: string;
  readonly passed: boolean;
  /** What the attempt came to, in a word; absent: `passed` or `failed`. */
  readonly verdict?: string;
}

export interface ReportRow {
  readonly key: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  /** The part of `usd` that is our guess, since the endpoint does not count its tokens. */
  readonly estimatedUsd: number;
  readonly tasks: number;
  readonly passed: number;
}

export interface Report {
  readonly totalUsd: number;
  readonly todayUsd: number;
  readonly estimatedUsd: number;
  readonly byTier: readonly ReportRow[];
  readonly byKind: readonly ReportRow[];
  readonly byModel: readonly ReportRow[];
  readonly byDay: readonly ReportRow[];
}

/**
 * A call as the ledger has it, for export. `reserved`: under way. `unknown` and `expired`: nobody said what it came
 * to, and the worst case stands. Times are milliseconds; null is what is not known.
 */
export interface CallRow {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly run: string;
  readonly task: string;
  readonly role: string;
  /** The task's kind for a worker's call, the role for all others. */
  readonly kind: string;
  readonly tier: string;
  readonly provider: string;
  readonly model: string;
  readonly workspace: string;
  readonly state: 'reserved' | 'used' | 'unknown' | 'expired' | 'notSent';
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly cacheWrittenTokens: number;
  readonly reasoningTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  readonly estimated: boolean;
  readonly rate: string | null;
  readonly firstTokenMs: number | null;
  readonly modelMs: number | null;
  readonly toolMs: number | null;
  readonly queueMs: number | null;
  /** What the attempt that the call was made for came to. */
  readonly verdict: string | null;
}

/**
 * Where money is counted: one file for all windows and runs. `reserve` and `settle` reject with LedgerUnavailable where
 * the file can't be had; what has no money in it (`recordTask`) is passed over then.
 */
export interface Ledger {
  /** Sets a call's worst case aside, or says which budget it would pass; one transaction over all budgets. */
  reserve(ticket: CallTicket, budgets: Budgets): Promise<Reservation | BudgetRefusal>;
  /** Books what the call came to, in place of its reservation. Ids are of one ledger: one that is begun anew has others. */
  settle(id: number, outcome: CallOutcome): Promise<void>;
  /** Notes what an attempt came to, and links it with the calls that were made for it. */
  recordTask(row: TaskRow): Promise<void>;
  /** Spent and reserved, in USD. */
  spentUsd(scope: { readonly run: string } | 'today'): Promise<number>;
  report(): Promise<Report>;
  /** The calls with an id above `after`, in their order, `limit` at most. */
  calls(page: { readonly after: number; readonly limit: number }): Promise<readonly CallRow[]>;
}

/** A call was settled that is not there, or was settled before: a second outcome would make the sums wrong. */
export class AlreadySettled extends Error {
  override readonly name = 'AlreadySettled';

  constructor(id: number) {
    super(`call ${id} is not in the ledger or was already settled`);
  }
}

/** A call by its id; undefined where the ledger has none of it, as one that was begun since. */
export async function callOf(ledger: Pick<Ledger, 'calls'>, id: number): Promise<CallRow | undefined> {
  const [row] = await ledger.calls({ after: id - 1, limit: 1 });
  return row?.id === id ? row : undefined;
}

/** The ledger for the runs of one workspace: what they spend counts for its budget. */
export function inWorkspace(ledger: Ledger, workspace: string): Ledger {
  return { ...ledger, reserve: (ticket, budgets) => ledger.reserve({ ...ticket, workspace }, budgets) };
}

/** The ledger for a run of which it has forgotten so much, in USD: that counts for the run's budget all the same. */
export function withForgotten(ledger: Ledger, run: string, usd: number): Ledger {
  return {
    ...ledger,
    async reserve(ticket, budgets) {
      if (ticket.run !== run) return ledger.reserve(ticket, budgets);
      const { runUsd } = budgets;
      const answer = await ledger.reserve(ticket, { ...budgets, runUsd: Math.max(0, runUsd - usd) });
      const isOfRun = answer.type === 'overBudget' && answer.budget === 'run';
      return isOfRun ? { ...answer, limitUsd: runUsd, spentUsd: answer.spentUsd + usd } : answer;
    },
  };
}

/** Both limits together: of each the lower one holds. */
export function tighter(a: Budgets, b: Budgets): Budgets {
  const tierDayUsd = lower(a.tierDayUsd ?? {}, b.tierDayUsd ?? {});
  return { ...lower(a, b), ...(Object.keys(tierDayUsd).length > 0 && { tierDayUsd }) };
}

function lower<T extends object>(a: T, b: T): T {
  const limits = (of: T) => Object.entries(of).filter(([, limit]) => typeof limit === 'number');
  const result: Record<string, number> = Object.fromEntries(limits(a));
  for (const [name, limit] of limits(b)) result[name] = Math.min(limit, result[name] ?? limit);
  return result as T;
}
