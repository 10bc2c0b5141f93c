import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type LedgerProblem, LedgerUnavailable } from '../../../../src/core/ledger/ledgerUnavailable.ts';
import { createLedger, type SqliteLedger } from '../../../../src/node/sqlite/ledgerStore.ts';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const wide = { runUsd: 1, dayUsd: 1 };
const task = {
  run: 'run1',
  task: 'task1',
  kind: 'edit',
  tier: 'nano',
  model: 'small',
  passed: true,
} as const;

describe('a ledger whose file can not be had', () => {
  let files: TemporaryLedgers;
  beforeEach(() => {
    files = new TemporaryLedgers();
  });
  afterEach(() => files.dispose());

  /** A ledger in which one call is under way, over a connection that the test can hinder. */
  async function hindered(
    hinder: (database: DatabaseSync) => void,
    use: (ledger: SqliteLedger, id: number) => Promise<void>,
  ): Promise<void> {
    (await files.open()).close();
    const database = new DatabaseSync(files.file);
    const ledger = createLedger(database, { now: () => files.time, patienceMs: 50 });
    try {
      const reserved = await ledger.reserve(ticket(1_000), wide);
      assert.ok(reserved.type === 'reserved');
      hinder(database);
      await use(ledger, reserved.id);
    } finally {
      ledger.close();
    }
  }

  const isUnavailable = (reason: LedgerProblem) => (error: unknown) =>
    error instanceof LedgerUnavailable && error.reason === reason;

  const check = (title: string, reason: LedgerProblem, hinder: (database: DatabaseSync) => void) =>
    it(title, () =>
      hindered(hinder, async (ledger, id) => {
        await assert.rejects(ledger.reserve(ticket(1_000), wide), isUnavailable(reason));
        await assert.rejects(ledger.settle(id, { type: 'unknown' }), isUnavailable(reason));
        // No money is in it.
        await ledger.recordTask(task);
      }),
    );

  check('says that it may not be written', 'readOnly', (database) => database.exec('PRAGMA query_only = 1'));

  it('says that the disk is full, and goes on when it is no more', () =>
    hindered(
      (database) => {
        const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
        database.exec(`PRAGMA max_page_count = ${pages}`);
      },
      async (ledger) => {
        const long = 'x'.repeat(5_000);
        const fill = ledger.reserve(ticket(1_000, { task: long }), wide);
        await assert.rejects(fill, isUnavailable('full'));
        assert.equal(await ledger.spentUsd({ run: 'run1' }), 1e-6);
        assert.equal((await ledger.reserve(ticket(1_000), wide)).type, 'reserved');
      },
    ));

  it('says that another program does not let go of it, and goes on when it does', () =>
    hindered(
      () => {},
      async (ledger, id) => {
        const other = new DatabaseSync(files.file);
        try {
          other.exec('BEGIN EXCLUSIVE');
          await assert.rejects(ledger.reserve(ticket(1_000), wide), isUnavailable('locked'));
          await assert.rejects(ledger.settle(id, { type: 'notSent' }), isUnavailable('locked'));
          await ledger.recordTask(task);
          other.exec('ROLLBACK');
        } finally {
          other.close();
        }
        await ledger.settle(id, { type: 'notSent' });
        assert.equal(await ledger.spentUsd({ run: 'run1' }), 0);
      },
    ));

  it('says that it was damaged meanwhile, and is set aside when it is opened again', async () => {
    await hindered(
      (database) => {
        database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 0; PRAGMA shrink_memory');
        const file = openSync(files.file, 'r+');
        writeSync(file, Buffer.alloc(200_000, 'no database'), 0);
        closeSync(file);
      },
      async (ledger) => {
        assert.equal(ledger.isDamaged(), false);
        await assert.rejects(ledger.reserve(ticket(1_000), wide), isUnavailable('damaged'));
        assert.equal(ledger.isDamaged(), true);
      },
    );
    const opened = await files.open();
    assert.equal((await opened.reserve(ticket(1_000), wide)).type, 'reserved');
  });
});
