import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { LabelCache } from '../core/problems/labelCache.ts';
import type { AttemptLog } from '../core/routing/attempts.ts';
import { folderNameOf } from '../node/files/folderName.ts';
import { createFileJournal, type FileJournal } from '../node/journal/fileJournal.ts';
import type { SqliteLedger } from '../node/sqlite/ledgerStore.ts';
import { openSqliteAttempts } from '../node/sqlite/sqliteAttempts.ts';
import { openSqliteLabels } from '../node/sqlite/sqliteLabels.ts';
import { openSqliteLedger } from '../node/sqlite/sqliteLedger.ts';
import { UsageError } from './usage.ts';

export interface CliState {
  readonly ledger: SqliteLedger;
  journalFor(workspace: string): FileJournal;
  /** What the workspace has seen of its tiers. */
  attemptsFor(workspace: string): Promise<AttemptLog>;
  /** Labels of kinds of problems, for all workspaces. */
  labels(): Promise<LabelCache>;
  /** Where scratch copies of workspaces are kept while commands run in them. */
  readonly scratchFolder: string;
  /** Where it is kept what is known of workspaces' files. */
  readonly indexFolder: string;
  close(): void;
}

/** Opens the ledger that all runs from a terminal share. Throws UsageError where it can't be kept: no ledger, no run. */
export async function openState(): Promise<CliState> {
  const folder = stateFolder(process.env);
  const ledgerFile = path.join(folder, 'ledger.sqlite');
  const journals = path.join(folder, 'runs');
  keepPrivate(folder, [journals, path.join(folder, 'indexes')], ledgerFile);
  const opened = await openSqliteLedger(ledgerFile, { now: Date.now, journals: async () => [journals] });
  if (opened.type === 'unavailable') throw new UsageError(opened.message);
  if (opened.setAside) process.stderr.write(`tiercel: ${opened.setAside.message}\n`);
  const beside: { close(): void }[] = [];
  return {
    ledger: opened.ledger,
    attemptsFor: async (workspace) => {
      const log = await openSqliteAttempts(ledgerFile, workspace);
      beside.push(log);
      return log;
    },
    labels: async () => {
      const cache = await openSqliteLabels(ledgerFile, { now: Date.now });
      beside.push(cache);
      return cache;
    },
    journalFor: (workspace) => createFileJournal(path.join(journals, folderNameOf(workspace))),
    scratchFolder: path.join(folder, 'scratch'),
    indexFolder: path.join(folder, 'indexes'),
    close: () => {
      for (const each of beside) each.close();
      opened.ledger.close();
    },
  };
}

/**
 * Makes what is kept readable for nobody else: journals and indexes hold the workspace's code. A folder that the user
 * has named keeps the rights that it has, what lies in it does not.
 */
function keepPrivate(folder: string, folders: readonly string[], file: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const own = process.env.TIERCEL_STATE_DIR ? folders : [folder, ...folders];
    for (const each of own) {
      mkdirSync(each, { recursive: true, mode: 0o700 });
      chmodSync(each, 0o700);
    }
    // SQLite gives the files beside it the rights that this one has.
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  } catch {
    // Where nothing can be written, opening the ledger says so.
  }
}

/** Where programs keep state by the XDG rules; on Windows, the local application data. */
function stateFolder(environment: NodeJS.ProcessEnv): string {
  if (environment.TIERCEL_STATE_DIR) return path.resolve(environment.TIERCEL_STATE_DIR);
  const base =
    process.platform === 'win32'
      ? (environment.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'))
      : (environment.XDG_STATE_HOME ?? path.join(homedir(), '.local', 'state'));
  return path.join(base, 'tiercel');
}
