import * as vscode from 'vscode';
import { needsKey, type RunState, waitsWithPlan } from '../core/run/state/runState.ts';
import { commandIds } from './ids.ts';
import { tellLogged } from './log.ts';
import type { PanelView } from './panel/panelView.ts';
import type { DiffDocuments } from './proposals/diffDocuments.ts';
import { openPicks, openPicksOfRun } from './proposals/hunkPicks.ts';
import type { ReviewActions } from './proposals/reviewActions.ts';
import type { RunResult } from './runs/runService.ts';

export interface OffersOptions {
  readonly panel: PanelView;
  readonly review: ReviewActions;
  readonly diffs: DiffDocuments;
}

/** Says how work came out beside the caret, for who does not have the panel in sight. */
export class Offers {
  readonly #options: OffersOptions;

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  /** Says what the panel says, where the panel is not in sight; a run that was refused has no place in the panel. */
  tell(result: RunResult, isOfferedElsewhere = false): void {
    if (result.type === 'refused') {
      if (result.isLogged) void tellLogged(result.message);
      else void vscode.window.showErrorMessage(result.message);
      return;
    }
    if (this.#options.panel.isVisible) return;
    const { phase } = result.state;
    if (phase.type === 'paused') void this.#showPause(result.state);
    else if (phase.type === 'ended' && phase.outcome !== 'cancelled' && !isOfferedElsewhere) {
      void this.#showWithPanelButton(phase.message);
    }
  }

  /** Offers the fix of one problem. The panel shows it with its evidence, where it is in sight. */
  async fix(state: RunState): Promise<void> {
    const picks = openPicksOfRun(state);
    const [proposal] = state.proposals;
    if (!proposal || picks.length === 0) {
      if (state.phase.type === 'ended' && state.phase.outcome !== 'cancelled') {
        void vscode.window.showWarningMessage(`Tiercel has no fix for this problem. ${state.phase.message}`);
      }
      return;
    }
    if (this.#options.panel.isVisible) return;
    if (proposal.alternative) {
      await this.alternatives(state);
      return;
    }
    const isChecked = proposal.verdict.outcome === 'passed';
    const intro = isChecked ? 'Tiercel has a checked fix' : 'Tiercel has a fix that was not checked';
    const choice = await vscode.window.showInformationMessage(
      `${intro}: ${proposal.title}`,
      'Accept',
      'Show Diff',
    );
    if (choice === 'Accept') await this.#options.review.accept(state.run, picks);
    else if (choice === 'Show Diff') await this.#options.diffs.openProposal(proposal.id);
  }

  /** Only the user can tell which of these fixes is meant. */
  async alternatives(state: RunState): Promise<void> {
    const open = state.proposals.filter((proposal) => openPicks(proposal).length > 0);
    const fixes =
      open.length === 1 ? 'a fix that passes the check and may not be what is meant' : 'fixes to choose from';
    const choice = await vscode.window.showInformationMessage(
      `Tiercel has ${fixes}.`,
      'Choose',
      'Show Panel',
    );
    if (choice === 'Show Panel') await this.#options.panel.reveal({ focus: true });
    if (choice !== 'Choose') return;
    const items = open.map((proposal) => ({
      label: proposal.title,
      detail: proposal.alternative?.reason ?? '',
      proposal,
    }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Tiercel: Choose a Fix',
      placeHolder: 'Each passes its check, and only you know which is meant',
    });
    if (chosen) await this.#options.review.accept(state.run, openPicks(chosen.proposal));
  }

  async #showPause(state: RunState): Promise<void> {
    if (state.phase.type !== 'paused') return;
    const { reason } = state.phase;
    const setKey = 'Set API Key';
    const settings = 'Open Settings';
    const actions = waitsWithPlan(state) ? [] : needsKey(state) ? [setKey, settings] : [settings];
    const choice = await vscode.window.showWarningMessage(
      `Tiercel: ${reason.message}`,
      ...actions,
      'Show Panel',
    );
    if (choice === setKey) await vscode.commands.executeCommand(commandIds.setApiKey);
    else if (choice === settings) await vscode.commands.executeCommand(commandIds.openSettings);
    else if (choice !== undefined) await this.#options.panel.reveal({ focus: true });
  }

  async #showWithPanelButton(message: string): Promise<void> {
    const choice = await vscode.window.showInformationMessage(`Tiercel: ${message}`, 'Show Panel');
    if (choice !== undefined) await this.#options.panel.reveal({ focus: true });
  }
}
