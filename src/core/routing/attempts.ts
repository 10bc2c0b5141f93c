import type { ModelTier, Role } from '../model/tier.ts';

/**
 * What an attempt came to. Only what a check has verified is `passed`; `unchecked` says nothing of the tier either
 * way. `invalid`: an answer that could not be read or applied.
 */
export const attemptResults = ['passed', 'failed', 'invalid', 'refused', 'unchecked'] as const;
export type AttemptResult = (typeof attemptResults)[number];

/** One attempt of a model at a task. */
export interface AttemptRow {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly run: string;
  readonly task: string;
  readonly kind: string;
  readonly tier: ModelTier;
  readonly model: string;
  readonly result: AttemptResult;
  readonly usd: number;
  /** From the start of the attempt to its verdict. */
  readonly ms: number;
  /** Lines that the edit takes out and puts in; 0 without one. */
  readonly lines: number;
  /** How many worked on it side by side. */
  readonly candidates: number;
  /** It had the evidence of an earlier attempt, so that it says nothing of how often the tier passes at once. */
  readonly escalated: boolean;
  /** It was made beside the run, to compare tiers, and never shown. */
  readonly shadow: boolean;
}

/** What a run was expected to cost, and did. */
export interface ForecastRow {
  readonly time: number;
  readonly run: string;
  readonly lowUsd: number;
  readonly highUsd: number;
  readonly actualUsd: number;
}

/** An answer, or a call of a tool, that could not be read or had not the shape that was asked for. */
export interface MalformedRow {
  readonly time: number;
  readonly run: string;
  readonly role: Role;
  readonly tier: ModelTier;
  readonly model: string;
  /** It was asked for a second time already. */
  readonly isRepair: boolean;
}

export interface History {
  /** Newest first. */
  readonly attempts: readonly AttemptRow[];
  readonly forecasts: readonly ForecastRow[];
  readonly malformed: readonly MalformedRow[];
}

export const noHistory: History = { attempts: [], forecasts: [], malformed: [] };

/** What one workspace has seen of its tiers: a port, so that the core need not know where it is kept. */
export interface AttemptLog {
  record(row: AttemptRow): Promise<void>;
  /** The last one of a run counts. */
  recordForecast(row: ForecastRow): Promise<void>;
  recordMalformed(row: MalformedRow): Promise<void>;
  history(): Promise<History>;
  /** Forgets all of this workspace. Money that was spent stays in the ledger. */
  forget(): Promise<void>;
}
