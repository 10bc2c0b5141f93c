import type { BudgetRefusal, CallTiming, Usage } from '../model/modelClient.ts';
import type { ModelTier, Role, Tier } from '../model/tier.ts';
import type { NanoUsd } from './money.ts';

/** The caps that hold for a run, in USD. */
export interface Budgets {
  readonly runUsd: number;
  readonly dayUsd: number;
}

/** A call about to be made, with its worst case. */
export interface CallTicket {
  readonly run: string;
  readonly task: string;
  readonly role: Role;
  readonly tier: ModelTier;
  readonly model: string;
  readonly worstCase: NanoUsd;
}

export interface Reservation {
  readonly type: 'reserved';
  readonly id: number;
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
}

export interface ReportRow {
  readonly key: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  readonly tasks: number;
  readonly passed: number;
}

export interface Report {
  readonly totalUsd: number;
  readonly todayUsd: number;
  readonly byTier: readonly ReportRow[];
  readonly byKind: readonly ReportRow[];
  readonly byModel: readonly ReportRow[];
  readonly byDay: readonly ReportRow[];
}

/** Where money is counted: one file for all windows and runs. */
export interface Ledger {
  /** Sets a call's worst case aside, or says which budget it would pass; one transaction over all budgets. */
  reserve(ticket: CallTicket, budgets: Budgets): Promise<Reservation | BudgetRefusal>;
  /** Books what the call came to, in place of its reservation. */
  settle(id: number, outcome: CallOutcome): Promise<void>;
  recordTask(row: TaskRow): Promise<void>;
  /** Spent and reserved, in USD. */
  spentUsd(scope: { readonly run: string } | 'today'): Promise<number>;
  report(): Promise<Report>;
}
