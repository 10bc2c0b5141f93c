import type * as vscode from 'vscode';
import type { Job } from '../../core/run/state/runEvent.ts';
import { type RunState, waitsWithPlan } from '../../core/run/state/runState.ts';
import type { RunResult, RunService } from '../runs/runService.ts';
import { currentSettings } from '../settings/currentSettings.ts';
import { activeFolder, describeReadiness, readWorkspaceReadiness } from '../workspace/workspaceFolder.ts';
import { placeWork } from './placeWork.ts';

export interface DelegateOptions {
  readonly runs: Pick<RunService, 'start' | 'resume' | 'cancel'>;
  readonly environment: NodeJS.ProcessEnv;
  readonly folders: () => readonly vscode.WorkspaceFolder[];
  /** Called before a run that may use a model. */
  readonly onFirstModel: () => void;
}

export interface DelegatedRun {
  readonly state: RunState;
  readonly folder: vscode.WorkspaceFolder;
}

export interface Delegated {
  /** What was begun, and may have been paid for. */
  readonly done: readonly DelegatedRun[];
  /** Why it, or the rest of it, is not done. */
  readonly refused?: string;
}

/** What came of the work in one folder: what was paid for is told also where the rest of it was refused. */
interface WorkDone {
  readonly state?: RunState;
  readonly refused?: string;
}

/** Does work for another agent, within what the user lets a run cost. Nothing of it is written: it is proposed. */
export class Delegate {
  readonly #options: DelegateOptions;

  constructor(options: DelegateOptions) {
    this.#options = options;
  }

  /** The most that a piece of work may cost, in USD: what is asked for, and never more than a run may. */
  async capUsd(asked: number | undefined): Promise<number> {
    const { settings } = await currentSettings(this.#options.environment);
    const { runUsd } = settings.core.budgets;
    return asked === undefined ? runUsd : Math.min(asked, runUsd);
  }

  /**
   * Does a job to its end, in each folder that it is about, all of them together for no more than `capUsd`; a plan is
   * not waited with, since who confirmed the work has seen its worst case.
   */
  async run(
    job: Job,
    capUsd: number,
    token: vscode.CancellationToken,
    onStart: (run: string) => void = () => undefined,
  ): Promise<Delegated> {
    const readiness = await readWorkspaceReadiness();
    if (readiness !== 'ready') return { done: [], refused: describeReadiness(readiness) };
    const { folders, onFirstModel } = this.#options;
    const placed = await placeWork(job, folders(), activeFolder());
    if (typeof placed === 'string') return { done: [], refused: placed };
    onFirstModel();
    const done: DelegatedRun[] = [];
    let leftUsd = capUsd;
    for (const { folder, job: part } of placed) {
      if (token.isCancellationRequested || (done.length > 0 && leftUsd <= 0)) break;
      const { state, refused } = await this.#runIn(folder, part, leftUsd, token, onStart);
      const where = done.length > 0 ? `Not done in ${folder.name}: ` : '';
      if (state) {
        leftUsd -= state.total.usd;
        done.push({ state, folder });
      }
      if (refused !== undefined) return { done, refused: `${where}${refused}` };
    }
    return { done };
  }

  async #runIn(
    folder: vscode.WorkspaceFolder,
    job: Job,
    capUsd: number,
    token: vscode.CancellationToken,
    tellStart: (run: string) => void,
  ): Promise<WorkDone> {
    const { runs } = this.#options;
    let run: string | undefined;
    const cancel = () => {
      if (run !== undefined) void runs.cancel(run);
    };
    const listener = token.onCancellationRequested(cancel);
    try {
      const onStart = (id: string) => {
        run = id;
        tellStart(id);
        if (token.isCancellationRequested) cancel();
      };
      const result = await runs.start(job, folder, onStart, capUsd);
      if (result.type === 'refused' || !waitsWithPlan(result.state) || token.isCancellationRequested)
        return workDone(result);
      const { state } = result;
      const resumed = workDone(await runs.resume(state.run, { approvePlan: true, capUsd }));
      if (resumed.refused === undefined) return resumed;
      return { state, refused: `The plan is made and paid for, but not started. ${resumed.refused}` };
    } finally {
      listener.dispose();
    }
  }
}

function workDone(result: RunResult): WorkDone {
  return result.type === 'refused' ? { refused: result.message } : { state: result.state };
}
