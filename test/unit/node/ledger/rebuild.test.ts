import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Budgets } from '../../../../src/core/ledger/ledger.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { folderNameOf } from '../../../../src/node/files/folderName.ts';
import { createFileJournal } from '../../../../src/node/journal/fileJournal.ts';
import { journalRoots } from '../../../../src/node/journal/journalRoots.ts';
import type { SqliteLedger } from '../../../../src/node/sqlite/ledgerStore.ts';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import { TemporaryLedgers, ticket } from './temporaryLedger.ts';

const hour = 3_600_000;
const day = 24 * hour;
const callEnd: Extract<RunEvent, { type: 'call-end' }> = {
  ...{ type: 'call-end', task: 't', role: 'work', tier: 'nano', model: 'small', usd: 1, ms: 1 },
  usage: { input: 100, cached: 0, output: 10, reasoning: 0 },
};

describe('a ledger that is begun anew', () => {
  let files: TemporaryLedgers;
  let journals: string;
  const opened: SqliteLedger[] = [];
  beforeEach(async () => {
    files = new TemporaryLedgers();
    journals = path.join(storageOf('one'), 'runs');
    (await files.open()).close();
    writeFileSync(files.file, 'no database, but long enough to be read as one'.repeat(100));
  });
  afterEach(() => {
    for (const ledger of opened.splice(0)) ledger.close();
    files.dispose();
  });

  /** Where VS Code keeps what is of one workspace, beside what is of all. */
  const storageOf = (workspace: string) =>
    path.join(files.folder, 'User/workspaceStorage', workspace, 'tiercel.tiercel');

  /** What a run spent, each at a time before now; without one, the call has no time, as in an older journal. */
  async function spent(
    run: string,
    calls: readonly { readonly usd: number; readonly ago?: number }[],
    { workspace = 'here', startedAgo = hour, root = journals } = {},
  ): Promise<string> {
    const journal = createFileJournal(path.join(root, folderNameOf(workspace)));
    const start: RunEvent = {
      ...{ type: 'run-start', run, job: { type: 'fixProblems' }, time: files.time - startedAgo },
      ...{ budgetUsd: 5, ceiling: 'planner' },
    };
    await journal.append(run, start);
    for (const { usd, ago } of calls) {
      await journal.append(run, { ...callEnd, usd, ...(ago !== undefined && { time: files.time - ago }) });
    }
    return path.join(root, folderNameOf(workspace), `${run}.jsonl`);
  }

  async function open({ hasFolder = true } = {}) {
    const global = path.join(files.folder, 'User/globalStorage/tiercel.tiercel');
    const result = await openSqliteLedger(files.file, {
      now: () => files.time,
      journals: () => journalRoots(global, hasFolder ? storageOf('one') : undefined),
    });
    assert.ok(result.type === 'opened');
    opened.push(result.ledger);
    return { ledger: result.ledger, message: result.setAside?.message ?? '' };
  }

  /** What counts for a budget of so much, and that the next call is refused for it. */
  async function refusal(ledger: SqliteLedger, budgets: Partial<Budgets>, workspace = 'here') {
    const call = ticket(1_000_000, { run: 'next', workspace });
    const answer = await ledger.reserve(call, { runUsd: 9, dayUsd: 9, ...budgets });
    return answer.type === 'overBudget' && 'spentUsd' in answer ? [answer.budget, answer.spentUsd] : answer;
  }

  it('begins with what the journals say was spent today and this month, and holds the budgets to it', async () => {
    await spent('a', [{ usd: 0.5, ago: 2 * day }, { usd: 0.25, ago: 60_000 }, { usd: 0.125 }]);
    await spent('b', [{ usd: 1, ago: hour }], { workspace: 'there' });
    const { ledger, message } = await open();
    assert.match(message, /\$1\.88 of this month, \$1\.38 of it today/);
    assert.deepEqual(await refusal(ledger, { dayUsd: 1.375 }), ['day', 1.375]);
    assert.deepEqual(await refusal(ledger, { monthUsd: 1.875 }), ['month', 1.875]);
    assert.deepEqual(await refusal(ledger, { tierDayUsd: { nano: 1.375 } }), ['tier', 1.375]);
    assert.deepEqual(await refusal(ledger, { workspaceMonthUsd: 1 }, 'there'), ['workspace', 1]);
    assert.equal(await ledger.spentUsd({ run: 'a' }), 0.875);
    const { byModel } = await ledger.report();
    assert.deepEqual(
      byModel.map(({ key, calls, inputTokens, usd }) => [key, calls, inputTokens, usd]),
      [['small', 4, 400, 1.875]],
    );
  });

  it('counts what a run lost to a crash, and runs that were removed', async () => {
    const file = await spent('a', [{ usd: 0.5 }]);
    await createFileJournal(path.dirname(file)).append('a', {
      ...{ type: 'run-resume', time: files.time - 1_000, budgetUsd: 5, lostUsd: 0.25 },
    });
    renameSync(file, `${file}.removed`);
    const { ledger } = await open();
    assert.equal(await ledger.spentUsd('today'), 0.75);
  });

  it('counts what other windows have spent in their workspaces, also where no folder is open', async () => {
    await spent('a', [{ usd: 0.5 }]);
    await spent('b', [{ usd: 0.25 }], { workspace: 'there', root: path.join(storageOf('two'), 'runs') });
    writeFileSync(path.join(storageOf('two'), '../../file'), '');
    mkdirSync(storageOf('no runs'), { recursive: true });
    for (const hasFolder of [true, false]) {
      rmSync(files.file, { force: true });
      const { ledger } = await open({ hasFolder });
      assert.equal(await ledger.spentUsd('today'), 0.75);
      ledger.close();
    }
  });

  it('looks in its own workspace where it finds no others', async () => {
    const own = path.join(files.folder, 'not/there/tiercel.tiercel');
    assert.deepEqual(await journalRoots(files.folder, own), [path.join(own, 'runs')]);
  });

  it('leaves out what another month has cost', async () => {
    await spent('a', [{ usd: 0.5, ago: 20 * day }, { usd: 0.25 }], { startedAgo: 21 * day });
    // Without a time of its own the second counts for the step before it.
    const { message } = await open();
    assert.match(message, /\$0\.00 of this month/);
  });

  it('says that a journal could not be read, and begins with the rest', async () => {
    await spent('a', [{ usd: 0.5 }]);
    appendFileSync(await spent('b', [{ usd: 0.25 }]), '2 00000000 {"type":"call-end"}\n');
    const { message } = await open();
    assert.match(message, /\$0\.75 of this month.*Not all of 1 journal could be read\./);
  });

  for (const [what, impossible] of [
    ['costs more than any call', { usd: 1e12 }],
    ['costs less than nothing', { usd: -5 }],
    ['has half a token', { usage: { input: 1.5, cached: 0, output: 1, reasoning: 0 } }],
    ['took tokens back', { usage: { input: 100, cached: 0, cacheWritten: -7, output: 1, reasoning: 0 } }],
    ['was at half a millisecond', { time: 4_000_000_000_000.5 }],
  ] as const)
    it(`takes a line by which a call ${what} for a damaged one`, async () => {
      const file = await spent('a', [{ usd: 0.5 }]);
      appendFileSync(file, `${JSON.stringify({ ...callEnd, time: files.time, ...impossible })}\n`);
      const { ledger, message } = await open();
      assert.match(message, /\$0\.50 of this month.*Not all of 1 journal could be read\./);
      assert.equal(await ledger.spentUsd('today'), 0.5);
    });

  it('is filled once where several windows begin it together, and where there was no file at all', async () => {
    rmSync(files.file);
    await spent('a', [{ usd: 0.5 }]);
    const ledgers = await Promise.all([open(), open(), open()]);
    for (const { ledger } of ledgers) assert.equal(await ledger.spentUsd('today'), 0.5);
  });

  it('is not filled again when it is opened later', async () => {
    await spent('a', [{ usd: 0.5 }]);
    await open();
    await spent('b', [{ usd: 0.25 }]);
    assert.equal(await (await open()).ledger.spentUsd('today'), 0.5);
    assert.equal(readdirSync(path.dirname(files.file)).filter((name) => name.includes('damaged')).length, 1);
  });
});
