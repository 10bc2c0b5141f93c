import path from 'node:path';
import * as vscode from 'vscode';
import { registerCodeActions } from './host/codeActions.ts';
import { registerCommands } from './host/commands.ts';
import { ContextDocuments } from './host/context/contextDocuments.ts';
import { CommandConsent } from './host/debug/commandConsent.ts';
import { DebugActions } from './host/debug/debugActions.ts';
import { Stops } from './host/debug/stops.ts';
import { panelViewId } from './host/ids.ts';
import { Jobs } from './host/jobs.ts';
import { createLog } from './host/log.ts';
import { actOnPage } from './host/panel/pageActions.ts';
import { PanelView } from './host/panel/panelView.ts';
import { readPanelState } from './host/panel/readPanelState.ts';
import { DiffDocuments } from './host/proposals/diffDocuments.ts';
import { ReviewActions } from './host/proposals/reviewActions.ts';
import { exportLedger } from './host/runs/exportLedger.ts';
import { showPriceNotice } from './host/runs/priceNotice.ts';
import { RunProgress } from './host/runs/runProgress.ts';
import { RunResources } from './host/runs/runResources.ts';
import { RunService } from './host/runs/runService.ts';
import { ApiKeys } from './host/settings/apiKeys.ts';
import { onSettingsChange } from './host/settings/currentSettings.ts';
import { setApiKey } from './host/settings/setApiKey.ts';
import type { TestApi } from './host/testApi.ts';
import { TierReports } from './host/tiers/tierReports.ts';

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const environment = process.env;

  const log = own(createLog());
  const consent = new CommandConsent(context.workspaceState);
  const keys = new ApiKeys(context.secrets, environment);
  const resources = own(
    new RunResources({
      log,
      keys,
      environment,
      ledgerFile: path.join(context.globalStorageUri.fsPath, 'ledger.sqlite'),
      journalRoot: path.join((context.storageUri ?? context.globalStorageUri).fsPath, 'runs'),
      indexProgram: path.join(context.extensionPath, 'dist/indexThread.cjs'),
      indexFolder: path.join((context.storageUri ?? context.globalStorageUri).fsPath, 'indexes'),
      tokenizerProgram: path.join(context.extensionPath, 'dist/tokenizer.cjs'),
      userAgent: `tiercel/${context.extension.packageJSON.version}`,
      version: context.extension.packageJSON.version,
      fallbackFolders: [context.extensionPath],
      bundledFolders: [path.join(vscode.env.appRoot, 'extensions')],
      scratchFolder: path.join(context.globalStorageUri.fsPath, 'scratch'),
      allowedCommands: (folder) => consent.allowed(folder),
    }),
  );
  const runs = own(new RunService(resources, log));
  const review = own(new ReviewActions(runs));
  const diffs = own(new DiffDocuments(runs));
  const contexts = own(new ContextDocuments(runs));

  const askForKey = () => setApiKey(keys, environment);
  const panel: PanelView = own(
    new PanelView({
      extensionUri: context.extensionUri,
      log,
      readState: () => readPanelState({ runs, resources, keys, environment }),
      onMessage: (message) =>
        actOnPage(message, { runs, jobs, review, diffs, contexts, setApiKey: askForKey }),
    }),
  );
  const jobs = new Jobs({
    runs,
    panel,
    review,
    diffs,
    onFirstModel: () => void showPriceNotice(context.globalState, keys, environment),
  });

  own(vscode.window.registerWebviewViewProvider(panelViewId, panel));
  own(new RunProgress(runs, panel));
  own(registerCodeActions());
  const debug = new DebugActions({ jobs, stops: own(new Stops()), consent });
  const tierReports = own(new TierReports(resources, environment));
  own(
    registerCommands({
      ...{ log, runs, jobs, review, panel, debug, contexts, tierReports },
      setApiKey: askForKey,
      exportLedger: () => exportLedger(resources),
    }),
  );

  own(runs.onChange(() => panel.update()));
  own(keys.onChange(() => panel.update()));
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => panel.update()));
  own(vscode.workspace.onDidChangeWorkspaceFolders(() => panel.update()));
  own(
    onSettingsChange(() => {
      resources.resetCheckers();
      panel.update();
    }),
  );
  void resources.sweepScratch();
  return context.extensionMode === vscode.ExtensionMode.Test ? { panel, runs, consent } : undefined;
}
