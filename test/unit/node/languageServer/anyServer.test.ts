import assert from 'node:assert/strict';
import path from 'node:path';
import { createChecker } from '../../../../src/node/languageServer/createChecker.ts';
import type { DisposableChecker } from '../../../../src/node/languageServer/languageServerChecker.ts';
import { connectWithProcess } from '../../../../src/node/languageServer/process/processConnection.ts';
import { written } from '../../core/verify/diagnostics.ts';
import { markServerCommand } from './markServer.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

describe('checking with any server that the user names', function () {
  this.timeout(30_000);
  const { signal } = new AbortController();
  let workspace: TemporaryWorkspace;
  let checker: DisposableChecker;

  beforeEach(async () => {
    workspace = await TemporaryWorkspace.create({ 'a.lua': 'one\ntwo!\n', 'b.lua': 'three!\n' });
  });
  afterEach(async () => {
    await checker.dispose();
    await workspace.remove();
  });

  function start(command: readonly string[], limits: { timeoutMs?: number; maxFiles?: number } = {}): void {
    checker = createChecker({
      root: workspace.root,
      workspace,
      connect: connectWithProcess,
      servers: { lua: { command } },
      fallbackFolders: [],
      log: () => {},
      ...limits,
    });
  }

  async function check(
    changes: Readonly<Record<string, string | null>>,
    expected: {
      before?: string[];
      after?: string[];
      checked?: string[];
      notChecked?: string[];
      servers?: string[];
    },
  ): Promise<void> {
    const report = await checker.check(new Map(Object.entries(changes)), { signal });
    const whole = {
      before: written(report.before),
      after: written(report.after),
      checked: report.checked,
      notChecked: report.notChecked.map(({ path, reason }) => `${path}: ${reason}`),
      servers: report.servers,
    };
    const nothing = { before: [], after: [], checked: [], notChecked: [], servers: [] };
    assert.deepEqual(whole, { ...nothing, ...expected });
  }

  const before = ['a.lua:2 mark marked two', 'b.lua:1 mark marked three'];
  const afterMove = ['a.lua:3 mark marked two', 'b.lua:1 mark marked three'];
  const both = { checked: ['a.lua', 'b.lua'], servers: ['Marks 1.0'] };

  for (const mode of ['pull', 'push'] as const) {
    it(`asks one that answers by ${mode} about all files of its language`, async () => {
      start(markServerCommand(mode));
      await check({ 'a.lua': 'zero\none\ntwo!\n' }, { before, after: afterMove, ...both });
      await check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...both });
      await check(
        { 'c.lua': 'four!\n' },
        {
          before,
          after: ['c.lua:1 mark marked four', ...before],
          ...both,
          checked: ['c.lua', 'a.lua', 'b.lua'],
        },
      );
      await check(
        { 'b.lua': null },
        {
          before: before.toReversed(),
          after: before.slice(0, 1),
          ...both,
          checked: ['b.lua', 'a.lua'],
        },
      );
    });
    it(`starts one that answers by ${mode} again when it ends in mid-check`, async () => {
      start(markServerCommand(mode));
      await check({ 'a.lua': '#crash\none\ntwo!\n' }, { before, after: afterMove, ...both });
    });
    it(`says so when one that answers by ${mode} ends again and again`, async () => {
      start(markServerCommand(mode));
      await check(
        { 'a.lua': '#crashes' },
        { notChecked: ['a.lua: Lua ended twice during the check: Lua ended with code 3'] },
      );
      await check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...both });
    });
    it(`says so when one that answers by ${mode} does not answer in its time`, async () => {
      start(markServerCommand(mode), { timeoutMs: 1500 });
      await check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...both });
      await check({ 'a.lua': '#hang' }, { notChecked: ['a.lua: Marks 1.0 did not answer within 1.5 s'] });
    });
  }

  it('has clangd look again at texts that are the same', async () => {
    start(markServerCommand('clangd'));
    const clangd = { ...both, servers: ['clangd 14.0.6'] };
    await check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...clangd });
    await check({ 'a.lua': 'zero\none\ntwo!\n' }, { before, after: afterMove, ...clangd });
  });
  it('does not trust one that does not say which text it means', async () => {
    start(markServerCommand('unversioned'));
    const reason = 'the server does not say which text its diagnostics are about';
    await check(
      { 'a.lua': 'one\n' },
      { notChecked: [`a.lua: ${reason}`, `b.lua: ${reason}`], servers: ['Marks 1.0'] },
    );
  });
  it('does not take a refusal for an empty answer', async () => {
    start(markServerCommand('pull'));
    await check(
      { 'a.lua': '#refuse' },
      {
        before: before.slice(1),
        after: before.slice(1),
        checked: ['b.lua'],
        notChecked: ['a.lua: Marks 1.0: not now'],
        servers: ['Marks 1.0'],
      },
    );
  });
  it('says so when there is no such program', async () => {
    start(['no-such-language-server']);
    const reason =
      'Lua ended twice during the check: no-such-language-server could not be run: spawn no-such-language-server ENOENT';
    await check({ 'a.lua': 'one\n' }, { notChecked: [`a.lua: ${reason}`] });
  });
  it('names the files of one that can not start, with what it says of that, in a survey too', async () => {
    const program = "console.error('loading\\nerror: no such toolchain\\n   0: main'); process.exitCode = 4";
    start([process.execPath, '-e', program]);
    const reason =
      'Lua ended twice during the check: Lua ended with code 4, saying "error: no such toolchain"';
    await check({ 'a.lua': 'one\n' }, { notChecked: [`a.lua: ${reason}`] });
    const { checked, notChecked } = await checker.survey({ signal });
    assert.deepEqual(
      { checked, notChecked },
      {
        checked: [],
        notChecked: ['a.lua', 'b.lua'].map((file) => ({ path: file, reason })),
      },
    );
  });
  it('looks at no more files than it may, the changed ones first', async () => {
    start(markServerCommand('pull'), { maxFiles: 1 });
    await check(
      { 'b.lua': 'four!\n' },
      {
        before: before.slice(1),
        after: ['b.lua:1 mark marked four'],
        checked: ['b.lua'],
        notChecked: ['a.lua: at most 1 of the 2 files that it concerns are looked at'],
        servers: ['Marks 1.0'],
      },
    );
  });
  it('refuses what is no change of a file in the folder', async () => {
    start(markServerCommand('pull'));
    const folder = path.basename(workspace.root);
    await check(
      { 'a.lua': 'one\n', 'none.lua': null, '../other/a.lua': 'x!' },
      {
        before,
        after: before.slice(1),
        ...both,
        notChecked: [
          'none.lua: it was to be deleted, and there is no such file',
          `../other/a.lua: it is no path in the folder ${folder}`,
        ],
      },
    );
  });
  it('lets candidates take turns at one server, and asks of each only what is new', async () => {
    const asked: string[] = [];
    let starts = 0;
    checker = createChecker({
      root: workspace.root,
      workspace,
      servers: { lua: { command: markServerCommand('pull') } },
      fallbackFolders: [],
      log: () => {},
      connect: async (launch, options) => {
        starts += 1;
        const connection = await connectWithProcess(launch, options);
        return {
          ...connection,
          sendRequest(method, params, requestSignal) {
            asked.push(method);
            return connection.sendRequest(method, params, requestSignal);
          },
        };
      },
    });
    await check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...both });
    asked.length = 0;
    await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        check(
          { 'a.lua': `new${number}!\n` },
          { before, after: [`a.lua:1 mark marked new${number}`, ...before.slice(1)], ...both },
        ),
      ),
    );
    assert.equal(starts, 1);
    // One question for each of the two files, for each of the five candidates; none for what was there before.
    assert.deepEqual(asked, Array(10).fill('textDocument/diagnostic'));
  });
  it('ends a server that nobody asks for a while, and starts it again', async () => {
    const timers: { readonly ms: number; readonly action: () => void }[] = [];
    const ends: Promise<void>[] = [];
    checker = createChecker({
      root: workspace.root,
      workspace,
      servers: { lua: { command: markServerCommand('pull') } },
      fallbackFolders: [],
      log: () => {},
      idleMs: 1234,
      timers: (ms, action) => {
        const timer = { ms, action };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
      connect: async (launch, options) => {
        const connection = await connectWithProcess(launch, options);
        ends.push(connection.ended);
        return connection;
      },
    });
    const ask = () => check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...both });
    await ask();
    await ask();
    assert.deepEqual([timers.map(({ ms }) => ms), ends.length], [[1234], 1]);
    timers.pop()?.action();
    await ends[0];
    await ask();
    assert.equal(ends.length, 2);
  });
  it('leaves no process behind', async () => {
    const pids: number[] = [];
    checker = createChecker({
      root: workspace.root,
      workspace,
      servers: { lua: { command: markServerCommand('pull') } },
      fallbackFolders: [],
      log: () => {},
      connect: async (launch, options) => {
        const connection = await connectWithProcess(launch, options);
        connection.ended.then(() => pids.push(1));
        return connection;
      },
    });
    await check({ 'a.lua': 'one\n' }, { before, after: before.slice(1), ...both });
    assert.deepEqual(pids, []);
    await checker.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(pids, [1]);
  });
});
