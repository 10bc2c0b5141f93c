import * as vscode from 'vscode';
import type { ImagePart } from '../core/model/image.ts';
import type { ChosenGate, DebugJob, Job, PickedProblems } from '../core/run/runEvent.ts';
import type { RunState } from '../core/run/runState.ts';
import type { Offers } from './offers.ts';
import type { PanelView } from './panel/panelView.ts';
import { withTerminal } from './requestText.ts';
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
  readonly offers: Offers;
  /** Called before a run that may use a model. */
  readonly onFirstModel: () => void;
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
  async request(text: string, images: readonly ImagePart[] = []): Promise<string | undefined> {
    if (text.trim() === '') return undefined;
    const whole = await withTerminal(text.trim());
    if (whole === undefined) return undefined;
    const job: Job = {
      type: 'request',
      text: whole,
      ...(whole !== text.trim() && { title: text.trim() }),
      ...(images.length > 0 && { images }),
    };
    return this.#startInWorkspace(job);
  }

  /** Works on all problems of the folder; not while that is under way, as the same work would be paid twice. */
  async fixProblems(): Promise<string | undefined> {
    return this.#startInWorkspace({ type: 'fixProblems' });
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
    const job: Job = { type: 'fixProblem', diagnostic: toDiagnostic(path, diagnostic) };
    return stateOf(await this.#start(job, folder, options));
  }

  /** Works on a command that fails, or on an exception that the debugger stopped at. */
  async debug(job: DebugJob, folder: vscode.WorkspaceFolder): Promise<string | undefined> {
    return (await this.#isReady()) ? stateOf(await this.#start(job, folder))?.run : undefined;
  }

  /** Goes on with a run that stands still. */
  async resume(run: string, choices: { readonly approvePlan: boolean }): Promise<void> {
    await this.goOn(run, choices);
  }

  /** The same for who wants to know what came of it. */
  async goOn(run: string, choices: { readonly approvePlan: boolean }): Promise<RunState | undefined> {
    if (!(await this.#isReady())) return undefined;
    const result = await this.#options.runs.resume(run, choices);
    this.#options.offers.tell(result);
    return stateOf(result);
  }

  async #startInWorkspace(job: Job): Promise<string | undefined> {
    if (!(await this.#isReady())) return undefined;
    const folder = activeFolder();
    if (!folder) return undefined;
    if (job.type !== 'fixProblems') return stateOf(await this.#start(job, folder))?.run;
    if (this.#isFixing(folder)) {
      void this.#options.panel.reveal({ focus: false });
      void vscode.window.showInformationMessage(`The problems of ${folder.name} are being fixed already.`);
      return undefined;
    }
    const key = folder.uri.toString();
    this.#fixing.add(key);
    try {
      return stateOf(await this.#start(job, folder))?.run;
    } finally {
      this.#fixing.delete(key);
    }
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
    return (await this.#isReady()) ? stateOf(await this.#start(job, folder, options)) : undefined;
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
}

function stateOf(result: RunResult): RunState | undefined {
  return result.type === 'stopped' ? result.state : undefined;
}
