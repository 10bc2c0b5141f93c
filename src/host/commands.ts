import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { messageOf } from '../base/messageOf.ts';
import { waitsWithPlan } from '../core/run/state/runState.ts';
import type { ToolConsent } from './agents/toolConsent.ts';
import type { EditHere } from './codeActions/editHere.ts';
import type { ProblemFixes } from './codeActions/problemFixes.ts';
import type { ContextDocuments } from './context/contextDocuments.ts';
import type { DebugActions } from './debug/debugActions.ts';
import { commandIds, fixTakenCommand } from './ids.ts';
import type { Jobs } from './jobs.ts';
import { type Log, logError, tellLogged } from './log.ts';
import type { PanelView } from './panel/panelView.ts';
import type { ProblemCommands } from './problems/problemCommands.ts';
import type { ReviewActions } from './proposals/reviewActions.ts';
import type { HunkCommands } from './review/hunkCommands.ts';
import { titleOf } from './runs/jobTitle.ts';
import type { RunEntry } from './runs/runHistory.ts';
import type { RunService } from './runs/runService.ts';
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
  readonly tools: ToolConsent;
  readonly problems: ProblemCommands;
  readonly fixes: ProblemFixes;
  readonly editHere: EditHere;
  readonly hunkCommands: HunkCommands;
  readonly chooseProfile: () => Promise<void>;
  readonly setApiKey: () => Promise<void>;
  readonly exportLedger: () => Promise<void>;
}

type Handler = (...args: unknown[]) => Promise<unknown>;

/** Registers every command of package.json. A command's failure is logged and told once, here. */
export function registerCommands(services: CommandServices): vscode.Disposable {
  const { log, runs, jobs, review, panel } = services;
  const handlers: Record<keyof typeof commandIds, Handler> = {
    newRequest: async (text) => {
      if (typeof text === 'string') return jobs.request(text);
      return (await jobs.isReady()) ? jobs.request(await askForRequest()) : undefined;
    },
    fixProblems: () => jobs.fixProblems(),
    fixProblem: (given, diagnostic) => services.problems.fixProblem(given, diagnostic),
    fixGroup: (given) => services.problems.fixGroup(given),
    labelGroup: (given) => services.problems.labelGroup(given),
    stopGroup: (given) => services.problems.stopGroup(given),
    filterProblems: () => services.problems.filterTree(),
    explainProblem: (uri, diagnostic, capUsd) => services.problems.explain(uri, diagnostic, capUsd),
    rewriteSelection: async (id) => {
      const { isRewriteId } = await import('./codeActions/rewrites.ts');
      if (!isRewriteId(id)) throw new Error('this command takes the name of a rewrite');
      return services.editHere.rewrite(id);
    },
    editHere: () => services.editHere.ask(),
    acceptHunk: (given) => services.hunkCommands.accept(given),
    rejectHunk: (given) => services.hunkCommands.reject(given),
    nextHunk: () => services.hunkCommands.go(1),
    previousHunk: () => services.hunkCommands.go(-1),
    showChanges: (given) => services.hunkCommands.showChanges(given),
    acceptDiff: (given) => services.hunkCommands.decideOnDiff('accept', given),
    rejectDiff: (given) => services.hunkCommands.decideOnDiff('reject', given),
    acceptAll: async (...given) => {
      const named = given.filter((run) => typeof run === 'string');
      if (named.length === 0) return review.acceptOpen({ type: 'all' });
      for (const run of named) await review.acceptOpen({ type: 'run', run });
    },
    rejectAll: () => review.rejectOpen({ type: 'all' }),
    cancel: async () => {
      const entry = await pickRun(
        runs.entries().filter(({ state }) => runs.isRunning(state.run)),
        'Cancel',
      );
      if (entry) await runs.cancel(entry.state.run);
    },
    resume: async (given) => {
      const paused = runs
        .entries()
        .filter(({ state }) => state.phase.type === 'paused' && !runs.isRunning(state.run))
        .filter(({ state }) => typeof given !== 'string' || state.run === given);
      const entry = await pickRun(paused, 'Resume');
      if (entry) await jobs.resume(entry.state.run, { approvePlan: waitsWithPlan(entry.state) });
    },
    explainException: () => services.debug.explainException(),
    debugCommand: () => services.debug.debugCommand(),
    manageTools: () => services.tools.manage(),
    manageCommands: () => services.debug.manageCommands(),
    showTierReport: () => services.tierReports.show(),
    resetTierHistory: () => services.tierReports.reset(),
    showTaskContext: async (run, task) =>
      typeof run === 'string' && typeof task === 'string'
        ? services.contexts.show({ run, task })
        : services.contexts.pick(),
    showPanel: () => panel.reveal({ focus: true }),
    showLog: async () => log.show(),
    setApiKey: () => services.setApiKey(),
    openSettings: (query) => openSettings(typeof query === 'string' ? query : ''),
    chooseProfile: () => services.chooseProfile(),
    exportLedger: () => services.exportLedger(),
  };
  const disposables = new DisposableStore();
  const all: readonly (readonly [string, Handler])[] = [
    ...Object.entries(handlers).map(
      ([name, handler]) => [commandIds[name as keyof typeof commandIds], handler] as const,
    ),
    [fixTakenCommand, () => services.fixes.taken()] as const,
  ];
  for (const [id, handler] of all) {
    const run = async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        logError(log, error);
        void tellLogged(`Tiercel: ${messageOf(error)}`);
        return undefined;
      }
    };
    disposables.add(vscode.commands.registerCommand(id, run));
  }
  return disposables;
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
