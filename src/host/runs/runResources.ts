import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { makeOnce } from '../../base/makeOnce.ts';
import { messageOf } from '../../base/messageOf.ts';
import type { Ledger } from '../../core/ledger/ledger.ts';
import type { BatchClient } from '../../core/model/batch.ts';
import { isAbove, modelTiers } from '../../core/model/tier.ts';
import type { AttemptLog, History } from '../../core/routing/attempts.ts';
import type { RunDeps } from '../../core/run/session/runDeps.ts';
import type { HostSettings } from '../../core/settings/readSettings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { UserTools } from '../../core/worker/tools/userTools.ts';
import type { FileJournal } from '../../node/journal/fileJournal.ts';
import type { DisposableChecker } from '../../node/languageServer/languageServerChecker.ts';
import type { Meter } from '../../node/meter.ts';
import type { SqliteAttempts } from '../../node/sqlite/sqliteAttempts.ts';
import type { SqliteLabels } from '../../node/sqlite/sqliteLabels.ts';
import type { OpenedLedger } from '../../node/sqlite/sqliteLedger.ts';
import type { WorkspaceCommands } from '../../node/worktree/createWorkspaceCommands.ts';
import type { Providers } from '../languageModels/providers.ts';
import type { Log } from '../log.ts';
import type { ApiKeys } from '../settings/apiKeys.ts';
import { currentSettings, onSettingsChange } from '../settings/currentSettings.ts';
import type { IndexedWorkspaces } from '../workspace/indexedWorkspaces.ts';
import { describeReadiness } from '../workspace/workspaceFolder.ts';
import { Background } from './background.ts';
import type { DaySpend } from './statusOf.ts';

export interface RunResourcesOptions {
  readonly log: Log;
  readonly keys: ApiKeys;
  readonly environment: NodeJS.ProcessEnv;
  /** One file for all windows: budgets hold over all of them. */
  readonly ledgerFile: string;
  /** Holds a folder of journals for each workspace folder. */
  readonly journalRoot: string;
  /** The same of all workspaces, this one's among them: what other windows have spent counts as well. */
  readonly journalRoots: () => Promise<readonly string[]>;
  /** The program that finds files, run as a thread, and where it keeps what it knows of them. */
  readonly indexProgram: string;
  readonly indexFolder: string;
  /** The program of the thread that counts tokens. */
  readonly tokenizerProgram: string;
  readonly userAgent: string;
  readonly version: string;
  /** Where a TypeScript is looked for when the workspace has none. */
  readonly fallbackFolders: readonly string[];
  /** Folders of the editor's own extensions, which bring language servers. */
  readonly bundledFolders: readonly string[];
  /** Where scratch copies for commands are kept, for all windows. */
  readonly scratchFolder: string;
  /** The user's own tools that workers may call. */
  readonly userTools?: UserTools;
  /** The commands that the user allows in a folder now. */
  readonly allowedCommands: (folder: vscode.WorkspaceFolder) => readonly string[];
}

export type RunDepsResult =
  | { readonly type: 'ready'; readonly deps: RunDeps }
  | { readonly type: 'refused'; readonly message: string };

/**
 * What runs need, made on first use: the ledger, the journals, a checker for each folder. Nothing of it is loaded
 * before, so that activating costs next to nothing.
 */
export class RunResources implements Disposable {
  readonly #options: RunResourcesOptions;
  readonly #journals = new Map<string, Promise<FileJournal>>();
  readonly #commands = new Map<string, Promise<WorkspaceCommands>>();
  readonly #checkers = new Map<string, Promise<DisposableChecker>>();
  readonly #attempts = new Map<string, Promise<SqliteAttempts>>();
  readonly #labels = new Map<string, Promise<SqliteLabels>>();
  readonly #background: Background;
  #ledger: Promise<OpenedLedger> | undefined;
  #meter: Promise<Meter> | undefined;
  /** Kept over runs: what one has learned of an endpoint, the next need not learn again. */
  #providers: Providers | undefined;
  #workspaces: Promise<IndexedWorkspaces> | undefined;
  #limits: Pick<Settings, 'budgets' | 'ceiling'> | undefined;
  readonly #settingsListener: vscode.Disposable;
  #disposed = false;

  constructor(options: RunResourcesOptions) {
    this.#options = options;
    this.#background = new Background(options.log);
    this.#settingsListener = onSettingsChange(async () => {
      const { settings } = await currentSettings(options.environment);
      this.#limits = settings.core;
    });
  }

  /**
   * All that a run in this folder needs, with the settings and keys as they are now. Whatever runs or sends something
   * comes through here, so that nothing does in a workspace that is not trusted.
   */
  async depsFor(folder: vscode.WorkspaceFolder): Promise<RunDepsResult> {
    if (!vscode.workspace.isTrusted) return { type: 'refused', message: describeReadiness('untrusted') };
    const opened = await this.#openLedger();
    if (opened.type === 'unavailable') {
      return {
        type: 'refused',
        message: `Tiercel can't keep its budget, so it runs nothing. ${opened.message}`,
      };
    }
    const { settings, problems } = await currentSettings(this.#options.environment);
    this.#limits = settings.core;
    for (const { message } of problems) this.#options.log.warn(message);
    const [workspaces, { retryOptions }] = await Promise.all([
      this.#indexedWorkspaces(),
      import('../../node/http/retryOptions.ts'),
    ]);
    const workspace = workspaces.workspaceOf(folder);
    const [checker, { commands }, endpoint, journal, attempts, labels] = await Promise.all([
      this.#checkerFor(folder),
      this.#commandsFor(folder, settings),
      this.#endpointFor(settings),
      this.journalFor(folder),
      this.attemptsFor(folder),
      this.labels(),
    ]);
    const meter = await this.#openMeter();
    const deps: RunDeps = {
      workspace,
      checker,
      commands,
      ...(this.#options.userTools && { userTools: this.#options.userTools }),
      endpoint,
      ledger: meter.ledgerFor(opened.ledger, folder.uri.toString(), settings.otlpEndpoint),
      countTokens: meter.countTokens,
      journal,
      settings: settings.core,
      limits: () => this.#limits ?? settings.core,
      ...(endpoint && { batches: await this.#batchesFor(settings) }),
      retry: retryOptions,
      now: Date.now,
      newId: () => randomUUID().slice(0, 8),
      ...(attempts && { attempts }),
      ...(labels && { labels }),
      random: Math.random,
      background: (work) => this.#background.start(work),
    };
    return { type: 'ready', deps };
  }

  /** The journal of a folder's runs. */
  journalFor(folder: vscode.WorkspaceFolder): Promise<FileJournal> {
    const key = folder.uri.toString();
    return makeOnce(this.#journals, key, async () => {
      const [{ createFileJournal }, { folderNameOf }] = await Promise.all([
        import('../../node/journal/fileJournal.ts'),
        import('../../node/files/folderName.ts'),
      ]);
      return createFileJournal(path.join(this.#options.journalRoot, folderNameOf(key)));
    });
  }

  /** Whether any run was kept here; nothing is loaded to find that out. */
  async hasJournals(): Promise<boolean> {
    const names = await readdir(this.#options.journalRoot).catch(() => []);
    return names.length > 0;
  }

  /** What the folder has seen of its tiers; undefined where no ledger can be had. */
  async attemptsFor(folder: vscode.WorkspaceFolder): Promise<AttemptLog | undefined> {
    const opened = await this.#openLedger();
    if (opened.type === 'unavailable') return undefined;
    const key = folder.uri.toString();
    return makeOnce(this.#attempts, key, async () => {
      const { openSqliteAttempts } = await import('../../node/sqlite/sqliteAttempts.ts');
      return openSqliteAttempts(this.#options.ledgerFile, key);
    });
  }

  /** What the folder has seen, with the settings as they are now: what a forecast is made of. */
  async pastFor(
    folder: vscode.WorkspaceFolder,
  ): Promise<{ readonly deps: Pick<RunDeps, 'settings' | 'attempts'>; readonly history: History }> {
    const [{ settings }, attempts, { noHistory }] = await Promise.all([
      currentSettings(this.#options.environment),
      this.attemptsFor(folder),
      import('../../core/routing/attempts.ts'),
    ]);
    const history = (await attempts?.history()) ?? noHistory;
    return { deps: { settings: settings.core, ...(attempts && { attempts }) }, history };
  }

  /** Labels of kinds of problems, for all folders; undefined where no ledger can be had. */
  async labels(): Promise<SqliteLabels | undefined> {
    const opened = await this.#openLedger();
    if (opened.type === 'unavailable') return undefined;
    const { ledgerFile } = this.#options;
    return makeOnce(this.#labels, ledgerFile, async () => {
      const { openSqliteLabels } = await import('../../node/sqlite/sqliteLabels.ts');
      return openSqliteLabels(ledgerFile, { now: Date.now });
    });
  }

  /** Whether anything has needed the ledger yet. */
  get isLedgerOpen(): boolean {
    return this.#ledger !== undefined;
  }

  /** Spent and reserved today over all windows, in USD; 0 where no ledger can be had. */
  async spentTodayUsd(): Promise<number> {
    const opened = await this.#openLedger();
    return opened.type === 'opened' ? opened.ledger.spentUsd('today') : 0;
  }

  /** The same beside the day's budget. */
  async daySpend(): Promise<DaySpend> {
    const [{ settings }, usd] = await Promise.all([
      currentSettings(this.#options.environment),
      this.spentTodayUsd(),
    ]);
    return { usd, budgetUsd: settings.core.budgets.dayUsd };
  }

  /** Ends the checkers' language servers; the next run starts them anew, with the settings as they are then. */
  resetCheckers(): void {
    const checkers = [...this.#checkers.values()];
    this.#checkers.clear();
    for (const checker of checkers) {
      checker.then(
        (made) => made.dispose(),
        () => undefined,
      );
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#settingsListener.dispose();
    this.resetCheckers();
    void this.#workspaces?.then((workspaces) => workspaces.dispose());
    for (const commands of this.#commands.values()) {
      commands.then(
        (made) => made.dispose(),
        () => undefined,
      );
    }
    void this.#meter?.then((meter) => meter.close());
    this.#background.dispose();
    for (const opened of [...this.#attempts.values(), ...this.#labels.values()]) {
      opened.then(
        (made) => made.close(),
        () => undefined,
      );
    }
    void this.#ledger?.then((opened) => {
      if (opened.type === 'opened') opened.ledger.close();
    });
  }

  /** Removes what a window that was killed has left: scratch copies, and what ran in them. */
  async sweepScratch(): Promise<void> {
    const { sweepScratchFolders } = await import('../../node/worktree/scratchFolders.ts');
    await sweepScratchFolders(this.#options.scratchFolder).catch((error: unknown) =>
      this.#options.log.warn(`Old scratch copies could not be removed: ${messageOf(error)}`),
    );
  }

  #indexedWorkspaces(): Promise<IndexedWorkspaces> {
    const { indexProgram, indexFolder, log } = this.#options;
    this.#workspaces ??= import('../workspace/indexedWorkspaces.ts').then(
      (module) =>
        new module.IndexedWorkspaces({
          program: indexProgram,
          storage: indexFolder,
          log: (line) => log.warn(line),
        }),
    );
    return this.#workspaces;
  }

  #commandsFor(folder: vscode.WorkspaceFolder, settings: HostSettings): Promise<WorkspaceCommands> {
    return makeOnce(this.#commands, folder.uri.toString(), async () => {
      const [{ createWorkspaceCommands }, { unsavedTexts }] = await Promise.all([
        import('../../node/worktree/createWorkspaceCommands.ts'),
        import('../workspace/unsavedTexts.ts'),
      ]);
      const { scratchFolder, allowedCommands, environment } = this.#options;
      return createWorkspaceCommands({
        root: folder.uri.fsPath,
        storage: scratchFolder,
        environment,
        unsaved: () => unsavedTexts(folder),
        allowed: () => allowedCommands(folder),
        timeMs: settings.commandTimeoutMs,
      });
    });
  }

  /** The ledger as it is; undefined where it can't be had. */
  async ledger(): Promise<Ledger | undefined> {
    const opened = await this.#openLedger();
    return opened.type === 'opened' ? opened.ledger : undefined;
  }

  #openMeter(): Promise<Meter> {
    const { tokenizerProgram, userAgent, version, log } = this.#options;
    const onProblem = (message: string) => log.warn(message);
    this.#meter ??= import('../../node/meter.ts').then(({ createMeter }) =>
      createMeter({ tokenizerProgram, userAgent, version, onProblem }),
    );
    return this.#meter;
  }

  async #openLedger(): Promise<OpenedLedger> {
    this.#ledger ??= this.#makeLedger();
    const known = this.#ledger;
    const opened = await known;
    if (opened.type !== 'opened' || !opened.ledger.isDamaged()) return opened;
    // Opened anew, it is set aside. Who still holds the old one is told that it is damaged.
    if (this.#ledger === known) {
      this.#attempts.clear();
      this.#labels.clear();
      this.#ledger = this.#makeLedger();
    }
    return this.#ledger;
  }

  async #makeLedger(): Promise<OpenedLedger> {
    const { openSqliteLedger } = await import('../../node/sqlite/sqliteLedger.ts');
    const { ledgerFile, journalRoots: journals } = this.#options;
    const opened = await openSqliteLedger(ledgerFile, { now: Date.now, journals });
    if (opened.type === 'unavailable') {
      this.#options.log.error(opened.message);
      // The next run tries again: a full disk or a lock may be gone by then.
      this.#ledger = undefined;
    } else if (opened.setAside) {
      this.#options.log.warn(opened.setAside.message);
      void vscode.window.showWarningMessage(opened.setAside.message);
    }
    if (this.#disposed && opened.type === 'opened') opened.ledger.close();
    return opened;
  }

  #checkerFor(folder: vscode.WorkspaceFolder): Promise<DisposableChecker> {
    return makeOnce(this.#checkers, folder.uri.toString(), async () => {
      const { log, environment, fallbackFolders, bundledFolders } = this.#options;
      const [{ createChecker }, { connectWithLanguageClient }, { createVscodeWorkspace }, { settings }] =
        await Promise.all([
          import('../../node/languageServer/createChecker.ts'),
          import('../languageClient.ts'),
          import('../workspace/vscodeWorkspace.ts'),
          currentSettings(environment),
        ]);
      return createChecker({
        root: folder.uri.fsPath,
        workspace: createVscodeWorkspace(folder),
        connect: connectWithLanguageClient,
        servers: Object.fromEntries(
          Object.entries(settings.languageServers).map(([language, command]) => [language, { command }]),
        ),
        fallbackFolders,
        bundledFolders,
        log: (line) => log.info(line),
      });
    });
  }

  async #batchesFor({ core: { tiers } }: HostSettings): Promise<BatchClient> {
    const { createBatchClient } = await import('../../node/batch/batchClient.ts');
    const { keys, userAgent } = this.#options;
    return createBatchClient({ tiers, keyFor: (tier) => keys.keyForTier(tiers[tier]), userAgent });
  }

  /** The way to the models; undefined where no tier below the ceiling can be asked. */
  async #endpointFor({ core, stallTimeoutMs }: HostSettings): Promise<RunDeps['endpoint']> {
    const { tiers, ceiling } = core;
    const allowed = modelTiers.filter((tier) => !isAbove(tier, ceiling));
    const canAsk = await Promise.all(allowed.map((tier) => this.#options.keys.canAsk(tiers[tier])));
    if (!canAsk.includes(true)) return undefined;
    const { createProviders } = await import('../languageModels/providers.ts');
    this.#providers ??= createProviders(this.#options);
    return this.#providers(tiers, { stallTimeoutMs });
  }
}
