import type { IndexedWorkspace } from '../../context/findFiles.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { TokenCounter } from '../../ledger/worstCase.ts';
import type { BatchClient } from '../../model/batch.ts';
import type { ModelClient, ModelRequest } from '../../model/modelClient.ts';
import type { RetryOptions } from '../../model/retry.ts';
import type { LabelCache } from '../../problems/labelCache.ts';
import type { AttemptLog } from '../../routing/attempts.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Checker } from '../../verify/checker.ts';
import type { Commands } from '../../verify/commands/commands.ts';
import type { UserTools } from '../../worker/tools/userTools.ts';
import type { Journal } from '../state/journal.ts';
import type { RunEvent } from '../state/runEvent.ts';
import type { RunState } from '../state/runState.ts';

/** What a run needs of the world; a host gives its own. */
export interface RunDeps {
  readonly workspace: IndexedWorkspace;
  readonly checker: Checker;
  /** Checks by command; absent where no command may ever run. */
  readonly commands?: Commands;
  /** The user's own tools; absent where there are none. */
  readonly userTools?: UserTools;
  /** The endpoint itself; undefined where no key is set, and then only tier `none` works. The run meters it. */
  readonly endpoint: ModelClient | undefined;
  /** For work that may take a day; absent where there is none. The run meters it. */
  readonly batches?: BatchClient;
  readonly ledger: Ledger;
  /** Counts tokens for the worst cases of calls; absent: they go by bytes. */
  readonly countTokens?: TokenCounter;
  readonly journal: Journal;
  readonly settings: Settings;
  /** What the user has set by now; a limit that was lowered holds for the next call. Absent: all stays as it began. */
  readonly limits?: () => Pick<Settings, 'budgets' | 'ceiling'>;
  /** What this workspace has seen of its tiers; absent where nothing is to be learned. */
  readonly attempts?: AttemptLog;
  /** Labels of earlier looks at problems; absent where none are kept. */
  readonly labels?: LabelCache;
  readonly retry: RetryOptions;
  readonly now: () => number;
  readonly newId: () => string;
  /** Numbers from 0 up to 1, by which chance decides; absent: nothing is left to chance. */
  readonly random?: () => number;
  /**
   * Takes work that goes on beside a run and after it, and that no run waits for; absent: there is none. The signal
   * ends it.
   */
  readonly background?: (work: (signal: AbortSignal) => Promise<void>) => void;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Aborted when the user cancels one task: the others go on. */
  readonly taskSignal?: (task: string) => AbortSignal;
  /** The state after each event, and the event. */
  readonly onChange: (state: RunState, event: RunEvent) => void;
  /**
   * The run's proposals with what the user has decided on them while it goes on, as one list as long as nothing changes;
   * absent where nobody can.
   */
  readonly proposals?: () => RunState['proposals'] | undefined;
  /** Each request as it goes to the endpoint, without secrets; for showing, never for keeping on disk. */
  readonly onRequest?: (request: ModelRequest) => void;
}
