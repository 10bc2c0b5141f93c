import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import type { Proposal } from '../../core/edit/proposal/proposal.ts';
import type { WorstCase } from '../../core/run/plan/worstCaseOfWork.ts';
import type { Job } from '../../core/run/state/runEvent.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import { describeVerdict } from '../../core/verify/describeVerdict.ts';
import type { Jobs } from '../jobs.ts';
import type { Offers } from '../offers.ts';
import type { DiffDocuments } from '../proposals/diffDocuments.ts';
import { openPicks } from '../proposals/hunkPicks.ts';
import type { PreparedEdit } from '../proposals/proposals.ts';
import type { ReviewActions } from '../proposals/reviewActions.ts';
import type { EditorHunks } from '../review/editorHunks.ts';
import { whileAwaited } from './whileAwaited.ts';

export interface ProblemFixesOptions {
  readonly jobs: Jobs;
  readonly review: ReviewActions;
  readonly diffs: DiffDocuments;
  readonly offers: Offers;
  readonly hunks: EditorHunks;
}

/** An edit that waits for the editor to apply it, with its hunks kept out of sight. */
interface Waiting extends PreparedEdit {
  readonly hushed: Disposable;
}

const editorEvents = [
  vscode.workspace.onDidChangeTextDocument,
  vscode.window.onDidChangeTextEditorSelection,
  vscode.window.onDidChangeActiveTextEditor,
] as const;

/** As many as may be chosen and not applied before they are forgotten. */
const mostPrepared = 20;

/** Works on a problem for the light bulb: gives an edit that passed its check, or says why there is none. */
export class ProblemFixes {
  readonly #options: ProblemFixesOptions;
  readonly #prepared: Waiting[] = [];

  constructor(options: ProblemFixesOptions) {
    this.#options = options;
  }

  async fix(
    uri: vscode.Uri,
    problem: vscode.Diagnostic,
    worst: WorstCase,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort(new Error('cancelled')));
    if (token.isCancellationRequested) controller.abort(new Error('cancelled'));
    let hushed: Disposable | undefined;
    let prepared: PreparedEdit | undefined;
    try {
      const state = await this.#options.jobs.fixProblem(uri, problem, {
        ...(worst.tier !== 'none' && { capUsd: worst.usd }),
        signal: controller.signal,
        isOfferedElsewhere: true,
        onStart: (run) => {
          hushed = this.#options.hunks.hush(run);
        },
      });
      if (state && !controller.signal.aborted) prepared = await this.#prepare(state);
      if (!prepared || !hushed || controller.signal.aborted) return undefined;
      this.#prepared.push({
        ...prepared,
        hushed: whileAwaited(hushed, { ...prepared, events: editorEvents }),
      });
      hushed = undefined;
      for (const old of this.#prepared.splice(0, this.#prepared.length - mostPrepared)) old.hushed.dispose();
      return prepared.edit;
    } finally {
      listener.dispose();
      hushed?.dispose();
    }
  }

  /**
   * Keeps that the editor has applied an edit: the newest one that the files show. The editor can't be told which: it
   * takes no command with arguments from an entry whose menu is closed by the time the edit is there.
   */
  async taken(): Promise<void> {
    const applied = await Promise.all(this.#prepared.map((each) => each.isApplied()));
    const at = applied.lastIndexOf(true);
    const [prepared] = at === -1 ? [] : this.#prepared.splice(at, 1);
    const unsaved = (await prepared?.taken()) ?? [];
    prepared?.hushed.dispose();
    if (unsaved.length > 0) {
      void vscode.window.showWarningMessage(`Tiercel: Accepted, but not saved: ${unsaved.join(', ')}.`);
    }
  }

  async #prepare(state: RunState): Promise<PreparedEdit | undefined> {
    const [proposal] = state.proposals;
    if (!proposal || openPicks(proposal).length === 0) {
      void this.#sayNone(state);
      return undefined;
    }
    if (proposal.alternative) {
      void this.#options.offers.alternatives(state);
      return undefined;
    }
    const review = reviewFirst(proposal, state.job);
    const prepared =
      review === undefined ? await this.#options.review.prepare(state.run, openPicks(proposal)) : undefined;
    if (!prepared) void this.#sayReview(state, review ?? 'This fix needs your yes first.');
    return prepared;
  }

  async #sayNone(state: RunState): Promise<void> {
    const { phase } = state;
    if (phase.type === 'paused' && phase.reason.type === 'budget') {
      await this.#offerToGoOn(state);
      return;
    }
    if (phase.type === 'paused') this.#options.offers.tell({ type: 'stopped', state });
    else if (phase.type === 'ended' && phase.outcome !== 'cancelled') await this.#options.offers.fix(state);
  }

  /** The figure in the light bulb's entry is a promise: a dearer model is asked when the user says so. */
  async #offerToGoOn(state: RunState): Promise<void> {
    // The attempt that the budget stopped has failed nothing.
    const tried = state.tasks.flatMap(({ attempts }) =>
      attempts.filter(({ end }) => end && end.outcome !== 'stopped').map(({ tier }) => tier),
    );
    const models = [...new Set(tried.filter((tier) => tier !== 'none'))];
    const who =
      models.length > 0 ? `No fix by ${models.join(' or ')} passed the check` : 'There is no fix yet';
    const goOn = 'Go On';
    const choice = await vscode.window.showWarningMessage(
      `Tiercel: ${who}, for ${formatUsd(state.total.usd)}. A larger model may do it, within the budget of a run.`,
      goOn,
    );
    if (choice !== goOn) return;
    const later = await this.#options.jobs.goOn(state.run, { approvePlan: false });
    if (later?.phase.type === 'ended') await this.#options.offers.fix(later);
  }

  async #sayReview(state: RunState, why: string): Promise<void> {
    const [proposal] = state.proposals;
    if (!proposal) return;
    const show = 'Show Diff';
    const accept = 'Accept';
    const choice = await vscode.window.showWarningMessage(`Tiercel: ${why}`, show, accept);
    if (choice === show) await this.#options.diffs.openProposal(proposal.id);
    else if (choice === accept) await this.#options.review.accept(state.run, openPicks(proposal));
  }
}

/** Why a fix is to be looked at before it goes into the files; undefined where it may go in at once. */
function reviewFirst({ verdict, files }: Proposal, job: Job): string | undefined {
  if (verdict.outcome !== 'passed')
    return `This fix was not verified, so it is not applied. ${describeVerdict(verdict)}`;
  const here = job.type === 'fixProblem' ? job.diagnostic.path : undefined;
  const others = files.map(({ path }) => path).filter((path) => path !== here);
  return others.length === 0
    ? undefined
    : `This fix passed its check and changes other files, too: ${others.join(', ')}. Look at it before it is written.`;
}
