import type { FileChanges } from '../edit/fileChanges.ts';
import type { Proposal } from '../edit/proposal.ts';
import type { Tier } from '../model/tier.ts';
import type { RunTask } from '../request/runTask.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { AttemptOutcome, Forecast, Job, PauseReason, RunOutcome } from './runEvent.ts';

export interface Attempt {
  readonly tier: Tier;
  readonly reason: string;
  /** Absent while it runs. */
  readonly end?: { readonly outcome: AttemptOutcome; readonly verdict?: Verdict; readonly note: string };
}

export interface Spend {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

export interface TaskState {
  readonly task: RunTask;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'dropped';
  readonly attempts: readonly Attempt[];
  /** What it does now, or what it came to. */
  readonly note: string;
  /** What it changed; empty until it is done. */
  readonly changes: FileChanges;
  readonly spend: Spend;
}

export type RunPhase =
  | { readonly type: 'running'; readonly step: string }
  | { readonly type: 'paused'; readonly reason: PauseReason }
  | { readonly type: 'ended'; readonly outcome: RunOutcome; readonly message: string };

/** What a run's events add up to: all that the panel shows and that a resumed run starts from. */
export interface RunState {
  readonly run: string;
  readonly job: Job;
  readonly startedAt: number;
  readonly budgetUsd: number;
  readonly phase: RunPhase;
  readonly summary: string;
  readonly forecast?: Forecast;
  readonly tasks: readonly TaskState[];
  readonly proposals: readonly Proposal[];
  readonly answer?: string;
  /** Calls outside tasks (gate, plan, label, review, answer), by role. */
  readonly overhead: readonly (Spend & { readonly role: string; readonly tier: Tier })[];
  readonly total: Spend;
}
