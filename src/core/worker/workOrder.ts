import type { IndexedWorkspace } from '../context/findFiles.ts';
import type { FileChanges } from '../edit/fileChanges.ts';
import type { Overlay } from '../edit/overlay.ts';
import type { ModelFault } from '../model/fault.ts';
import type { BudgetRefusal, ModelClient } from '../model/modelClient.ts';
import type { Tier, TierTable } from '../model/tier.ts';
import type { RunTask } from '../request/runTask.ts';
import type { Checker } from '../verify/checker.ts';
import type { Commands } from '../verify/commands/commands.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { UserTools } from './tools/userTools.ts';

/** What an earlier attempt at the same task came to, for the next one to learn from. */
export interface EarlierAttempt {
  readonly tier: Tier;
  readonly note: string;
  readonly verdict?: Verdict;
  /** What the attempt had changed. */
  readonly changes?: FileChanges;
}

export interface WorkOrder {
  readonly run: string;
  readonly task: RunTask;
  readonly tier: Tier;
  /** The workspace with the work of the tasks before; the worker works on a fork of it. */
  readonly overlay: Overlay;
  readonly evidence: readonly EarlierAttempt[];
  /** Set where several work on the task side by side; numbers begin at 1. */
  readonly candidate?: { readonly number: number; readonly of: number };
}

export interface WorkerDeps {
  readonly workspace: IndexedWorkspace;
  readonly checker: Checker;
  readonly models: ModelClient;
  readonly tiers: TierTable;
  /** Absent where no command may ever run. */
  readonly commands?: Commands;
  /** Absent where the user has no tools of their own. */
  readonly userTools?: UserTools;
}

export type WorkResult =
  /** `changes` is all that differs from the order's overlay; the verdict is over the whole overlay. */
  | {
      readonly type: 'edited';
      readonly changes: FileChanges;
      readonly verdict: Verdict;
      readonly summary: string;
      /** It went in a circle: the same tier once more would too. */
      readonly isStuck?: boolean;
    }
  | { readonly type: 'noEdit'; readonly summary: string }
  | { readonly type: 'malformed'; readonly summary: string }
  | { readonly type: 'refused'; readonly summary: string }
  | {
      readonly type: 'stopped';
      readonly cause: BudgetRefusal | { readonly type: 'fault'; readonly fault: ModelFault };
    };

export interface WorkOptions {
  readonly signal: AbortSignal;
  /** A line of what it does now, for the panel. */
  readonly onNote: (text: string) => void;
  /** Told of each answer or call of a tool that was no valid one, whether or not it was mended after. */
  readonly onMalformed?: () => void;
}
