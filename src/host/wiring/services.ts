import path from 'node:path';
import * as vscode from 'vscode';
import { ToolConsent } from '../agents/toolConsent.ts';
import { CommandConsent } from '../debug/commandConsent.ts';
import { Estimates } from '../estimates.ts';
import { createLog, type Log } from '../log.ts';
import { DriftWatch } from '../proposals/driftWatch.ts';
import { DaySpends } from '../runs/daySpends.ts';
import { RunResources } from '../runs/runResources.ts';
import { RunService } from '../runs/runService.ts';
import { ApiKeys } from '../settings/apiKeys.ts';
import { ConnectionTests } from '../tiers/connectionTests.ts';
import { TierReports } from '../tiers/tierReports.ts';
import type { Own } from './own.ts';

/** What every feature may use, and what knows of none of them. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly consent: CommandConsent;
  readonly tools: ToolConsent;
  readonly keys: ApiKeys;
  readonly resources: RunResources;
  readonly runs: RunService;
  readonly tests: ConnectionTests;
  readonly drifts: DriftWatch;
  readonly tierReports: TierReports;
  readonly estimates: Estimates;
  readonly spends: DaySpends;
}

/** What lives as long as the window and knows no UI: keys, consent, the ledger and the runs. */
export function createServices(
  context: vscode.ExtensionContext,
  environment: NodeJS.ProcessEnv,
  own: Own,
): Services {
  const log = own(createLog());
  const consent = new CommandConsent(context.workspaceState);
  const tools = new ToolConsent(context.workspaceState);
  const keys = new ApiKeys(context.secrets, environment);
  const { version } = context.extension.packageJSON;
  const global = context.globalStorageUri.fsPath;
  const workspace = context.storageUri?.fsPath;
  const local = workspace ?? global;
  const resources = own(
    new RunResources({
      ...{ log, keys, environment, version, userAgent: `tiercel/${version}` },
      ledgerFile: path.join(global, 'ledger.sqlite'),
      scratchFolder: path.join(global, 'scratch'),
      journalRoot: path.join(local, 'runs'),
      journalRoots: async () => {
        const { journalRoots } = await import('../../node/journal/journalRoots.ts');
        return journalRoots(global, workspace);
      },
      indexFolder: path.join(local, 'indexes'),
      indexProgram: path.join(context.extensionPath, 'dist/indexThread.cjs'),
      tokenizerProgram: path.join(context.extensionPath, 'dist/tokenizer.cjs'),
      fallbackFolders: [context.extensionPath],
      bundledFolders: [path.join(vscode.env.appRoot, 'extensions')],
      userTools: tools,
      allowedCommands: (folder) => consent.allowed(folder),
    }),
  );
  const runs = own(new RunService(resources, log));
  return {
    ...{ context, environment, log, consent, tools, keys, resources, runs },
    tests: new ConnectionTests(resources),
    drifts: own(new DriftWatch(runs, log)),
    tierReports: own(new TierReports(resources, environment)),
    estimates: new Estimates(resources, keys, environment),
    spends: new DaySpends({ resources, memory: context.globalState, now: Date.now }),
  };
}
