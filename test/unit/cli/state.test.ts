import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openState } from '../../../src/cli/state.ts';

describe('what the command line keeps', () => {
  // Windows has other rights, which a folder in the user's own gets from it.
  if (process.platform === 'win32') return;
  const names = ['TIERCEL_STATE_DIR', 'XDG_STATE_HOME'] as const;
  const before = names.map((name) => process.env[name]);
  let base: string;
  let umask: number;
  beforeEach(() => {
    umask = process.umask(0o022);
    base = mkdtempSync(path.join(tmpdir(), 'tiercel-state-'));
    delete process.env.TIERCEL_STATE_DIR;
    process.env.XDG_STATE_HOME = base;
  });
  afterEach(() => {
    process.umask(umask);
    for (const [at, name] of names.entries()) {
      const value = before[at];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(base, { recursive: true, force: true });
  });
  const modeOf = (...parts: readonly string[]) => statSync(path.join(base, ...parts)).mode & 0o777;
  const openAndClose = async () => (await openState()).close();

  it('can be read by nobody else', async () => {
    const state = await openState();
    try {
      assert.equal(modeOf('tiercel'), 0o700);
      for (const folder of ['runs', 'indexes']) assert.equal(modeOf('tiercel', folder), 0o700);
      for (const file of ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-shm'])
        if (existsSync(path.join(base, 'tiercel', file))) assert.equal(modeOf('tiercel', file), 0o600, file);
    } finally {
      state.close();
    }
  });
  it('is closed to others also where an earlier version has left it open', async () => {
    mkdirSync(path.join(base, 'tiercel', 'runs'), { recursive: true });
    writeFileSync(path.join(base, 'tiercel', 'ledger.sqlite'), '');
    await openAndClose();
    assert.equal(modeOf('tiercel'), 0o700);
    assert.equal(modeOf('tiercel', 'runs'), 0o700);
    assert.equal(modeOf('tiercel', 'ledger.sqlite'), 0o600);
  });
  it('holds budgets to what its journals tell where the ledger is beyond reading', async () => {
    const folder = path.join(base, 'tiercel');
    mkdirSync(folder);
    const before = await openState();
    before.close();
    await before.journalFor('/w').append('r', {
      ...{ type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: Date.now() },
      ...{ budgetUsd: 1, ceiling: 'nano' },
    });
    await before.journalFor('/w').append('r', {
      ...{ type: 'call-end', task: 't', role: 'work', tier: 'nano', model: 'm', usd: 0.5, ms: 1 },
      ...{ usage: { input: 1, cached: 0, output: 1, reasoning: 0 }, time: Date.now() },
    });
    writeFileSync(path.join(folder, 'ledger.sqlite'), 'no database at all'.repeat(300));
    const { ledger, close } = await openState();
    assert.equal(await ledger.spentUsd('today'), 0.5);
    close();
  });
  it('leaves the rights of a folder that the user names, and closes what lies in it', async () => {
    const named = path.join(base, 'named');
    mkdirSync(named);
    chmodSync(named, 0o755);
    process.env.TIERCEL_STATE_DIR = named;
    await openAndClose();
    assert.equal(modeOf('named'), 0o755);
    assert.equal(modeOf('named', 'runs'), 0o700);
    assert.equal(modeOf('named', 'ledger.sqlite'), 0o600);
  });
});
