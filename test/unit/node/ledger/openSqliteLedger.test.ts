import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const wide = { runUsd: 1, dayUsd: 1 };
let files: TemporaryLedgers;
beforeEach(() => {
  files = new TemporaryLedgers();
});
afterEach(() => files.dispose());

const damaged = () => readdirSync(path.dirname(files.file)).filter((name) => name.includes('damaged'));
const open = () => openSqliteLedger(files.file, { now: () => files.time });

/** Makes a ledger and overwrites its file with something else. */
async function damage(): Promise<void> {
  (await files.open()).close();
  writeFileSync(files.file, 'no database, but long enough to be read as one'.repeat(100));
}

describe('openSqliteLedger', () => {
  it('makes the folder and the file, and finds again what it holds', async () => {
    await (await files.open()).reserve(ticket(1_000), wide);
    assert.equal(await (await files.open()).spentUsd({ run: 'run1' }), 1e-6);
  });
  it('keeps a damaged file under another name, begins a new one, and says so', async () => {
    await damage();
    const opened = await open();
    assert.equal(opened.type, 'opened');
    if (opened.type !== 'opened') return;
    assert.match(opened.setAside?.message ?? '', /could not be read .* new one was begun/);
    assert.match(readFileSync(opened.setAside?.path ?? '', 'utf8'), /^no database/);
    assert.equal((await opened.ledger.reserve(ticket(1_000), wide)).type, 'reserved');
    opened.ledger.close();
  });
  it('sets a damaged file aside once, when several open it together', async () => {
    await damage();
    const opened = await Promise.all([open(), open(), open(), open()]);
    const asides = opened.map((one) => (one.type === 'opened' ? (one.setAside === undefined ? 0 : 1) : -9));
    assert.deepEqual([asides.reduce((a, b) => a + b, 0 as number), damaged().length], [1, 1]);
    for (const one of opened) if (one.type === 'opened') one.ledger.close();
  });
  it('books nothing in a file that another window has set aside', async () => {
    const ledger = await files.open();
    await ledger.reserve(ticket(1_000), wide);
    renameSync(files.file, `${files.file}.damaged-by-another`);
    const other = await files.open();
    await assert.rejects(ledger.reserve(ticket(1_000), wide), {
      name: 'LedgerUnavailable',
      reason: 'damaged',
    });
    assert.ok(ledger.isDamaged());
    assert.equal((await other.reserve(ticket(1_000), wide)).type, 'reserved');
  });
  it('leaves a file of a newer version alone', async () => {
    (await files.open()).close();
    files.query('PRAGMA user_version = 99');
    const opened = await open();
    assert.equal(opened.type === 'unavailable' && opened.reason, 'newerSchema');
    assert.deepEqual(damaged(), []);
  });
  it('says why a file cannot be opened', async () => {
    const opened = await openSqliteLedger(files.folder, { now: () => files.time });
    assert.equal(opened.type === 'unavailable' && opened.reason, 'cannotOpen');
  });
});
