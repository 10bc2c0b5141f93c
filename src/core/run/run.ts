import type { Workspace } from '../context/workspace.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ModelClient } from '../model/modelClient.ts';
import type { Settings } from '../routing/settings.ts';
import type { Checker } from '../verify/checker.ts';
import type { Journal } from './journal.ts';
import type { Job } from './runEvent.ts';
import type { RunState } from './runState.ts';

export interface RunDeps {
  readonly workspace: Workspace;
  readonly checker: Checker;
  /** The endpoint itself; undefined where no key is set, and then only tier `none` works. The run meters it. */
  readonly endpoint: ModelClient | undefined;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly settings: Settings;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** The state after each event; the CLI also prints the events. */
  readonly onChange: (state: RunState, event: import('./runEvent.ts').RunEvent) => void;
}

/** Runs a job until it ends, waits for the user, or stands still for a reason that is in the state's phase. */
export async function startRun(job: Job, deps: RunDeps, options: RunOptions): Promise<RunState> {
  throw new Error(`to be written: ${job.type} ${deps.settings.ceiling} ${options.signal.aborted}`);
}

/** Goes on with a run that stands still: what is finished is kept and paid calls are not repeated. */
export async function resumeRun(
  state: RunState,
  deps: RunDeps,
  options: RunOptions & { readonly approvePlan?: boolean },
): Promise<RunState> {
  throw new Error(`to be written: ${state.run} ${deps.settings.ceiling} ${options.signal.aborted}`);
}
