import assert from 'node:assert/strict';
import type { KnownLabel } from '../../../../src/core/problems/labelCache.ts';
import { openSqliteLabels, type SqliteLabels } from '../../../../src/node/sqlite/sqliteLabels.ts';
import { TemporaryLedgers } from './temporaryLedger.ts';

const scope = { tier: 'nano', version: '1' } as const;
const label = (rootCause: string): KnownLabel => ({
  category: 'c',
  rootCause,
  effort: 'mini',
  confidence: 0.5,
});

describe('openSqliteLabels', () => {
  let ledgers: TemporaryLedgers;
  const open: SqliteLabels[] = [];
  const cache = async () => {
    const labels = await openSqliteLabels(ledgers.file, { now: () => ledgers.time });
    open.push(labels);
    return labels;
  };
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    await ledgers.open();
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
    ledgers.dispose();
  });

  it('keeps labels from one opening to the next, the newest of each template', async () => {
    const first = await cache();
    await first.putMany(
      new Map([
        ['a', label('one')],
        ['b', label('two')],
      ]),
      scope,
    );
    await first.putMany(new Map([['a', label('three')]]), scope);
    first.close();
    const known = await (await cache()).getMany(['a', 'b', 'c'], scope);
    assert.deepEqual(
      [...known],
      [
        ['a', label('three')],
        ['b', label('two')],
      ],
    );
  });
  it('knows nothing of what another tier said, or was said to other words', async () => {
    const labels = await cache();
    await labels.putMany(new Map([['a', label('one')]]), scope);
    assert.equal((await labels.getMany(['a'], { ...scope, tier: 'mini' })).size, 0);
    assert.equal((await labels.getMany(['a'], { ...scope, version: '2' })).size, 0);
  });
  it('leaves the ledger as it is', async () => {
    const version = () => ledgers.query('PRAGMA user_version');
    const before = version();
    await (await cache()).putMany(new Map([['a', label('one')]]), scope);
    assert.deepEqual(version(), before);
  });
});
