import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { messageOf } from '../../base/messageOf.ts';
import { SentRequests } from '../../core/context/sentRequests.ts';
import type { ProposedFile } from '../../core/edit/proposal/proposal.ts';
import type { ModelTier } from '../../core/model/tier.ts';
import type { PlanEdit } from '../../core/run/plan/editPlan.ts';
import type { TaskPreview } from '../../core/run/plan/previewTask.ts';
import type { RunOptions } from '../../core/run/session/runDeps.ts';
import { RunSuspended } from '../../core/run/session/runSuspended.ts';
import type { Job, RunEvent } from '../../core/run/state/runEvent.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import type { RunHold } from '../../node/journal/runHold.ts';
import { type Log, logError } from '../log.ts';
import { type RunEntry, RunHistory } from './runHistory.ts';
import type { RunResources } from './runResources.ts';
import { RunsInHand } from './runsInHand.ts';
import { alreadyRunning, hasEnded, heldElsewhere, isGone, notStarted, takeRun } from './sharedRun.ts';
import { withCap } from './withCap.ts';

export type RunResult =
  /** The run ended, waits or stands still: its state says which. */
  | { readonly type: 'stopped'; readonly state: RunState }
  | { readonly type: 'refused'; readonly message: string; readonly isLogged?: true };

export interface ResumeChoices {
  readonly approvePlan: boolean;
  readonly capUsd?: number;
}

/** A preview is for looking at: who has to wait longer than this for a language server is told so. */
const previewMs = 30_000;

export type HunksDecided = Extract<RunEvent, { type: 'hunks-decided' }>;

/** Begins the runs of this window, goes on with those of its history, and cancels them. */
export class RunService implements Disposable {
  readonly #resources: RunResources;
  readonly #log: Log;
  readonly #history: RunHistory;
  readonly #inHand = new RunsInHand();

  /** What this window has sent to models. */
  readonly sent = new SentRequests();

  constructor(resources: RunResources, log: Log) {
    this.#resources = resources;
    this.#log = log;
    this.#history = new RunHistory(resources, log);
  }

  get onChange() {
    return this.#history.onChange;
  }

  /** The runs, newest first. */
  entries(): readonly RunEntry[] {
    return this.#history.entries();
  }

  entry(run: string): RunEntry | undefined {
    return this.#history.entry(run);
  }

  /** The run that a proposal belongs to. */
  entryOfProposal(proposal: string): RunEntry | undefined {
    return this.entries().find(({ state }) => state.proposals.some(({ id }) => id === proposal));
  }

  /** What was deleted and can be had back, the newest first. */
  deleted(): readonly RunEntry[] {
    return this.#history.deleted();
  }

  isRunning(run: string): boolean {
    return this.#inHand.isRunning(run);
  }

  /** Reads the journals, the first time it is called. */
  load(): Promise<void> {
    return this.#history.load();
  }

  /** The same where there is anything to read: what waits for the user is then shown before the panel is. */
  loadEarlier(): Promise<void> {
    return this.#history.loadEarlier();
  }

  /**
   * Runs a job until it ends, waits or stands still. `onStart` is told the run's id as soon as there is one. It may cost
   * `capUsd`, where that is less than the budget of a run.
   */
  async start(
    job: Job,
    folder: vscode.WorkspaceFolder,
    onStart: (run: string) => void = () => undefined,
    capUsd = Number.POSITIVE_INFINITY,
  ): Promise<RunResult> {
    const [{ startRun }, result] = await Promise.all([
      import('../../core/run/run.ts'),
      this.#resources.depsFor(folder),
      this.load(),
    ]);
    if (result.type === 'refused') return result;
    const deps = withCap({ ...result.deps, journal: this.#history.whileOpen(result.deps.journal) }, capUsd);
    const begin = (options: RunOptions) => startRun(job, deps, options);
    return this.#drive(folder, begin, new AbortController(), undefined, onStart);
  }

  /**
   * Goes on with a run that stands still; `approvePlan` starts the plan that it waits with, `capUsd` is as at its start.
   * `first` is what happens to the run before that.
   */
  async resume(run: string, choices: ResumeChoices, first?: RunEvent): Promise<RunResult> {
    const entry = this.#history.entry(run);
    if (!entry) return isGone;
    // Paid calls must not be made twice, however often it is asked for.
    if (this.#inHand.has(run)) return alreadyRunning;
    return this.#inHand.claim(run, async (controller) => {
      const result = await this.#resume(entry, choices, controller, first);
      if (result.type === 'refused' || !controller.signal.aborted) return result;
      await this.#endAsCancelled(run);
      return { type: 'stopped', state: this.#history.entry(run)?.state ?? result.state };
    });
  }

  /** Takes in what other windows have written of a run: the user may have decided on it there. */
  async refresh(run: string): Promise<void> {
    if (!this.isRunning(run)) await this.#history.refresh(run, () => !this.isRunning(run));
  }

  /** What the next attempt at a task would send if it began now; undefined where that can't be said. */
  async preview(run: string, task: string): Promise<TaskPreview | undefined> {
    const entry = this.#history.entry(run);
    if (!entry?.state.tasks.some((each) => each.task.id === task)) return undefined;
    const [{ previewTask }, result] = await Promise.all([
      import('../../core/run/plan/previewTask.ts'),
      this.#resources.depsFor(entry.folder),
    ]);
    if (result.type === 'refused') return { type: 'nothing', reason: result.message };
    return previewTask(entry.state, task, result.deps, { signal: AbortSignal.timeout(previewMs) });
  }

  /** Stops a run's requests and checks, also where they have yet to begin; one that stands still is ended. */
  async cancel(run: string): Promise<void> {
    if (this.#inHand.abort(run, new Error('cancelled by the user'))) return;
    await this.#inHand.claim(run, async () => {
      if (!(await this.#isHeldElsewhere(run))) await this.#endAsCancelled(run);
    });
  }

  /** Stops one task of a run under way; the others go on. */
  cancelTask(run: string, task: string): void {
    if (this.isRunning(run))
      this.#inHand.ofTask(run, task).abort(new Error('the task was cancelled by the user'));
  }

  /** Has a task done again on a tier, in a run that stands still or has ended. */
  async retryTask(run: string, task: string, tier: ModelTier): Promise<RunResult> {
    const found = this.#history.entry(run)?.state.tasks.find((each) => each.task.id === task);
    if (!found) return { type: 'refused', message: 'This task is not there any more.' };
    return this.resume(run, { approvePlan: false }, { type: 'task-retry', task, tier });
  }

  /** Changes a plan that waits. */
  async editPlan(run: string, edit: PlanEdit): Promise<void> {
    const entry = this.#history.entry(run);
    if (!entry || this.isRunning(run)) return;
    const [{ editPlan }, past] = await Promise.all([
      import('../../core/run/plan/editPlan.ts'),
      this.#resources.pastFor(entry.folder),
    ]);
    const { state } = this.#history.entry(run) ?? entry;
    const event = editPlan(state, edit, past);
    if (event) await this.#history.record(run, event);
  }

  /** Puts what the user wrote in place of a proposed file. */
  async editFile(run: string, proposal: string, file: ProposedFile): Promise<void> {
    await this.#history.record(run, { type: 'file-edit', proposal, file });
  }

  /** Takes a run that does nothing out of the history; it can be had back while the window is open. */
  async delete(run: string): Promise<void> {
    const entry = this.#history.entry(run);
    if (!entry || this.#inHand.has(run)) return;
    await this.#inHand.claim(run, async () => {
      if (await this.#isHeldElsewhere(run)) return;
      await this.#history.delete(run);
    });
  }

  /** Has a deleted run back. */
  restore(run: string): Promise<void> {
    return this.#history.restore(run);
  }

  /** Keeps the user's decisions, in the journal and in the state. */
  async decide(run: string, decisions: readonly HunksDecided[]): Promise<void> {
    for (const decision of decisions) await this.#history.record(run, decision);
  }

  /** Ends what is under way without a word in the journal: after a restart the runs can be resumed. */
  dispose(): void {
    this.#history.dispose();
    this.#inHand.abortAll(new RunSuspended('the window is closing'));
  }

  /** Does not go on once it is cancelled. */
  async #resume(
    entry: RunEntry,
    { capUsd = Number.POSITIVE_INFINITY, ...choices }: ResumeChoices,
    controller: AbortController,
    first?: RunEvent,
  ): Promise<RunResult> {
    const [{ run }, { signal }] = [entry.state, controller];
    const [{ resumeRun }, result] = await Promise.all([
      import('../../core/run/run.ts'),
      this.#resources.depsFor(entry.folder),
    ]);
    if (result.type === 'refused' && !signal.aborted) return result;
    const taken = await takeRun(run, await this.#resources.journalFor(entry.folder));
    if (taken.type === 'refused') return taken;
    try {
      await this.refresh(run);
      if (!this.#history.entry(run)) return isGone;
      if (first && !signal.aborted) await this.#history.record(run, first);
      const { state } = this.#history.entry(run) ?? entry;
      if (result.type === 'refused' || signal.aborted || hasEnded(state)) return { type: 'stopped', state };
      const deps = withCap({ ...result.deps, journal: this.#history.whileOpen(result.deps.journal) }, capUsd);
      const begin = (options: RunOptions) => resumeRun(state, deps, { ...options, ...choices });
      return await this.#drive(entry.folder, begin, controller, run);
    } finally {
      await taken.hold.release();
    }
  }

  async #drive(
    folder: vscode.WorkspaceFolder,
    begin: (options: RunOptions) => Promise<RunState>,
    controller: AbortController,
    known?: string,
    onStart?: (run: string) => void,
  ): Promise<RunResult> {
    let run = known;
    let hold: Promise<RunHold | undefined> | undefined;
    if (run !== undefined) this.#inHand.begin(run, controller);
    try {
      await begin({
        signal: controller.signal,
        onRequest: (request) => this.sent.add(request, Date.now()),
        proposals: () => (run === undefined ? undefined : this.#history.entry(run)?.state.proposals),
        taskSignal: (task) => this.#inHand.ofTask(run ?? '', task).signal,
        onChange: (state, event) => {
          if (run === undefined) {
            run = state.run;
            this.#inHand.begin(run, controller);
            this.#history.add({ folder, state });
            // Where the disk does not take it, it does not take the journal either, and that stops the run.
            hold = this.#resources
              .journalFor(folder)
              .then((journal) => journal.hold(state.run))
              .catch(() => undefined);
            onStart?.(run);
          }
          this.#history.fold(run, event, state.budgetUsd);
        },
      });
    } catch (error) {
      if (!controller.signal.aborted) await this.#standStill(run, error);
    } finally {
      // While it is held it is in hand: else its own hold would be taken for that of another window.
      await (await hold)?.release();
      if (run !== undefined) this.#inHand.end(run);
    }
    if (run === undefined) return notStarted;
    if (controller.signal.aborted) await this.#endAsCancelled(run);
    const entry = this.#history.entry(run);
    if (!entry) throw new Error(`run ${run} has no entry`);
    this.#history.tell(run);
    return { type: 'stopped', state: entry.state };
  }

  /** A bug must not cost the work that is done: the run stands still and can be resumed. */
  async #standStill(run: string | undefined, error: unknown): Promise<void> {
    logError(this.#log, error);
    if (run === undefined || this.#history.entry(run)?.state.phase.type === 'ended') return;
    const message = `Tiercel failed inside (${messageOf(error)}). What is finished is kept; resume to go on.`;
    await this.#history.record(run, { type: 'run-pause', reason: { type: 'interrupted', message } });
  }

  async #endAsCancelled(run: string): Promise<void> {
    const entry = this.#history.entry(run);
    if (this.#history.isClosed || !entry || hasEnded(entry.state)) return;
    const end = { type: 'run-end', outcome: 'cancelled', message: 'Cancelled.' } as const;
    await this.#history.record(run, { ...end, time: Date.now() });
  }

  async #isHeldElsewhere(run: string): Promise<boolean> {
    const entry = this.#history.entry(run);
    if (!entry) return false;
    const isHeld = await (await this.#resources.journalFor(entry.folder)).isHeld(run);
    if (isHeld) void vscode.window.showWarningMessage(`Tiercel: ${heldElsewhere.message}`);
    return isHeld;
  }
}
