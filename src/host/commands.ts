import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import type { ContextDocuments } from './context/contextDocuments.ts';
import type { DebugActions } from './debug/debugActions.ts';
import { commandIds } from './ids.ts';
import type { Jobs } from './jobs.ts';
import { type Log, messageOf } from './log.ts';
import type { PanelView } from './panel/panelView.ts';
import type { ReviewActions } from './proposals/reviewActions.ts';
import { titleOf } from './runs/jobTitle.ts';
import type { RunEntry, RunService } from './runs/runService.ts';
import { openSettings } from './settings/openSettings.ts';
import type { TierReports } from './tiers/tierReports.ts';

export interface CommandServices {
  readonly log: Log;
  readonly runs: RunService;
  readonly jobs: Jobs;
  readonly review: ReviewActions;
  readonly panel: PanelView;
  readonly debug: DebugActions;
  readonly contexts: ContextDocuments;
  readonly tierReports: TierReports;
  readonly setApiKey: () => Promise<void>;
  readonly exportLedger: () => Promise<void>;
}

/** Registers every command of package.json. A command's failure is logged and told once, here. */
export function registerCommands(services: CommandServices): vscode.Disposable {
  const { log, runs, jobs, review, panel } = services;
  const handlers: Record<keyof typeof commandIds, (...args: unknown[]) => Promise<unknown>> = {
    newRequest: async (text) => jobs.request(typeof text === 'string' ? text : await askForRequest()),
    fixProblems: () => jobs.fixProblems(),
    fixProblem: async (uri, diagnostic) => {
      if (!(uri instanceof vscode.Uri) || !isDiagnostic(diagnostic)) {
        throw new Error('this command takes a file and one of its problems');
      }
      return jobs.fixProblem(uri, diagnostic);
    },
    acceptAll: () => review.acceptOpen({ type: 'all' }),
    rejectAll: () => review.rejectOpen({ type: 'all' }),
    cancel: async () => {
      const entry = await pickRun(
        runs.entries().filter(({ state }) => runs.isRunning(state.run)),
        'Cancel',
      );
      if (entry) await runs.cancel(entry.state.run);
    },
    resume: async () => {
      const paused = runs
        .entries()
        .filter(({ state }) => state.phase.type === 'paused' && !runs.isRunning(state.run));
      const entry = await pickRun(paused, 'Resume');
      if (entry) await jobs.resume(entry.state.run, { approvePlan: waitsWithPlan(entry) });
    },
    explainException: () => services.debug.explainException(),
    debugCommand: () => services.debug.debugCommand(),
    manageCommands: () => services.debug.manageCommands(),
    showTierReport: () => services.tierReports.show(),
    resetTierHistory: () => services.tierReports.reset(),
    showTaskContext: async (run, task) =>
      typeof run === 'string' && typeof task === 'string'
        ? services.contexts.show({ run, task })
        : services.contexts.pick(),
    showPanel: () => panel.reveal({ focus: true }),
    setApiKey: () => services.setApiKey(),
    openSettings: (query) => openSettings(typeof query === 'string' ? query : ''),
    exportLedger: () => services.exportLedger(),
  };
  const disposables = new DisposableStore();
  for (const [name, handler] of Object.entries(handlers)) {
    const id = commandIds[name as keyof typeof commandIds];
    const run = async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(`Tiercel: ${messageOf(error)}`);
        return undefined;
      }
    };
    disposables.add(vscode.commands.registerCommand(id, run));
  }
  return disposables;
}

/** Whether resuming a run means starting the plan that it waits with. */
export function waitsWithPlan({ state }: RunEntry): boolean {
  return state.phase.type === 'paused' && state.phase.reason.type === 'plan';
}

async function askForRequest(): Promise<string> {
  const text = await vscode.window.showInputBox({
    title: 'Tiercel: New Request',
    prompt: 'What is to be done? A question, one edit, or work that needs a plan.',
    placeHolder: 'Add a --json flag to the list command, with a test',
    ignoreFocusOut: true,
  });
  return text ?? '';
}

async function pickRun(entries: readonly RunEntry[], what: string): Promise<RunEntry | undefined> {
  if (entries.length <= 1) return entries[0];
  const picked = await vscode.window.showQuickPick(
    entries.map((entry) => ({ label: titleOf(entry.state.job), entry })),
    { title: `Tiercel: ${what} which run?` },
  );
  return picked?.entry;
}

function isDiagnostic(value: unknown): value is vscode.Diagnostic {
  if (typeof value !== 'object' || value === null) return false;
  const { range, message, severity } = value as Partial<vscode.Diagnostic>;
  return range instanceof vscode.Range && typeof message === 'string' && typeof severity === 'number';
}
