import type { Proposal } from '../../edit/proposal/proposal.ts';
import type { MeteredBatch, MeteredIntent } from '../../ledger/meteredBatch.ts';
import type { Tier } from '../../model/tier.ts';
import type { Label } from '../../request/label.ts';
import type { ReviewAnswer } from '../../request/review.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { TaskKind } from '../../routing/taskKind.ts';
import type { NotChecked } from '../../verify/checker.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { PaidReply } from './paidReplies.ts';
import type {
  AlternativeFix,
  AttemptEnd,
  FileChange,
  Forecast,
  Job,
  PauseReason,
  RunOutcome,
  Unworkable,
} from './runEvent.ts';

export interface Attempt {
  readonly tier: Tier;
  readonly reason: string;
  /** What it said of its steps, one after the other; absent where it said nothing. */
  readonly notes?: readonly string[];
  /** Milliseconds since 1970; absent where the journal does not say. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Absent while it runs. */
  readonly end?: AttemptEnd;
}

export interface Spend {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

/** What has cost nothing yet. */
export const noSpend: Spend = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, usd: 0 };

export interface TaskState {
  readonly task: RunTask;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'dropped';
  /** The tier of the newest attempt; `none` before the first. */
  readonly tier: Tier;
  readonly attempts: readonly Attempt[];
  /** What it does now, or what it came to. */
  readonly note: string;
  /** What it changed on top of the tasks before it; empty until it is done. */
  readonly changes: readonly FileChange[];
  /** Fixes that were not taken, to be offered where the task comes to nothing better. */
  readonly alternatives?: readonly AlternativeFix[];
  readonly spend: Spend;
  /** Milliseconds since 1970, of its first start and of its end; absent before, and where the journal does not say. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** How many attempts it had when the user wanted it done again: routing begins anew behind them. */
  readonly retriedAt?: number;
  /** Nobody was asked for it, since others of the same cause came to nothing. */
  readonly isLeftOut?: true;
  /** The task that it was split off from. */
  readonly partOf?: string;
  /** Why the reviewer sent it back. */
  readonly revision?: string;
}

export type RunPhase =
  | { readonly type: 'running'; readonly step: string }
  | { readonly type: 'paused'; readonly reason: PauseReason }
  | { readonly type: 'ended'; readonly outcome: RunOutcome; readonly message: string };

export interface Overhead extends Spend {
  readonly role: string;
  readonly tier: Tier;
}

/** What a run's events add up to: all that the panel shows and that a resumed run starts from. */
export interface RunState {
  readonly run: string;
  readonly job: Job;
  readonly startedAt: number;
  readonly budgetUsd: number;
  readonly phase: RunPhase;
  readonly summary: string;
  readonly forecast?: Forecast;
  readonly planApproved: boolean;
  readonly gate?: {
    readonly route: 'answer' | 'single_edit' | 'plan';
    readonly kind: TaskKind;
    readonly files: readonly string[];
  };
  readonly found?: {
    readonly diagnostics: readonly Diagnostic[];
    readonly notChecked: readonly NotChecked[];
    readonly checked?: number;
  };
  /** What language-server fixes did not solve; absent until they were tried. */
  readonly remaining?: readonly Diagnostic[];
  /** What is left beside these in files that no edit can be made of; absent where there is none. */
  readonly unworkable?: readonly Unworkable[];
  readonly labels?: readonly Label[];
  /** A batch of labels that was about to be made, until it is known whether it was. */
  readonly batchIntent?: MeteredIntent;
  /** The keys of the templates that each call of it, or of the batch made of it, asks about. */
  readonly batchKinds?: readonly (readonly string[])[];
  /** There was no batch, or none that will be heard of: the labels are asked for one by one. */
  readonly isBatchLost?: true;
  /** Where labels are, or were, waited for from. */
  readonly labelBatch?: MeteredBatch;
  /** What it came to stands in the ledger and in the total, and is not booked again. */
  readonly isBatchBooked?: true;
  readonly review?: ReviewAnswer;
  readonly tasks: readonly TaskState[];
  readonly proposals: readonly Proposal[];
  /** The ids of proposals that are no more, which no others may have; absent where there are none. */
  readonly pastProposals?: readonly string[];
  /** What was found for a question, part by part. */
  readonly findings?: readonly { readonly part: number; readonly text: string }[];
  readonly answer?: string;
  /** Paid for, with nothing made of it yet; absent where there is none. */
  readonly paid?: readonly PaidReply[];
  /** Calls outside tasks (gate, plan, label, review, answer), by role. */
  readonly overhead: readonly Overhead[];
  readonly total: Spend;
  /** How much of the total no call was reckoned to cost; absent where none of it. */
  readonly aboveUsd?: number;
}

/** Whether a run stands still until its plan is started. */
export function waitsWithPlan({ phase }: Pick<RunState, 'phase'>): boolean {
  return phase.type === 'paused' && phase.reason.type === 'plan';
}

/** Whether it stands still for want of a key; one that was not accepted is mended in the same way. */
export function needsKey({ phase }: Pick<RunState, 'phase'>): boolean {
  if (phase.type !== 'paused' || phase.reason.type !== 'fault') return false;
  return ['no_key', 'unauthorized'].includes(phase.reason.fault);
}

/** The attempts that say where a task is worked on next: those since the user wanted it done again. */
export function attemptsSinceRetry({ attempts, retriedAt = 0 }: TaskState): readonly Attempt[] {
  return attempts.slice(retriedAt);
}

/** A task of the run; asking for one that is not there is a bug. */
export function taskState(state: RunState, id: string): TaskState {
  const found = state.tasks.find(({ task }) => task.id === id);
  if (!found) throw new Error(`the run has no task ${id}`);
  return found;
}
