import path from 'node:path';
import * as vscode from 'vscode';
import { registerParticipant } from './host/agents/chatParticipant.ts';
import { Delegate } from './host/agents/delegate.ts';
import { registerDelegateTools } from './host/agents/delegateTools.ts';
import { ToolConsent } from './host/agents/toolConsent.ts';
import { EditHere } from './host/codeActions/editHere.ts';
import { fixKind, rewriteKind } from './host/codeActions/kinds.ts';
import { ProblemActions } from './host/codeActions/problemActions.ts';
import { ProblemFixes } from './host/codeActions/problemFixes.ts';
import { SelectionActions } from './host/codeActions/selectionActions.ts';
import { registerCommands } from './host/commands.ts';
import { ContextDocuments } from './host/context/contextDocuments.ts';
import { CommandConsent } from './host/debug/commandConsent.ts';
import { DebugActions } from './host/debug/debugActions.ts';
import { Stops } from './host/debug/stops.ts';
import { Estimates } from './host/estimates.ts';
import { panelViewId } from './host/ids.ts';
import { Jobs } from './host/jobs.ts';
import { createLog, messageOf } from './host/log.ts';
import { Offers } from './host/offers.ts';
import { PanelView } from './host/panel/panelView.ts';
import { readPanelState } from './host/panel/readPanelState.ts';
import { groupInFolder } from './host/problems/groupInFolder.ts';
import { viewOf as viewOfGroup } from './host/problems/groupViews.ts';
import { PanelProblems } from './host/problems/panelProblems.ts';
import { ProblemCommands } from './host/problems/problemCommands.ts';
import { type FolderGroup, ProblemGroups } from './host/problems/problemGroups.ts';
import { ProblemTree } from './host/problems/problemTree.ts';
import { ProblemWatch } from './host/problems/watch.ts';
import { DiffDocuments } from './host/proposals/diffDocuments.ts';
import { DriftWatch } from './host/proposals/driftWatch.ts';
import { ReviewActions } from './host/proposals/reviewActions.ts';
import { EditorHunks } from './host/review/editorHunks.ts';
import { HunkCommands } from './host/review/hunkCommands.ts';
import { DaySpends } from './host/runs/daySpends.ts';
import { RunProgress } from './host/runs/runProgress.ts';
import { RunResources } from './host/runs/runResources.ts';
import { RunService } from './host/runs/runService.ts';
import { ApiKeys } from './host/settings/apiKeys.ts';
import { onSettingsChange } from './host/settings/currentSettings.ts';
import { watchSettings } from './host/settings/settingProblems.ts';
import { StatusBar } from './host/statusBar.ts';
import type { TestApi } from './host/testApi.ts';
import { ConnectionTests } from './host/tiers/connectionTests.ts';
import { TierReports } from './host/tiers/tierReports.ts';
import { chooseFolders } from './host/workspace/chooseFolders.ts';
import type { ProblemsView } from './protocol/problems.ts';

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const environment = process.env;

  const log = own(createLog());
  const consent = new CommandConsent(context.workspaceState);
  const tools = new ToolConsent(context.workspaceState);
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
      userTools: tools,
      allowedCommands: (folder) => consent.allowed(folder),
    }),
  );
  const runs = own(new RunService(resources, log));
  const review = own(new ReviewActions(runs));
  const diffs = own(new DiffDocuments(runs));
  const contexts = own(new ContextDocuments(runs));
  const tests = new ConnectionTests(resources);
  const drifts = own(new DriftWatch(runs));
  const tierReports = own(new TierReports(resources, environment));

  const askForKey = async () => {
    const { setApiKey } = await import('./host/settings/setApiKey.ts');
    await setApiKey(keys, environment);
  };
  const panel: PanelView = own(
    new PanelView({
      extensionUri: context.extensionUri,
      log,
      readState: (open) => readPanelState({ runs, resources, keys, environment, tests, drifts }, open),
      onMessage: async (message) => {
        const { actOnPage } = await import('./host/panel/pageActions.ts');
        await actOnPage(message, {
          ...{ runs, jobs, review, diffs, contexts, tests, tierReports, problems, setApiKey: askForKey },
          showProblems: (isShown) => panelProblems.show(isShown),
          readCost: async () => {
            const { readCost } = await import('./host/panel/readCost.ts');
            return readCost({ resources, runs, environment });
          },
          showCost: (cost) => panel.post({ type: 'cost', cost }),
        });
      },
    }),
  );
  const onFirstModel = async () => {
    const { showPriceNotice } = await import('./host/runs/priceNotice.ts');
    await showPriceNotice(context.globalState, keys, environment);
  };
  const offers = new Offers({ panel, review, diffs });
  const jobs = new Jobs({
    runs,
    panel,
    offers,
    folders: chooseFolders,
    onFirstModel,
  });

  own(vscode.window.registerWebviewViewProvider(panelViewId, panel));
  own(new RunProgress(runs, panel));
  const estimates = new Estimates(resources, keys, environment);
  const hunks = own(new EditorHunks(runs, context.extensionUri));
  const fixes = new ProblemFixes({ jobs, review, diffs, offers, hunks });
  const inFiles: vscode.DocumentFilter = { scheme: 'file' };
  const watch = own(new ProblemWatch({ resources, log, environment, onLooked: () => groups.regroup() }));
  const onProblems = new ProblemActions(estimates, fixes, watch);
  const onSelections = new SelectionActions(estimates);
  const { registerCodeActionsProvider } = vscode.languages;
  own(registerCodeActionsProvider(inFiles, onProblems, { providedCodeActionKinds: [fixKind] }));
  own(registerCodeActionsProvider(inFiles, onSelections, { providedCodeActionKinds: [rewriteKind] }));
  const hunkCommands = new HunkCommands({ runs, review, diffs, hunks });
  const editHere = new EditHere({ jobs, estimates, offers, hunks });
  const delegate = new Delegate({
    ...{ runs, environment, onFirstModel },
    folders: () => vscode.workspace.workspaceFolders ?? [],
  });
  // Where the editor has no chat, the rest works all the same.
  try {
    own(registerDelegateTools(delegate));
    own(registerParticipant(delegate, runs, context.extensionUri));
  } catch (error) {
    log.warn(`Tiercel is not in the chat: ${messageOf(error)}`);
  }
  const groups = own(new ProblemGroups(groupInFolder(resources, environment)));
  const viewOf = (group: FolderGroup) => viewOfGroup(group, { estimates, runs });
  const tree = own(new ProblemTree({ groups, viewOf }));
  const send = (view: ProblemsView) => panel.post({ type: 'problems', problems: view });
  const panelProblems = own(new PanelProblems({ groups, viewOf, runs, log, send }));
  const problems = new ProblemCommands({
    ...{ jobs, offers, estimates, groups, runs, resources, tree, viewOf },
  });
  const spends = new DaySpends({ resources, memory: context.globalState, now: Date.now });
  const status = own(new StatusBar({ runs, readSpend: () => spends.read() }));
  const debug = new DebugActions({ jobs, stops: own(new Stops()), folders: chooseFolders, consent });
  own(
    registerCommands({
      ...{ log, runs, jobs, review, panel, debug, contexts, tierReports },
      ...{ tools, problems, fixes, editHere, hunks, hunkCommands },
      chooseProfile: async () => {
        const { chooseProfile } = await import('./host/settings/chooseProfile.ts');
        await chooseProfile(environment);
      },
      setApiKey: askForKey,
      exportLedger: async () => {
        const { exportLedger } = await import('./host/runs/exportLedger.ts');
        await exportLedger(resources);
      },
    }),
  );

  own(
    runs.onChange(({ event }) => {
      if (event?.type === 'label-end') groups.regroup();
      else if (event?.type.startsWith('run-')) tree.redraw();
      estimates.forget();
      panel.update();
    }),
  );
  own(
    keys.onChange(() => {
      tests.reset();
      estimates.forget();
      tree.redraw();
      panelProblems.update();
      panel.update();
    }),
  );
  own(tests.onChange(() => panel.update()));
  own(drifts.onChange(() => panel.update()));
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => panel.update()));
  own(vscode.workspace.onDidChangeWorkspaceFolders(() => panel.update()));
  own(
    onSettingsChange(() => {
      resources.resetCheckers();
      tests.reset();
      estimates.forget();
      tree.redraw();
      panelProblems.update();
      panel.update();
      spends.readAnew();
      status.update();
    }),
  );
  own(watchSettings(environment));
  own(vscode.workspace.onDidChangeWorkspaceFolders(() => status.update()));
  status.update();
  void resources.sweepScratch();
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { panel, runs, consent, delegate, tools, watch, groups, tree }
    : undefined;
}
