import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import type { LabelCache } from '../core/problems/labelCache.ts';
import type { AttemptLog } from '../core/routing/attempts.ts';
import { createFileJournal, type FileJournal } from '../node/journal/fileJournal.ts';
import { openSqliteAttempts } from '../node/sqlite/sqliteAttempts.ts';
import { openSqliteLabels } from '../node/sqlite/sqliteLabels.ts';
import { openSqliteLedger, type SqliteLedger } from '../node/sqlite/sqliteLedger.ts';
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
  const opened = await openSqliteLedger(ledgerFile, { now: Date.now });
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
    journalFor: (workspace) =>
      createFileJournal(
        path.join(folder, 'runs', createHash('sha256').update(workspace).digest('hex').slice(0, 16)),
      ),
    scratchFolder: path.join(folder, 'scratch'),
    indexFolder: path.join(folder, 'indexes'),
    close: () => {
      for (const each of beside) each.close();
      opened.ledger.close();
    },
  };
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
