import * as vscode from 'vscode';
import type { DebugJob, Job } from '../core/run/runEvent.ts';
import type { RunState } from '../core/run/runState.ts';
import { commandIds } from './ids.ts';
import type { PanelView } from './panel/panelView.ts';
import type { DiffDocuments } from './proposals/diffDocuments.ts';
import { openPicks, openPicksOfRun } from './proposals/hunkPicks.ts';
import type { ReviewActions } from './proposals/reviewActions.ts';
import type { RunResult, RunService } from './runs/runService.ts';
import { toDiagnostic } from './workspace/diagnostics.ts';
import {
  activeFolder,
  describeReadiness,
  readWorkspaceReadiness,
  relativePath,
} from './workspace/workspaceFolder.ts';

export interface JobsOptions {
  readonly runs: RunService;
  readonly panel: PanelView;
  readonly review: ReviewActions;
  readonly diffs: DiffDocuments;
  /** Called before a run that may use a model. */
  readonly onFirstModel: () => void;
}

/** Starts work and tells how it came out. Each method gives the run's id, or undefined where none was started. */
export class Jobs {
  readonly #options: JobsOptions;
  /** The folders whose problems are about to be fixed: a run takes a moment to be there. */
  readonly #fixing = new Set<string>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Works on a sentence of the user. */
  async request(text: string): Promise<string | undefined> {
    return text.trim() === '' ? undefined : this.#startInWorkspace({ type: 'request', text: text.trim() });
  }

  /** Works on all problems of the folder; not while that is under way, as the same work would be paid twice. */
  async fixProblems(): Promise<string | undefined> {
    return this.#startInWorkspace({ type: 'fixProblems' });
  }

  /** Works on one diagnostic; what comes of it is also offered beside the caret, without going through the panel. */
  async fixProblem(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Promise<string | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!(await this.#isReady())) return undefined;
    const path = folder && relativePath(folder, uri);
    if (!folder || path === undefined) {
      void vscode.window.showWarningMessage(
        'This file is not in the workspace. Tiercel works on the files of the open folder alone.',
      );
      return undefined;
    }
    const { readText } = await import('./workspace/vscodeWorkspace.ts');
    const read = await readText(folder, path);
    if (read.type !== 'text') {
      const reasons = {
        missing: 'is not on the disk',
        outside: 'leads outside of the workspace',
        binary: 'is not a text file',
        tooLarge: 'is too large to be worked on',
        excluded: 'is kept from models by a .tiercelignore file',
      };
      void vscode.window.showWarningMessage(`${path} ${reasons[read.type]}.`);
      return undefined;
    }
    const result = await this.#start(
      { type: 'fixProblem', diagnostic: toDiagnostic(path, diagnostic) },
      folder,
    );
    if (result.type === 'refused') return undefined;
    void this.#offerFix(result.state);
    return result.state.run;
  }

  /** Works on a command that fails, or on an exception that the debugger stopped at. */
  async debug(job: DebugJob, folder: vscode.WorkspaceFolder): Promise<string | undefined> {
    return (await this.#isReady()) ? runOf(await this.#start(job, folder)) : undefined;
  }

  /** Goes on with a run that stands still. */
  async resume(run: string, choices: { readonly approvePlan: boolean }): Promise<void> {
    if (await this.#isReady()) this.#tell(await this.#options.runs.resume(run, choices));
  }

  async #startInWorkspace(job: Job): Promise<string | undefined> {
    if (!(await this.#isReady())) return undefined;
    const folder = activeFolder();
    if (!folder) return undefined;
    if (job.type !== 'fixProblems') return runOf(await this.#start(job, folder));
    if (this.#isFixing(folder)) {
      void this.#options.panel.reveal({ focus: false });
      void vscode.window.showInformationMessage(`The problems of ${folder.name} are being fixed already.`);
      return undefined;
    }
    const key = folder.uri.toString();
    this.#fixing.add(key);
    try {
      return runOf(await this.#start(job, folder));
    } finally {
      this.#fixing.delete(key);
    }
  }

  #isFixing(folder: vscode.WorkspaceFolder): boolean {
    const key = folder.uri.toString();
    const { runs } = this.#options;
    const isUnderWay = runs
      .entries()
      .filter(({ state }) => state.job.type === 'fixProblems' && runs.isRunning(state.run))
      .some((entry) => entry.folder.uri.toString() === key);
    return isUnderWay || this.#fixing.has(key);
  }

  async #start(job: Job, folder: vscode.WorkspaceFolder): Promise<RunResult> {
    const { runs, panel, onFirstModel } = this.#options;
    void panel.reveal({ focus: false });
    onFirstModel();
    const result = await runs.start(job, folder);
    this.#tell(result, job.type === 'fixProblem');
    return result;
  }

  async #isReady(): Promise<boolean> {
    const readiness = await readWorkspaceReadiness();
    if (readiness === 'ready') return true;
    void this.#refuse(readiness);
    return false;
  }

  async #refuse(readiness: 'none' | 'empty' | 'untrusted'): Promise<void> {
    const actions = { none: 'Open Folder', empty: undefined, untrusted: 'Manage Trust' };
    const action = actions[readiness];
    const choice = await vscode.window.showWarningMessage(
      describeReadiness(readiness),
      ...(action ? [action] : []),
    );
    if (choice === undefined) return;
    await vscode.commands.executeCommand(
      readiness === 'none' ? 'workbench.action.files.openFolder' : 'workbench.trust.manage',
    );
  }

  /** Says what the panel says, where the panel is not in sight; a run that was refused has no place in the panel. */
  #tell(result: RunResult, isOfferedElsewhere = false): void {
    if (result.type === 'refused') {
      void vscode.window.showErrorMessage(result.message);
      return;
    }
    if (this.#options.panel.isVisible) return;
    const { phase } = result.state;
    if (phase.type === 'paused') void this.#showPause(result.state);
    else if (phase.type === 'ended' && phase.outcome !== 'cancelled' && !isOfferedElsewhere) {
      void this.#showWithPanelButton(phase.message);
    }
  }

  async #showPause(state: RunState): Promise<void> {
    if (state.phase.type !== 'paused') return;
    const { reason } = state.phase;
    const needsKey = reason.type === 'fault' && ['no_key', 'unauthorized'].includes(reason.fault);
    const setKey = 'Set API Key';
    const settings = 'Open Settings';
    const actions = reason.type === 'plan' ? [] : needsKey ? [setKey, settings] : [settings];
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

  /** Only the user can tell which of these fixes is meant. */
  async #offerAlternatives(state: RunState): Promise<void> {
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
    const chosen = await vscode.window.showQuickPick(items, { title: 'Fixes that pass the check' });
    if (chosen) await this.#options.review.accept(state.run, openPicks(chosen.proposal));
  }

  async #offerFix(state: RunState): Promise<void> {
    const picks = openPicksOfRun(state);
    const [proposal] = state.proposals;
    if (!proposal || picks.length === 0) {
      if (state.phase.type === 'ended' && state.phase.outcome !== 'cancelled') {
        void vscode.window.showWarningMessage(`Tiercel has no fix for this problem. ${state.phase.message}`);
      }
      return;
    }
    // The panel shows it with its evidence; a notification would cover it.
    if (this.#options.panel.isVisible) return;
    if (proposal.alternative) {
      await this.#offerAlternatives(state);
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
    else if (choice === 'Show Diff') {
      for (const file of proposal.files.slice(0, 1)) {
        await this.#options.diffs.open(proposal.id, file.path, { preserveFocus: false });
      }
    }
  }
}

function runOf(result: RunResult): string | undefined {
  return result.type === 'stopped' ? result.state.run : undefined;
}
