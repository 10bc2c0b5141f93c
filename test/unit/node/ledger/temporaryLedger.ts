import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CallTicket } from '../../../../src/core/ledger/ledger.ts';
import type { SqliteLedger } from '../../../../src/node/sqlite/ledgerStore.ts';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';

/** Ledgers in a folder of their own; `dispose` closes them and removes it. */
export class TemporaryLedgers {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tiercel-ledger-'));
  readonly file = path.join(this.folder, 'state', 'ledger.sqlite');
  readonly #open: SqliteLedger[] = [];
  /** The time that the ledgers go by. */
  time = new Date(2026, 2, 17, 12).getTime();

  async open(leaseMs?: number): Promise<SqliteLedger> {
    const now = () => this.time;
    const opened = await openSqliteLedger(this.file, leaseMs === undefined ? { now } : { now, leaseMs });
    if (opened.type !== 'opened') throw new Error(opened.message);
    this.#open.push(opened.ledger);
    return opened.ledger;
  }

  /** What a query of the file gives, read past the ledger. */
  query(sql: string) {
    const database = new DatabaseSync(this.file);
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  }

  dispose(): void {
    for (const ledger of this.#open) ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const ticket = (worstCase: number, rest: Partial<CallTicket> = {}): CallTicket => ({
  run: 'run1',
  task: 'task1',
  role: 'work',
  tier: 'nano',
  model: 'small',
  worstCase,
  ...rest,
});
