import type { HunkDecision, Proposal, ProposedFile } from '../../edit/proposal/proposal.ts';
import type { MeteredBatch, MeteredIntent } from '../../ledger/meteredBatch.ts';
import type { ImagePart } from '../../model/image.ts';
import type { Usage } from '../../model/modelClient.ts';
import type { ModelTier, Role, Tier } from '../../model/tier.ts';
import type { Label } from '../../request/label.ts';
import type { Plan } from '../../request/plan.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { TaskKind } from '../../routing/taskKind.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { PaidReply } from './paidReplies.ts';

/** What a run was started for. */
export type Job =
  | {
      readonly type: 'request';
      readonly text: string;
      /** What the user has pasted or dropped beside it. */
      readonly images?: readonly ImagePart[];
      /** What it is called in lists; absent: its text. */
      readonly title?: string;
      /** Set where the user has chosen what is to be done, so that no gate has to tell. */
      readonly gate?: ChosenGate;
    }
  | { readonly type: 'fixProblem'; readonly diagnostic: Diagnostic }
  /** All problems of the workspace, of one file, or of a list that the user has picked. */
  | {
      readonly type: 'fixProblems';
      readonly file?: string;
      readonly only?: PickedProblems;
      /** The name of the folder, where there are several; for people. */
      readonly folder?: string;
    }
  | DebugJob;

/** What a gate would have found out. */
export interface ChosenGate {
  readonly route: 'answer' | 'single_edit';
  readonly kind: TaskKind;
  readonly files: readonly string[];
}

/** Problems that belong together, under a name for people. */
export interface PickedProblems {
  readonly title: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** A command that fails, or an exception that the debugger stopped at. */
export type DebugJob =
  | { readonly type: 'debug'; readonly cause: 'command'; readonly command: string }
  | {
      readonly type: 'debug';
      readonly cause: 'exception';
      /** In a line: what was thrown. */
      readonly title: string;
      /** What the debugger showed: exception, stack, variables. Data, never an instruction. */
      readonly evidence: string;
      /** The files of the stack that are in the workspace, innermost first. */
      readonly files: readonly string[];
    };

export interface Forecast {
  readonly lowUsd: number;
  readonly highUsd: number;
}

/** Why a run stands still and can go on: nothing done so far is lost. */
export type PauseReason =
  | { readonly type: 'plan'; readonly message: string }
  | { readonly type: 'budget'; readonly message: string }
  | { readonly type: 'fault'; readonly message: string; readonly fault: string }
  | { readonly type: 'interrupted'; readonly message: string };

/** A file that has problems and can't be worked on; `reason` as the end of a sentence. */
export interface Unworkable {
  readonly path: string;
  readonly reason: string;
  readonly problems: number;
}

/** A file that a task changed: what it held when the work began, and what it is to hold (null: no file). */
export interface FileChange {
  readonly path: string;
  readonly base: string | null;
  readonly content: string | null;
}

/** A fix that is offered beside others, because nothing but the user can tell which one is meant. */
export interface AlternativeFix {
  readonly title: string;
  /** What speaks for it or against it. */
  readonly reason: string;
  readonly changes: readonly FileChange[];
  readonly verdict: Verdict;
}

/**
 * All that happens in a run, in order. The journal is the list of these; a run's state is their fold; the CLI prints
 * them line by line.
 */
export type RunEvent =
  | {
      readonly type: 'run-start';
      readonly run: string;
      readonly job: Job;
      readonly time: number;
      readonly budgetUsd: number;
      readonly ceiling: Tier;
    }
  /** The user may have raised the budget meanwhile: a resumed run goes by what is set now. */
  | {
      readonly type: 'run-resume';
      readonly time: number;
      readonly budgetUsd: number;
      /** What the ledger holds for calls that were under way when the run was cut off, and that told it nothing. */
      readonly lostUsd?: number;
    }
  | {
      readonly type: 'gate-end';
      readonly route: 'answer' | 'single_edit' | 'plan';
      readonly kind: TaskKind;
      readonly files: readonly string[];
    }
  | {
      readonly type: 'diagnostics-found';
      readonly diagnostics: readonly Diagnostic[];
      readonly notChecked: readonly { readonly path: string; readonly reason: string }[];
      /** How many files a server looked at; absent in journals of before it was kept. */
      readonly checked?: number;
    }
  /** A batch of labels is about to be made: where nothing more is heard of it, it is looked for at the endpoint. */
  | {
      readonly type: 'label-batch-start';
      readonly batch: MeteredIntent;
      /** The keys of the templates that each of its calls asks about; absent in journals of before they were kept. */
      readonly kinds?: readonly (readonly string[])[];
    }
  /** There is no such batch, or none that anybody will hear of: what was set aside for it is booked. */
  | { readonly type: 'label-batch-lost' }
  /** Labels are worked on in a batch: after a restart it is waited for again, and not paid for twice. */
  | { readonly type: 'label-batch'; readonly batch: MeteredBatch }
  /** What the batch came to is booked, and stands before this: that is not done again, whatever becomes of the ledger. */
  | { readonly type: 'label-batch-booked' }
  | { readonly type: 'label-end'; readonly labels: readonly Label[] }
  | {
      readonly type: 'plan-end';
      readonly plan: Plan;
      readonly tasks: readonly RunTask[];
      readonly forecast: Forecast;
    }
  /** Tasks made from diagnostics, as they become known. */
  | { readonly type: 'tasks-added'; readonly tasks: readonly RunTask[] }
  /** The reviewer wants a task done again, for this reason; in journals of before `review-end` said so itself. */
  | { readonly type: 'task-revise'; readonly task: string; readonly reason: string }
  /** A task turned out to change files that another one has changed: it is done again on top of that. */
  | {
      readonly type: 'task-depends';
      readonly task: string;
      readonly on: string;
      readonly files: readonly string[];
    }
  /**
   * Some of a task's problems are mended, by what mended others or by an attempt that left the rest: they are a task of
   * their own, which is under way, and what is left stays with the task. So what is proven stays, whatever comes of that.
   */
  | {
      readonly type: 'task-split';
      readonly task: string;
      readonly left: readonly Diagnostic[];
      readonly part: RunTask;
    }
  /** What the run does now, for people. */
  | { readonly type: 'step'; readonly text: string }
  /** Language-server fixes were tried on all diagnostics; these are left. */
  | {
      readonly type: 'quick-fixes-end';
      readonly remaining: readonly Diagnostic[];
      /** What is left beside these in files that no edit can be made of; absent where there is none. */
      readonly unworkable?: readonly Unworkable[];
    }
  | { readonly type: 'plan-approved' }
  /** The user changed the plan before it started: these are its tasks now. `message` is what it waits with. */
  | {
      readonly type: 'plan-edit';
      readonly tasks: readonly RunTask[];
      readonly forecast: Forecast;
      readonly message: string;
    }
  /** The user wants a task that came to nothing done again, on this tier. */
  | { readonly type: 'task-retry'; readonly task: string; readonly tier: ModelTier }
  | { readonly type: 'task-start'; readonly task: string; readonly time?: number }
  | {
      readonly type: 'attempt-start';
      readonly time?: number;
      readonly task: string;
      readonly attempt: number;
      readonly tier: Tier;
      readonly reason: string;
    }
  | { readonly type: 'task-note'; readonly task: string; readonly text: string }
  /** Language-server fixes that pass the check and were not taken: the user may want one of them. */
  | { readonly type: 'alternatives'; readonly task: string; readonly fixes: readonly AlternativeFix[] }
  | ({
      readonly type: 'attempt-end';
      readonly time?: number;
      readonly task: string;
      readonly attempt: number;
      readonly tier: Tier;
    } & AttemptEnd)
  /** What was paid for, before anything is made of it: a run that is cut off does not pay for it again. */
  | ({ readonly type: 'reply' } & PaidReply)
  | {
      readonly type: 'call-end';
      /** Milliseconds since 1970; absent in journals of before there were times. */
      readonly time?: number;
      readonly task: string;
      readonly role: Role;
      readonly tier: Tier;
      readonly model: string;
      readonly usage: Usage;
      readonly usd: number;
      readonly ms: number;
      /** How far that is above the most that was reckoned with: the endpoint counts what it should not. */
      readonly aboveUsd?: number;
    }
  | {
      readonly type: 'task-end';
      readonly time?: number;
      readonly task: string;
      readonly outcome: 'done' | 'failed' | 'dropped';
      readonly tier: Tier;
      readonly changes: readonly FileChange[];
      readonly note: string;
      /** Nobody was asked for it, since others of the same cause came to nothing; absent in older journals. */
      readonly isLeftOut?: true;
    }
  | {
      readonly type: 'review-end';
      readonly verdict: 'accept' | 'revise' | 'reject';
      readonly summary: string;
      readonly tasks: readonly {
        readonly id: string;
        readonly verdict: 'accept' | 'revise' | 'reject';
        readonly reason: string;
      }[];
      /** What becomes of tasks, those that build on others included; absent in journals of before it was kept. */
      readonly decisions?: readonly ReviewDecision[];
    }
  | { readonly type: 'proposal'; readonly proposal: Proposal }
  /** What one of those found who read for a question side by side. */
  | { readonly type: 'finding'; readonly part: number; readonly text: string }
  | { readonly type: 'answer'; readonly text: string }
  | {
      readonly type: 'hunks-decided';
      readonly proposal: string;
      readonly path: string;
      readonly hunks: readonly number[];
      readonly decision: HunkDecision;
      /** Why they are stale. */
      readonly reason?: string;
    }
  /** The user wrote a proposed file otherwise: what was checked is not what it holds now. */
  | { readonly type: 'file-edit'; readonly proposal: string; readonly file: ProposedFile }
  | { readonly type: 'run-pause'; readonly reason: PauseReason }
  | {
      readonly type: 'run-end';
      readonly outcome: RunOutcome;
      readonly message: string;
      readonly time: number;
    };

/** A task that the reviewer wants done again, or not at all. */
export interface ReviewDecision {
  readonly task: string;
  readonly verdict: 'revise' | 'reject';
  readonly reason: string;
}

/** What an attempt came to. */
export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  readonly verdict?: Verdict;
  /**
   * What it had changed. After one that failed the next learns from it; of one that its task is done with it is kept
   * until the task ends, so that a run that is cut off here need not do it again.
   */
  readonly changes?: readonly FileChange[];
  readonly note: string;
  /** It failed in the same way again and again: the next attempt is a tier up. */
  readonly isStuck?: boolean;
  /** The task is done with it and has not ended yet. */
  readonly isDone?: true;
}

export type AttemptOutcome =
  | 'passed'
  | 'failed'
  | 'unchecked'
  | 'malformed'
  | 'refused'
  | 'noEdit'
  | 'stopped';

/** `partial`: some of the work is there, some could not be done. */
export type RunOutcome = 'done' | 'partial' | 'failed' | 'cancelled';
