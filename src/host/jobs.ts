import * as vscode from 'vscode';
import type { ImagePart } from '../core/model/image.ts';
import type { ChosenGate, DebugJob, Job, PickedProblems } from '../core/run/state/runEvent.ts';
import type { RunState } from '../core/run/state/runState.ts';
import type { Offers } from './offers.ts';
import type { PanelView } from './panel/panelView.ts';
import { withTerminal } from './requestText.ts';
import type { RunResult, RunService } from './runs/runService.ts';
import { toDiagnostic } from './workspace/diagnostics.ts';
import { workableFile } from './workspace/workableFile.ts';
import { describeReadiness, readWorkspaceReadiness } from './workspace/workspaceFolder.ts';

export interface JobsOptions {
  readonly runs: RunService;
  readonly panel: PanelView;
  readonly offers: Offers;
  readonly folders: FolderChoice;
  /** Called before a run that may use a model. */
  readonly onFirstModel: () => void;
}

/** Asks which folders are meant, where there are several; undefined or none: the user lets it be. */
export interface FolderChoice {
  readonly one: (title: string) => Promise<vscode.WorkspaceFolder | undefined>;
  readonly several: (title: string) => Promise<readonly vscode.WorkspaceFolder[]>;
}

/** How a job is started, where that differs from what is started in the panel. */
export interface StartOptions {
  /** The most that it may cost, in USD; the user was shown this figure. */
  readonly capUsd?: number;
  /** Told the run's id as soon as there is one. */
  readonly onStart?: (run: string) => void;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** Keeps the panel where it is: what comes of the job is shown elsewhere. */
  readonly isOfferedElsewhere?: boolean;
}

/** Work that the user has picked from a list or a menu, so that nothing has to find out what is meant. */
export interface ChosenWork {
  readonly title: string;
  readonly text: string;
  readonly gate: ChosenGate;
}

/** Starts work and tells how it came out. Each method gives the run's id or state, or undefined where none was started. */
export class Jobs {
  readonly #options: JobsOptions;
  /** The folders whose problems are about to be fixed: a run takes a moment to be there. */
  readonly #fixing = new Set<string>();

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Works on a sentence of the user. */
  async request(
    text: string,
    images: readonly ImagePart[] = [],
    options: StartOptions = {},
  ): Promise<string | undefined> {
    if (text.trim() === '' || !(await this.isReady())) return undefined;
    const whole = await withTerminal(text.trim());
    if (whole === undefined) return undefined;
    const job: Job = {
      type: 'request',
      text: whole,
      ...(whole !== text.trim() && { title: text.trim() }),
      ...(images.length > 0 && { images }),
    };
    const folder = await this.#options.folders.one('New Request');
    return folder && stateOf(await this.#start(job, folder, options))?.run;
  }

  /**
   * Works on all problems of the folders that the user means, one folder after the other; of none while that is under
   * way, as the same work would be paid twice. Gives the first run's id.
   */
  async fixProblems(): Promise<string | undefined> {
    if (!(await this.isReady())) return undefined;
    const folders = await this.#options.folders.several('Fix Problems in Workspace');
    const free = folders.filter((folder) => !this.#isFixing(folder));
    for (const folder of folders) if (!free.includes(folder)) this.#sayIsFixing(folder);
    const keys = free.map((folder) => folder.uri.toString());
    for (const key of keys) this.#fixing.add(key);
    try {
      const runs: string[] = [];
      const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
      for (const folder of free) {
        const job: Job = { type: 'fixProblems', ...(isOneOfSeveral && { folder: folder.name }) };
        const state = stateOf(await this.#start(job, folder));
        if (state) runs.push(state.run);
        if (!state || isCancelled(state)) break;
      }
      return runs[0];
    } finally {
      for (const key of keys) this.#fixing.delete(key);
    }
  }

  /** Works on problems that the user has picked. */
  async fixPicked(
    only: PickedProblems,
    folder: vscode.WorkspaceFolder,
    options: StartOptions = {},
  ): Promise<RunState | undefined> {
    return this.#startIfReady({ type: 'fixProblems', only }, folder, options);
  }

  /** Works on what was picked from a menu. */
  async doChosen(
    work: ChosenWork,
    folder: vscode.WorkspaceFolder,
    options: StartOptions = {},
  ): Promise<RunState | undefined> {
    return this.#startIfReady({ type: 'request', ...work }, folder, options);
  }

  /** Works on one diagnostic. */
  async fixProblem(
    uri: vscode.Uri,
    diagnostic: vscode.Diagnostic,
    options: StartOptions = {},
  ): Promise<RunState | undefined> {
    if (!(await this.isReady())) return undefined;
    const file = await workableFile(uri);
    if (file.type === 'refused') {
      void vscode.window.showWarningMessage(`Tiercel: ${file.message}`);
      return undefined;
    }
    const { folder, path } = file;
    const job: Job = { type: 'fixProblem', diagnostic: toDiagnostic(path, diagnostic) };
    return stateOf(await this.#start(job, folder, options));
  }

  /** Works on a command that fails, or on an exception that the debugger stopped at. */
  async debug(job: DebugJob, folder: vscode.WorkspaceFolder): Promise<string | undefined> {
    return (await this.isReady()) ? stateOf(await this.#start(job, folder))?.run : undefined;
  }

  /** Goes on with a run that stands still. */
  async resume(run: string, choices: { readonly approvePlan: boolean }): Promise<void> {
    await this.goOn(run, choices);
  }

  /** The same for who wants to know what came of it. */
  async goOn(run: string, choices: { readonly approvePlan: boolean }): Promise<RunState | undefined> {
    if (!(await this.isReady())) return undefined;
    const result = await this.#options.runs.resume(run, choices);
    this.#options.offers.tell(result);
    return stateOf(result);
  }

  #sayIsFixing(folder: vscode.WorkspaceFolder): void {
    void this.#options.panel.reveal({ focus: false });
    void vscode.window.showInformationMessage(
      `Tiercel: The problems in ${folder.name} are already being fixed.`,
    );
  }

  #isFixing(folder: vscode.WorkspaceFolder): boolean {
    const key = folder.uri.toString();
    const { runs } = this.#options;
    const isUnderWay = runs
      .entries()
      .filter(({ state: { job, run } }) => job.type === 'fixProblems' && !job.only && runs.isRunning(run))
      .some((entry) => entry.folder.uri.toString() === key);
    return isUnderWay || this.#fixing.has(key);
  }

  async #startIfReady(
    job: Job,
    folder: vscode.WorkspaceFolder,
    options: StartOptions,
  ): Promise<RunState | undefined> {
    return (await this.isReady()) ? stateOf(await this.#start(job, folder, options)) : undefined;
  }

  async #start(job: Job, folder: vscode.WorkspaceFolder, options: StartOptions = {}): Promise<RunResult> {
    const { runs, panel, offers, onFirstModel } = this.#options;
    const { signal, capUsd, isOfferedElsewhere = false } = options;
    if (!isOfferedElsewhere) void panel.reveal({ focus: false });
    onFirstModel();
    const started: string[] = [];
    const cancel = () => {
      for (const run of started) void runs.cancel(run);
    };
    signal?.addEventListener('abort', cancel);
    const onStart = (run: string) => {
      started.push(run);
      options.onStart?.(run);
      if (signal?.aborted) cancel();
    };
    const result = await runs.start(job, folder, onStart, capUsd);
    signal?.removeEventListener('abort', cancel);
    if (!isOfferedElsewhere || result.type === 'refused') offers.tell(result, job.type === 'fixProblem');
    return result;
  }

  /** Whether work can be done here. Where it can't, the user is told why. */
  async isReady(): Promise<boolean> {
    const readiness = await readWorkspaceReadiness();
    if (readiness === 'ready') return true;
    void this.#refuse(readiness);
    return false;
  }

  async #refuse(readiness: 'none' | 'empty' | 'untrusted'): Promise<void> {
    const actions = { none: 'Open Folder', empty: undefined, untrusted: 'Manage Workspace Trust' };
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
}

function isCancelled({ phase }: RunState): boolean {
  return phase.type === 'ended' && phase.outcome === 'cancelled';
}

function stateOf(result: RunResult): RunState | undefined {
  return result.type === 'stopped' ? result.state : undefined;
}
