import * as vscode from 'vscode';
import type { Proposal } from '../../core/edit/proposal/proposal.ts';
import type { Log } from '../log.ts';
import type { RunService } from '../runs/runService.ts';
import { type HunkPick, openPicks } from './hunkPicks.ts';
import type { PreparedEdit, Proposals } from './proposals.ts';

/** The user's decisions, from wherever they are made, with a word where one could not be carried out. */
export class ReviewActions implements vscode.Disposable {
  readonly #runs: RunService;
  readonly #log: Log;
  /** Made by the first decision: what writes is not loaded before there is something to write. */
  #proposals: Promise<Proposals> | undefined;

  constructor(runs: RunService, log: Log) {
    this.#runs = runs;
    this.#log = log;
  }

  dispose(): void {
    void this.#proposals?.then((proposals) => proposals.dispose());
  }

  async accept(run: string, picks: readonly HunkPick[]): Promise<void> {
    await this.#runs.refresh(run);
    const proposals = await this.#open();
    const { stale, failure } = await proposals.accept(run, picks);
    if (failure !== undefined) void vscode.window.showWarningMessage(`Tiercel: ${failure}`);
    if (stale.length > 0) {
      const reasons = stale.map(({ reason }) => reason).join(' ');
      void vscode.window.showWarningMessage(`Tiercel left out what has become stale. ${reasons}`);
    }
  }

  /** The edit that accepting would make, for the editor to apply. */
  async prepare(run: string, picks: readonly HunkPick[]): Promise<PreparedEdit | undefined> {
    await this.#runs.refresh(run);
    return (await this.#open()).prepare(run, picks);
  }

  async reject(run: string, picks: readonly HunkPick[]): Promise<void> {
    await (await this.#open()).reject(run, picks);
  }

  /**
   * Accepts all of one proposal that is not decided yet, or of all runs. One of several alternatives is accepted only
   * by itself: which one is meant is the user's to say.
   */
  async acceptOpen(scope: ReviewScope): Promise<void> {
    const isWanted = (proposal: Proposal) => scope.type === 'proposal' || !proposal.alternative;
    for (const { run, picks } of this.#openIn(scope, isWanted)) await this.accept(run, picks);
  }

  async rejectOpen(scope: ReviewScope): Promise<void> {
    for (const { run, picks } of this.#openIn(scope)) await this.reject(run, picks);
  }

  #open(): Promise<Proposals> {
    const options = { runs: this.#runs, log: this.#log, confirmProtected };
    this.#proposals ??= import('./proposals.ts').then((module) => new module.Proposals(options));
    return this.#proposals;
  }

  #openIn(
    scope: ReviewScope,
    isWanted: (proposal: Proposal) => boolean = () => true,
  ): readonly { readonly run: string; readonly picks: readonly HunkPick[] }[] {
    return this.#runs
      .entries()
      .filter(({ state }) => scope.type !== 'run' || state.run === scope.run)
      .map(({ state }) => ({
        run: state.run,
        picks: state.proposals
          .filter(
            (proposal) => isWanted(proposal) && (scope.type !== 'proposal' || proposal.id === scope.proposal),
          )
          .flatMap(openPicks),
      }))
      .filter(({ picks }) => picks.length > 0);
  }
}

export type ReviewScope =
  | { readonly type: 'all' }
  | { readonly type: 'run'; readonly run: string }
  | { readonly type: 'proposal'; readonly proposal: string };

async function confirmProtected(files: readonly string[]): Promise<boolean> {
  const write = 'Write Them';
  const choice = await vscode.window.showWarningMessage(
    files.length === 1 ? 'Write a file that can run by itself?' : 'Write files that can run by themselves?',
    {
      modal: true,
      detail: `Repository internals, settings of editors and package managers, scripts, hooks, continuous integration and what models are told can start programs or change what your tools do:\n\n${files.join('\n')}`,
    },
    write,
  );
  return choice === write;
}
