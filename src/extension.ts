import * as vscode from 'vscode';
import { registerCommands } from './host/commands.ts';
import type { TestApi } from './host/testApi.ts';
import { joinChat } from './host/wiring/chat.ts';
import { offerCodeActions } from './host/wiring/lightBulb.ts';
import { chooseProfile, exportLedger, setApiKey } from './host/wiring/onFirstUse.ts';
import type { Own } from './host/wiring/own.ts';
import { createPanel } from './host/wiring/panel.ts';
import { createProblems } from './host/wiring/problems.ts';
import { keepUpToDate } from './host/wiring/refresh.ts';
import { createReview } from './host/wiring/review.ts';
import { createServices } from './host/wiring/services.ts';
import { sweepOnceSettled } from './host/wiring/sweep.ts';
import { createWork } from './host/wiring/work.ts';

/**
 * What VS Code calls first; the name of each step is the file in host/wiring that does it. Returns what tests may
 * ask.
 */
export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const own: Own = (disposable) => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const services = createServices(context, process.env, own);
  const review = createReview(services, own);
  const panel = createPanel(services, review, own, () => ({ ...work, ...problems }));
  const work = createWork(services, review, panel, own);
  const problems = createProblems(services, work, panel, own);
  offerCodeActions(services, work, problems, own);
  const delegate = joinChat(services, own);
  own(
    registerCommands({
      ...{ ...services, ...review, ...work, ...problems, panel },
      setApiKey: () => setApiKey(services),
      chooseProfile: () => chooseProfile(services),
      exportLedger: () => exportLedger(services),
    }),
  );
  keepUpToDate(services, problems, panel, own);
  void services.runs.loadEarlier();
  const sweep = sweepOnceSettled(services, own);
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { ...services, ...problems, ...review, panel, delegate, sweep }
    : undefined;
}
