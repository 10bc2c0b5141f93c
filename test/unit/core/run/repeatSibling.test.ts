import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import type { ModelReply } from '../../../../src/core/model/modelClient.ts';
import { proposedFiles } from '../../../../src/core/run/publish/proposedFiles.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { patchText, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const pathOf = (name: string) => `${name}.ts`;

const messages: Readonly<Record<string, string>> = {
  total: "Property 'total' does not exist on type 'Invoice'.",
  size: "Property 'size' does not exist on type 'Parcel'.",
  bad: 'That is bad.',
};

/** Each line with `.total` or `.size` is an error, as is one that a model or a repeated edit should not make. */
const rule: CheckRule = (path, text) =>
  text.split('\n').flatMap((line, at) => {
    const word = /\.(total|size|bad)\b/.exec(line);
    if (!word) return [];
    const [start, end] = [word.index + 1, word.index + word[0].length];
    const message = messages[word[1] ?? ''] ?? '';
    const range = { start: { line: at, character: start }, end: { line: at, character: end } };
    return [{ path, range, severity: 'error', code: '2339', source: 'ts', message }];
  });

/** What mends the others breaks `f.ts`. */
const exceptInF: CheckRule = (path, text, all) =>
  rule(path, path === 'f.ts' ? text.replace('f.grossTotal', 'f.bad') : text, all);

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
      const wanted = Object.entries(files).filter(
        ([path]) => text.includes(`${path}:1:`) || text.includes(`${path}:2:`) || text.includes(`${path}:3:`),
      );
      const edits = wanted.flatMap(([path, content]) => {
        const pair = words(path);
        return pair && content.includes(pair[0])
          ? [{ path, old: content, new: content.replace(...pair) }]
          : [];
      });
      // So much that a small budget holds one such answer.
      const usage = { input: 3_000, cached: 0, output: 1_000, reasoning: 0 };
      const said = edits.length === 0 ? reply('I can not.') : reply(patchOf(edits));
      return 'usage' in said ? { ...said, usage } : said;
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
    return { deps, workspace, works, options, run: () => startRun({ type: 'fixProblems' }, deps, options) };
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

  for (const [from, to] of [
    ['\n', '\r\n'],
    ['\r\n', '\n'],
  ] as const)
    it(`is done where lines end with ${JSON.stringify(to)} as it was where they end with ${JSON.stringify(from)}`, async () => {
      const endOf = (name: string) => (name === 'a' ? from : to);
      // The last line gets its line feed from the file.
      const lines = each((name) =>
        ['//', `show(${name}.total);`, 'end();', ''].join(endOf(name)).slice(0, -1),
      );
      const { run, works } = setUp(lines, (path) => [
        `show(${path[0]}.total);`,
        `check(${path[0]});${from}show(${path[0]}.grossTotal);`,
      ]);
      const state = await run();
      assert.equal(works().length, 1);
      const written = state.proposals.flatMap(({ files }) => files.map(({ content }) => content));
      assert.deepEqual(
        written,
        names.map((name) =>
          ['//', `check(${name});`, `show(${name}.grossTotal);`, 'end();', ''].join(endOf(name)),
        ),
      );
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

  it('keeps what it mended where a model comes to nothing with the rest', async () => {
    const { run, works } = setUp(
      each((name) => `show(${name}.total);`),
      (path) => (path === 'f.ts' ? undefined : ['total', 'grossTotal']),
      exceptInF,
    );
    const state = await run();
    assert.deepEqual(
      contents(state),
      Object.fromEntries(
        names.filter((name) => name !== 'f').map((name) => [pathOf(name), `show(${name}.grossTotal);`]),
      ),
    );
    assert.deepEqual(
      state.proposals.map(({ verdict }) => verdict.outcome),
      ['passed'],
    );
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'partial');
    const failed = state.tasks.filter((task) => task.state === 'failed');
    assert.deepEqual(
      failed.map(({ task }) => task.targets.map(({ path }) => path)),
      [['f.ts']],
    );
    assert.ok(
      works()
        .slice(1)
        .every(({ input }) => !JSON.stringify(input).includes('g.ts:1:')),
    );
  });

  it('is cancelled with the task that it does a part of', async () => {
    const { deps, options } = setUp(
      each((name) => `show(${name}.total);`),
      (path) => (path === 'f.ts' ? undefined : ['total', 'grossTotal']),
      exceptInF,
    );
    const cancel = new AbortController();
    const never = new AbortController().signal;
    let split: { readonly task: string; readonly part: string } | undefined;
    const state = await startRun({ type: 'fixProblems' }, deps, {
      ...options,
      taskSignal: (task) => (task === 'fix-2' ? cancel.signal : never),
      onChange: (_, event) => {
        if (event.type !== 'task-split') return;
        split = { task: event.task, part: event.part.id };
        cancel.abort(new Error('cancelled'));
      },
    });
    assert.deepEqual(split, { task: 'fix-2', part: 'fix-2.1' });
    assert.deepEqual(
      state.tasks.flatMap(({ task, state: is, note }) =>
        is === 'done' ? [] : [`${task.id} ${is}: ${note}`],
      ),
      ['fix-2 dropped: Cancelled by you', 'fix-2.1 dropped: Cancelled by you'],
    );
  });

  it('keeps what a model has mended of a task that every tier leaves a part of', async () => {
    const lookAlike: CheckRule = (path, text, all) =>
      rule(path, text.replace('keep(b.grossTotal', 'keep(b.bad'), all);
    const { run } = setUp({ a: 'show(a.total);\nkeep(b.total);' }, () => ['total', 'grossTotal'], lookAlike);
    const state = await run();
    assert.deepEqual(contents(state), { 'a.ts': 'show(a.grossTotal);\nkeep(b.total);' });
    assert.deepEqual(
      state.tasks.map((each) => [
        each.state,
        each.tier,
        each.task.targets.map(({ range }) => range.start.line),
      ]),
      [
        ['failed', 'planner', [1]],
        ['done', 'nano', [0]],
      ],
    );
    assert.equal(state.proposals[0]?.verdict.outcome, 'passed');
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'partial');
  });

  describe('of such work', () => {
    const lookAlike: CheckRule = (path, text, all) =>
      rule(path, text.replace('pay(b.grossTotal', 'pay(b.bad'), all);
    async function check(before: readonly string[], after: readonly string[], kept?: readonly string[]) {
      const text = before.join('\n');
      const state = await setUp({ a: text }, () => [text, after.join('\n')], lookAlike).run();
      assert.deepEqual(contents(state), kept ? { 'a.ts': kept.join('\n') } : {});
      const titles = state.proposals.map(({ title }) => title);
      assert.deepEqual(titles, kept ? [messages.total] : []);
    }
    const [wrong, right] = ['show(a.total);', 'show(a.grossTotal);'];
    const [price, other] = ['pay(b.total, 5);', 'pay(b.total, 9999);'];

    it('keeps nothing that was done to a problem that is left', () =>
      check([wrong, '', price], [right, '', other], [right, '', price]));
    it('keeps nothing that was done beside', () =>
      check(
        [wrong, '', price, '', 'end();'],
        [right, '', other, '', 'exit();'],
        [right, '', price, '', 'end();'],
      ));
    it('takes no problem away that is left, where it was put elsewhere', () => {
      const [before, moved] = [
        ['', price, '', 'end();'],
        ['', '', 'end();', price],
      ];
      const more = ['', 'pay(b.total, 6);'];
      return check([wrong, ...before, ...more], [right, ...moved, ...more], [right, ...before, ...more]);
    });
    it('keeps nothing where the two can not be told apart', () => check([price, wrong], [other, right]));
  });

  it('ends with what a model has mended where that mends also what it went on to do wrong', async () => {
    const declares: CheckRule = (path, text, all) =>
      rule(path, text.includes('keep(a.gross') ? text.replace('pay(b.total, 5', 'pay(b.sum, 5') : text, all);
    const before = ['keep(a.total);', '', 'pay(b.total, 5);'];
    const after = ['keep(a.grossTotal);', '', 'pay(b.total, 9999);'];
    const { run } = setUp({ a: before.join('\n') }, () => [before.join('\n'), after.join('\n')], declares);
    const state = await run();
    assert.deepEqual(contents(state), { 'a.ts': [after[0], '', before[2]].join('\n') });
    assert.deepEqual(
      state.tasks.map((each) => [each.state, each.tier, each.task.targets.length]),
      [['done', 'nano', 2]],
    );
    assert.equal(state.proposals[0]?.verdict.outcome, 'passed');
    assert.equal(state.proposals[0]?.verdict.fixed.length, 2);
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'done');
  });

  it('keeps what it did elsewhere as far as nothing is mended without', async () => {
    const declared: CheckRule = (path, text, all) =>
      rule(path, text.includes('let gross') ? text : text.replace('gross(', 'bad.bad('), all);
    const lines = ['//', '', 'show(a.total);', '', 'pay(b.total, 5);'];
    const after = ['let gross', '', 'show(gross(a));', '', 'pay(b.total, 9999);'];
    const state = await setUp(
      { a: lines.join('\n') },
      () => [lines.join('\n'), after.join('\n')],
      declared,
    ).run();
    assert.deepEqual(contents(state), { 'a.ts': [...after.slice(0, 4), lines[4]].join('\n') });
  });

  it('asks nobody for what another run has mended since it was found, and proposes nothing of it', async () => {
    const { deps, workspace, works, options } = setUp(
      each((name) => `show(${name}.total);`),
      () => ['total', 'grossTotal'],
    );
    const state = await startRun({ type: 'fixProblems' }, deps, {
      ...options,
      onChange: (_, { type }) => {
        if (type !== 'tasks-added') return;
        for (const name of names) workspace.files.set(pathOf(name), `show(${name}.grossTotal);\n`);
      },
    });
    assert.equal(works().length, 0);
    assert.equal(state.proposals.length, 0);
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'done');
  });

  it('is not proposed where another run has written the same meanwhile', async () => {
    const { deps, workspace, options } = setUp(
      each((name) => `show(${name}.total);`),
      () => ['total', 'grossTotal'],
    );
    const state = await startRun({ type: 'fixProblems' }, deps, {
      ...options,
      onChange: (_, { type }) => {
        if (type === 'task-end') workspace.files.set('a.ts', 'show(a.grossTotal);\n');
      },
    });
    const proposed = state.proposals.flatMap(({ files }) => files.map(({ path }) => path));
    assert.deepEqual(
      proposed,
      names.slice(1).map((name) => pathOf(name)),
    );
  });

  it('leaves a test alone that the edit would ask less of', async () => {
    const lines = each((name) => `equal(${name}.total, 3);`);
    const { run, works } = setUp(
      { ...lines, 'k.test': "it('counts', () => assert.equal(k.total, 3));" },
      (path) => (path === 'k.test.ts' ? ['total', 'grossTotal'] : ['total, 3', 'grossTotal, 4']),
    );
    const state = await run();
    assert.equal(works().length, 2);
    assert.equal(contents(state)['l.ts'], 'equal(l.grossTotal, 4);');
    assert.equal(contents(state)['k.test.ts'], "it('counts', () => assert.equal(k.grossTotal, 3));");
  });

  it('mends a test where that asks no less of the code', async () => {
    const lines = each((name) => `show(${name}.total, 3);`);
    const { run, works } = setUp(
      { ...lines, 'k.test': "it('counts', () => assert.equal(k.total, 3));" },
      () => ['total', 'grossTotal'],
    );
    const state = await run();
    assert.equal(works().length, 1);
    assert.equal(contents(state)['k.test.ts'], "it('counts', () => assert.equal(k.grossTotal, 3));");
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

  it('asks a model for one of a form at a time, so that none is paid for twice', async () => {
    const { deps, works, options } = setUp(
      each((name) => `show(${name}.total);${name === 'a' ? '\nextra();' : ''}`),
      (path) => (path === 'a.ts' ? ['total);\nextra();', 'grossTotal);'] : ['total', 'grossTotal']),
    );
    const settings = { ...deps.settings, maxParallel: 4 };
    const state = await startRun({ type: 'fixProblems' }, { ...deps, settings }, options);
    assert.ok(state.tasks.length > 3);
    assert.equal(works().length, 2);
    assert.equal(contents(state)['l.ts'], 'show(l.grossTotal);');
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

  describe('whose first part the user has had a hand in', () => {
    /** How the proposal of the rest is titled, once a model can mend that too. */
    const check = (title: string, fails: readonly string[], expected: string, does: 'accepts' | 'edits') =>
      it(title, async () => {
        let isAble = false;
        const lines = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, `show(${name}.total);`]));
        const breaks: CheckRule = (path, text, all) =>
          rule(path, !isAble && fails.includes(path) ? text.replace('grossTotal', 'bad') : text, all);
        const { deps, workspace, run, options } = setUp(
          lines,
          (path) => (isAble || !fails.includes(path) ? ['total', 'grossTotal'] : undefined),
          breaks,
        );
        const state = await run();
        const decisions = state.proposals.flatMap(({ id, files }) =>
          files.map(({ path, base, content }): RunEvent => {
            if (does === 'edits') {
              const [file] = proposedFiles([{ path, base, content: `${content} // mine` }]);
              assert.ok(file);
              return { type: 'file-edit', proposal: id, file };
            }
            workspace.files.set(path, content ?? '');
            return { type: 'hunks-decided', proposal: id, path, hunks: [0], decision: 'accepted' };
          }),
        );
        isAble = true;
        const retry = { type: 'task-retry', task: 'fix-2', tier: 'nano' } as const;
        const touched = decisions.reduce(applyEvent, state);
        const again = await resumeRun(applyEvent(touched, retry), deps, options);
        assert.deepEqual(
          again.proposals.map((each) => each.files.map(({ path }) => path)),
          [['a.ts', 'b.ts', 'c.ts'].filter((path) => !fails.includes(path)), fails],
        );
        assert.equal(again.proposals[1]?.title, expected);
        assert.deepEqual(again.proposals[0]?.files, touched.proposals[0]?.files);
      });
    const all = messages.total ?? '';
    check('says how many the rest of it are', ['b.ts', 'c.ts'], `${all} (2 of 3 problems)`, 'accepts');
    check('keeps what was edited', ['b.ts', 'c.ts'], `${all} (2 of 3 problems)`, 'edits');
    check('does not count what was split off', ['c.ts'], `${all} (3 problems): 1 of them`, 'accepts');
  });

  /** Twelve of one cause and twelve of another. */
  const two = {
    ...Object.fromEntries(names.map((name) => [name, `show(${name}.total);`])),
    ...Object.fromEntries(names.map((name) => [`${name}2`, `show(${name}2.size);`])),
  };
  const toNew = (path: string): readonly [string, string] =>
    path.endsWith('2.ts') ? ['size', 'weight'] : ['total', 'grossTotal'];

  it('stands still in the middle where the budget ends, and goes on without paying twice', async () => {
    const { works, deps, options } = setUp(two, toNew);
    const { settings } = deps;
    const budgets = (runUsd: number) => ({ ...settings, budgets: { ...settings.budgets, runUsd } });
    const paused = await startRun({ type: 'fixProblems' }, { ...deps, settings: budgets(0.0032) }, options);
    assert.equal(paused.phase.type === 'paused' && paused.phase.reason.type, 'budget');
    const before = works().length;
    assert.deepEqual([before, paused.proposals.length], [1, 1], 'one cause is mended, and can be reviewed');
    const end = await resumeRun(paused, { ...deps, settings: budgets(1) }, options);
    assert.equal(end.phase.type === 'ended' && end.phase.outcome, 'done');
    assert.equal(works().length, before + 1);
    assert.deepEqual(
      end.proposals.map(({ files }) => files.length),
      [12, 12],
      'one set for each cause',
    );
  });

  it('keeps what was mended when it is stopped in the middle', async () => {
    const { deps } = setUp(two, toNew);
    const stop = new AbortController();
    let ended = 0;
    const state = await startRun({ type: 'fixProblems' }, deps, {
      signal: stop.signal,
      onChange: (_, event) => {
        if (event.type === 'task-end' && ++ended === 3) stop.abort(new Error('stopped'));
      },
    });
    assert.equal(state.phase.type === 'ended' && state.phase.outcome, 'cancelled');
    assert.equal(state.proposals.length, 1);
    const files = state.proposals[0]?.files.length ?? 0;
    assert.ok(files > 1 && files < 12, `${files} files`);
    assert.equal(state.proposals[0]?.verdict.outcome, 'passed');
  });
});
