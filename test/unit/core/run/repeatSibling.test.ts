import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import type { ModelReply } from '../../../../src/core/model/modelClient.ts';
import { defaultSettings } from '../../../../src/core/routing/settings.ts';
import { applyEvent } from '../../../../src/core/run/applyEvent.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/runDeps.ts';
import type { RunState } from '../../../../src/core/run/runState.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { patchText, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const pathOf = (name: string) => `${name}.ts`;

/** Each line with `.total` is an error, as is one that a model or a repeated edit should not make. */
const rule: CheckRule = (path, text) =>
  text.split('\n').flatMap((line, at) => {
    const word = /\.(total|bad)\b/.exec(line);
    if (!word) return [];
    const [start, end] = [word.index + 1, word.index + word[0].length];
    const message =
      word[1] === 'total' ? "Property 'total' does not exist on type 'Invoice'." : 'That is bad.';
    const range = { start: { line: at, character: start }, end: { line: at, character: end } };
    return [{ path, range, severity: 'error', code: '2339', source: 'ts', message }];
  });

describe('the edit of a sibling in a run', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  /** Fixes all; the model replaces words in the files that it is shown, if it is given any for them. */
  function setUp(
    lines: Readonly<Record<string, string>>,
    words: (path: string) => readonly [word: string, by: string] | undefined,
    checks: CheckRule = rule,
  ) {
    const files = Object.fromEntries(
      Object.entries(lines).map(([name, line]) => [pathOf(name), `${line}\n`]),
    );
    const workspace = new InMemoryWorkspace(files);
    const endpoint = new ScriptedModel((request): ModelReply => {
      if (request.role === 'label') return reply(JSON.stringify({ labels: [] }));
      const text = request.input.map((item) => (item.type === 'user' ? item.text : '')).join('\n');
      const wanted = Object.entries(files).filter(([path]) => text.includes(`${path}:1:`));
      const edits = wanted.flatMap(([path, content]) => {
        const pair = words(path);
        return pair && content.includes(pair[0])
          ? [{ path, old: content, new: content.replace(...pair) }]
          : [];
      });
      return edits.length === 0 ? reply('I can not.') : reply(patchOf(edits));
    });
    const deps: RunDeps = {
      ...{ workspace, checker: new FakeChecker(workspace, checks), endpoint, ledger },
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, maxParallel: 1 },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const options = { signal: new AbortController().signal, onChange: () => {} };
    const works = () => endpoint.requests.filter(({ role }) => role === 'work');
    return { deps, works, options, run: () => startRun({ type: 'fixProblems' }, deps, options) };
  }

  const patchOf = (edits: readonly { path: string; old: string; new: string }[]) =>
    patchText(
      [
        '*** Begin Patch',
        ...edits.flatMap((each) => [
          `*** Update File: ${each.path}`,
          '@@',
          ...each.old
            .trimEnd()
            .split('\n')
            .map((line) => `-${line}`),
          ...each.new
            .trimEnd()
            .split('\n')
            .map((line) => `+${line}`),
        ]),
        '*** End Patch',
      ].join('\n'),
    );
  const contents = (state: RunState) =>
    Object.fromEntries(
      state.proposals.flatMap(({ files }) => files.map((file) => [file.path, file.content?.trim()])),
    );
  const each = (line: (name: string) => string) =>
    Object.fromEntries(names.map((name) => [name, line(name)]));

  it('mends all of a group with what mended one, and asks no model again', async () => {
    const { run, works } = setUp(
      each((name) => `show(${name}.total);`),
      () => ['total', 'grossTotal'],
    );
    const state = await run();
    assert.equal(works().length, 1);
    assert.deepEqual(
      contents(state),
      Object.fromEntries(names.map((name) => [pathOf(name), `show(${name}.grossTotal);`])),
    );
    assert.equal(state.proposals.length, 1, 'one set to review for the group');
    const free = state.tasks.filter(({ tier }) => tier === 'none');
    assert.equal(free.length, state.tasks.length - 1);
    assert.match(free[0]?.attempts[0]?.reason ?? '', /^none: as in "Property 'total'/);
  });

  it('keeps no repeated edit that fails its check, and asks a model for that place alone', async () => {
    const lookAlike: CheckRule = (path, text, all) =>
      rule(path, path === 'f.ts' ? text.replace('f.grossTotal', 'f.bad') : text, all);
    const { run, works } = setUp(
      each((name) => `show(${name}.total);`),
      (path) => ['total', path === 'f.ts' ? 'netTotal' : 'grossTotal'],
      lookAlike,
    );
    const state = await run();
    assert.equal(works().length, 2);
    assert.equal(contents(state)['f.ts'], 'show(f.netTotal);');
    assert.equal(contents(state)['g.ts'], 'show(g.grossTotal);');
  });

  it('asks a model where siblings were mended in two ways, as nobody else can tell which one is meant', async () => {
    const { run, works } = setUp(
      // What the first one was mended by takes a line away, so that nothing is learned from it.
      each((name) => `show(${name}.total);${name === 'a' ? '\nextra();' : ''}`),
      (path) => {
        if (path === 'a.ts') return ['total);\nextra();', 'grossTotal);'];
        return ['total', path === 'b.ts' ? 'grossTotal' : 'netTotal'];
      },
    );
    const state = await run();
    assert.equal(works().length, state.tasks.length);
    assert.equal(contents(state)['l.ts'], 'show(l.netTotal);');
  });

  it('leaves the others out when some came to nothing, says so, and tries one again when it is told to', async () => {
    const many = Object.fromEntries(
      [...names, ...names.map((name) => `${name}2`), 'z'].map((name) => [name, `show(${name}.total);`]),
    );
    let isAble = false;
    const { run, works, deps, options } = setUp(many, () => (isAble ? ['total', 'grossTotal'] : undefined));
    const state = await run();
    const states = state.tasks.map((task) => task.state);
    assert.deepEqual(states, ['failed', 'failed', 'failed', 'dropped', 'dropped', 'dropped']);
    const out = state.tasks[4];
    assert.match(out?.note ?? '', /^Left out: 3 others of the same cause/);
    assert.match(
      state.phase.type === 'ended' ? state.phase.message : '',
      /3 tasks were left out, since others of the same cause came to nothing/,
    );
    isAble = true;
    const calls = works().length;
    const retry = { type: 'task-retry', task: out?.task.id ?? '', tier: 'nano' } as const;
    const again = await resumeRun(applyEvent(state, retry), deps, options);
    assert.equal(works().length, calls + 1);
    assert.equal(again.tasks[4]?.state, 'done');
  });
});
