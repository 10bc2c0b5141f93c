import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import type { ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent, foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { Journal } from '../../../../src/core/run/state/journal.ts';
import type { Job, RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings, type Settings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt } from '../../support/runTask.ts';
import { patchText, replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

class MemoryJournal implements Journal {
  readonly events: RunEvent[] = [];
  async append(_run: string, event: RunEvent): Promise<void> {
    this.events.push(event);
  }
  async load() {
    return { runs: [this.events], problems: [] };
  }
}

type Answer = (request: ModelRequest, nth: number) => ModelReply | Promise<ModelReply>;

const json = (value: unknown) => reply(JSON.stringify(value));
const planned = (id: string, files: string[], dependsOn: string[] = []) => ({
  id,
  kind: 'edit',
  title: `Task ${id}`,
  instructions: `Change ${files.join(', ')}.`,
  files,
  dependsOn,
  acceptance: 'Done.',
});
const acceptAll = json({ verdict: 'accept', summary: 'Good.', tasks: [] });
const planGate = json({ route: 'plan', kind: 'edit', files: [] });

describe('a run', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  function setUp(
    files: Record<string, string>,
    answer: Answer,
    more: { settings?: Partial<Settings>; rule?: CheckRule } = {},
  ) {
    const workspace = new InMemoryWorkspace(files);
    const endpoint = new ScriptedModel(answer);
    const journal = new MemoryJournal();
    const deps: RunDeps = {
      workspace,
      checker: new FakeChecker(workspace, more.rule ?? errorsWhere({ WRONG: 'that is wrong' })),
      endpoint,
      ledger,
      journal,
      settings: { ...defaultSettings, startPlansBelowUsd: 100, ...more.settings },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    const options = { signal: new AbortController().signal, onChange: () => {} };
    const start = (job: Job) => startRun(job, deps, options);
    return { workspace, endpoint, journal, deps, start, options };
  }

  const request: Job = { type: 'request', text: 'Change it' };
  const contents = (state: RunState) =>
    Object.fromEntries(
      state.proposals.flatMap(({ files }) => files.map((file) => [file.path, file.content])),
    );
  const summary = (state: RunState) =>
    state.tasks.map(({ task, state: is, attempts }) =>
      `${task.id} ${is} ${attempts.map(({ tier }) => tier).join(' ')}`.trim(),
    );
  const ended = (state: RunState) => (state.phase.type === 'ended' ? state.phase.outcome : state.phase.type);

  it('goes from a request over a plan to a reviewed proposal, and its journal adds up to the same state', async () => {
    const { start, journal, endpoint } = setUp({ 'a.ts': 'one\n', 'b.ts': 'two\n' }, ({ role, task }) => {
      if (role === 'gate') return planGate;
      if (role === 'plan')
        return json({ summary: 'Both', tasks: [planned('a', ['a.ts']), planned('b', ['b.ts'])] });
      if (role === 'review') return acceptAll;
      return task === 'a'
        ? reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }))
        : reply(replaceLine('b.ts', 'two', 'TWO'), tool('finish', { summary: 'ok' }));
    });
    const state = await start(request);
    assert.equal(ended(state), 'done');
    assert.deepEqual(contents(state), { 'a.ts': 'ONE\n', 'b.ts': 'TWO\n' });
    assert.deepEqual(foldEvents(journal.events), state);
    assert.deepEqual(endpoint.requests.map(({ role }) => role).sort(), [
      'gate',
      'plan',
      'review',
      'work',
      'work',
    ]);
  });

  it('asks no gate where the user has chosen what is to be done', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'one\n' }, () =>
      reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' })),
    );
    const gate = { route: 'single_edit', kind: 'edit', files: ['a.ts'] } as const;
    const state = await start({ type: 'request', text: 'Change line 1.', title: 'Simplify', gate });
    assert.deepEqual(contents(state), { 'a.ts': 'ONE\n' });
    assert.deepEqual(
      endpoint.requests.map(({ role }) => role),
      ['work'],
    );
    assert.equal(state.proposals[0]?.title, 'Simplify');
  });

  it('works on the problems that were picked and on no others', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'WRONG\n', 'b.ts': 'WRONG\n' }, ({ role }) =>
      role === 'label' ? json({ labels: [] }) : reply(replaceLine('b.ts', 'WRONG', 'right')),
    );
    const diagnostics = [errorAt('b.ts', 'WRONG\n', 'WRONG', 'that is wrong')];
    const state = await start({ type: 'fixProblems', only: { title: 'that is wrong', diagnostics } });
    assert.deepEqual(contents(state), { 'b.ts': 'right\n' });
    assert.ok(endpoint.requests.every(({ input }) => !JSON.stringify(input).includes('a.ts')));
  });

  it('names what a file lies in, where that is why nobody looked at it', async () => {
    const { start, deps } = setUp({ 'a.ts': 'right\n' }, () => reply(''));
    const survey = await deps.checker.survey({ signal: new AbortController().signal });
    const notChecked = ['lib/', 'other/', 'a.css'].map((path) => ({ path, reason: 'closed' }));
    deps.checker.survey = async () => ({ ...survey, notChecked });
    const unseen = async (file: string) => (await start({ type: 'fixProblems', file })).found?.notChecked;
    assert.deepEqual(await unseen('lib/b.ts'), [{ path: 'lib/', reason: 'closed' }]);
    assert.deepEqual(await unseen('a.css'), [{ path: 'a.css', reason: 'closed' }]);
    assert.deepEqual(await unseen('a.ts'), []);
    const unasked = [{ path: 'a.md', reason: 'no language server is asked about such files' }];
    assert.deepEqual(await unseen('a.md'), unasked);
  });
  it('asks no further where another run has mended a problem since it was found', async () => {
    const { start, endpoint, workspace } = setUp({ 'a.ts': 'WRONG\n' }, ({ role }) => {
      if (role === 'label') return json({ labels: [] });
      workspace.files.set('a.ts', 'right\n');
      return reply(replaceLine('a.ts', 'WRONG', 'right'));
    });
    const state = await start({ type: 'fixProblems' });
    assert.equal(ended(state), 'done');
    assert.deepEqual(state.proposals, []);
    assert.equal(endpoint.requests.filter(({ role }) => role === 'work').length, 1);
  });
  it('goes on where a problem is still there after an attempt that came to nothing', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'WRONG\n' }, ({ role }, nth) =>
      role === 'label'
        ? json({ labels: [] })
        : reply(replaceLine('a.ts', nth < 2 ? 'gone' : 'WRONG', 'right')),
    );
    assert.deepEqual(contents(await start({ type: 'fixProblems' })), { 'a.ts': 'right\n' });
    assert.ok(endpoint.requests.filter(({ role }) => role === 'work').length > 1);
  });
  it('makes tasks of problems that were labelled when it was cut off', async () => {
    const { start, journal, deps, options } = setUp({ 'a.ts': 'WRONG\n' }, ({ role }) =>
      role === 'label' ? json({ labels: [] }) : reply(replaceLine('a.ts', 'WRONG', 'right')),
    );
    await start({ type: 'fixProblems' });
    const cut = journal.events.findIndex(({ type }) => type === 'label-end');
    const state = foldEvents(journal.events.slice(0, cut + 1));
    assert.ok(state);
    assert.deepEqual(contents(await resumeRun(state, deps, options)), { 'a.ts': 'right\n' });
  });

  it('skips the planner and the review for one bounded edit', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'one\n' }, ({ role }) =>
      role === 'gate'
        ? json({ route: 'single_edit', kind: 'simple_edit', files: ['a.ts'] })
        : reply(replaceLine('a.ts', 'one', 'ONE')),
    );
    assert.deepEqual(contents(await start(request)), { 'a.ts': 'ONE\n' });
    assert.deepEqual(
      endpoint.requests.map(({ role, tier }) => `${role} ${tier}`),
      ['gate nano', 'work nano'],
    );
  });

  it('sends a plan that breaks a rule back once, with the reasons', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'one\n' }, ({ role }, nth) => {
      if (role === 'gate') return planGate;
      if (role === 'review') return acceptAll;
      if (role === 'work') return reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }));
      return json({ summary: 's', tasks: [planned('a', [nth === 1 ? 'nowhere.ts' : 'a.ts'])] });
    });
    assert.equal(ended(await start(request)), 'done');
    assert.match(endpoint.textOf(2), /"nowhere\.ts", which does not exist/);
  });

  it('asks the same tier once more with the evidence, then the next one up, and shows only what passes', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'one\n' }, ({ role, tier }) => {
      if (role === 'gate') return json({ route: 'single_edit', kind: 'simple_edit', files: ['a.ts'] });
      return tier === 'nano'
        ? reply(replaceLine('a.ts', 'one', 'WRONG'))
        : reply(replaceLine('a.ts', 'one', 'right'), tool('finish', { summary: 'ok' }));
    });
    const state = await start(request);
    assert.deepEqual(summary(state), ['edit done nano nano mini']);
    assert.deepEqual(contents(state), { 'a.ts': 'right\n' });
    assert.match(endpoint.textOf(2), /that is wrong/);
  });

  it('never goes above the ceiling, and proposes nothing that did not pass', async () => {
    const { start } = setUp(
      { 'a.ts': 'one\n' },
      ({ role }) =>
        role === 'gate'
          ? json({ route: 'single_edit', kind: 'simple_edit', files: ['a.ts'] })
          : reply(replaceLine('a.ts', 'one', 'WRONG')),
      { settings: { ceiling: 'nano' } },
    );
    const state = await start(request);
    assert.deepEqual(
      [ended(state), summary(state), state.proposals],
      ['failed', ['edit failed nano nano'], []],
    );
  });

  it('leaves errors in the files of later tasks to them, and checks the whole', async () => {
    // As when a type changes: b.ts is wrong as long as it does not follow a.ts.
    const rule: CheckRule = (path, text, all) =>
      path === 'b.ts' && all('a.ts') === 'ONE\n' && text !== 'TWO\n'
        ? [errorAt('b.ts', text, 'two', 'b does not follow a')]
        : [];
    const answer: Answer = ({ role, task }) => {
      if (role === 'gate') return planGate;
      if (role === 'review') return acceptAll;
      if (role === 'plan')
        return json({ summary: 's', tasks: [planned('a', ['a.ts']), planned('b', ['b.ts'], ['a'])] });
      return task === 'a'
        ? reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }))
        : reply(replaceLine('b.ts', 'two', 'TWO'), tool('finish', { summary: 'ok' }));
    };
    const state = await setUp({ 'a.ts': 'one\n', 'b.ts': 'two\n' }, answer, { rule }).start(request);
    assert.deepEqual(summary(state), ['a done mini', 'b done mini']);
    assert.match(state.tasks[0]?.note ?? '', /in files of later tasks/);
    assert.deepEqual(
      state.proposals.map(({ tasks, verdict }) => [tasks, verdict.outcome]),
      [[['a', 'b'], 'passed']],
    );
  });

  it('does a task again on top of another that changed the same file meanwhile', async () => {
    const asked = new Set<string>();
    const { start } = setUp({ 'a.ts': 'one\n', 'b.ts': 'two\n' }, ({ role, task }) => {
      if (role === 'gate') return planGate;
      if (role === 'plan')
        return json({ summary: 's', tasks: [planned('a', ['a.ts']), planned('b', ['b.ts'])] });
      if (role === 'review') return acceptAll;
      const isFirst = !asked.has(task);
      asked.add(task);
      const create = patchText(`*** Begin Patch\n*** Add File: new.ts\n+from ${task}\n*** End Patch`);
      const change = replaceLine('new.ts', `from ${task === 'a' ? 'b' : 'a'}`, 'from both');
      return reply(isFirst ? create : change, tool('finish', { summary: 'ok' }));
    });
    const state = await start(request);
    assert.equal(contents(state)['new.ts'], 'from both\n');
    assert.deepEqual(state.proposals.length, 1);
  });

  it('puts together what two tasks changed in different places of one file, without asking again', async () => {
    const text = 'a0\na1\na2\na3\nb0\nb1\nb2\nb3\n';
    const { start, endpoint } = setUp(
      { 'a.ts': 'one\n', 'b.ts': 'two\n', 'c.ts': text },
      ({ role, task }) => {
        if (role === 'gate') return planGate;
        if (role === 'plan') return json({ summary: 's', tasks: [planned('a', []), planned('b', [])] });
        if (role === 'review') return acceptAll;
        return reply(replaceLine('c.ts', `${task}2`, `new ${task}`), tool('finish', { summary: 'ok' }));
      },
    );
    const state = await start(request);
    assert.deepEqual(contents(state), { 'c.ts': 'a0\na1\nnew a\na3\nb0\nb1\nnew b\nb3\n' });
    assert.equal(state.proposals.length, 1);
    assert.equal(endpoint.requests.filter(({ role }) => role === 'work').length, 2);
  });

  it('does again what the reviewer sends back, with the reason, and drops what is rejected', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'one\n', 'b.ts': 'two\n' }, ({ role, task, input }) => {
      if (role === 'gate') return planGate;
      if (role === 'plan')
        return json({ summary: 's', tasks: [planned('a', ['a.ts']), planned('b', ['b.ts'])] });
      if (role === 'review') {
        return json({
          verdict: 'revise',
          summary: 's',
          tasks: [
            { id: 'a', verdict: 'revise', reason: 'use upper case' },
            { id: 'b', verdict: 'reject', reason: 'not asked for' },
          ],
        });
      }
      if (task === 'b') return reply(replaceLine('b.ts', 'two', '2'), tool('finish', { summary: 'ok' }));
      const isRevision = JSON.stringify(input).includes('use upper case');
      return reply(replaceLine('a.ts', 'one', isRevision ? 'ONE' : 'One'), tool('finish', { summary: 'ok' }));
    });
    const state = await start(request);
    assert.deepEqual(contents(state), { 'a.ts': 'ONE\n' });
    assert.deepEqual(summary(state), ['a done mini mini', 'b dropped mini']);
    assert.equal(endpoint.requests.filter(({ role }) => role === 'review').length, 1);
  });

  it('shows nothing of work that the reviewer rejects as a whole without naming its tasks', async () => {
    const { start } = setUp({ 'a.ts': 'one\n' }, ({ role }) => {
      if (role === 'gate') return planGate;
      if (role === 'plan') return json({ summary: 's', tasks: [planned('a', ['a.ts'])] });
      if (role === 'review') return json({ verdict: 'reject', summary: 'not what was asked', tasks: [] });
      return reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }));
    });
    const state = await start(request);
    assert.deepEqual(contents(state), {});
    assert.deepEqual(summary(state), ['a dropped mini']);
    assert.match(state.tasks[0]?.note ?? '', /not what was asked/);
  });

  describe('of two changes that pass alone and fail together', () => {
    /** Removing what nobody uses, and a new use of it; the endpoint is down for the second one, if the run is to stop. */
    const check = (title: string, stops: boolean, decide: (paused: RunState) => RunState, expected: object) =>
      it(title, async () => {
        const rule: CheckRule = (path, text, all) =>
          path === 'b.ts' && text.includes('USE') && !all('a.ts')?.includes('GIVE')
            ? [errorAt('b.ts', text, 'USE', 'nothing gives it')]
            : [];
        let isDown = stops;
        const { start, deps, options } = setUp(
          { 'a.ts': 'GIVE\n', 'b.ts': 'two\n', 'c.ts': 'three\n' },
          ({ role, task, tier }) => {
            if (role === 'gate') return planGate;
            if (role === 'plan')
              return json({ summary: 's', tasks: ['a', 'b', 'c'].map((id) => planned(id, [`${id}.ts`])) });
            if (role === 'review') return acceptAll;
            if (isDown && task !== 'a')
              return {
                type: 'fault',
                fault: { kind: 'unreachable', tier, model: 'm', endpoint: 'e', detail: '' },
              };
            const line = { a: ['GIVE', 'one'], b: ['two', 'USE'], c: ['three', 'THREE'] }[task] ?? [];
            return reply(
              replaceLine(`${task}.ts`, line[0] ?? '', line[1] ?? ''),
              tool('finish', { summary: 'ok' }),
            );
          },
          { rule, settings: { maxParallel: 1 } },
        );
        const first = await start(request);
        isDown = false;
        const state = stops ? await resumeRun(decide(first), deps, options) : first;
        assert.deepEqual(contents(state), expected);
        const given = state.tasks
          .filter((each) => each.state === 'failed')
          .map(({ note }) => note.split(':')[0]);
        assert.deepEqual(given, 'b.ts' in expected ? [] : ['Together with 1 other task it fails']);
      });
    const keep = (state: RunState) => state;
    const reject = (state: RunState) =>
      applyEvent(state, {
        ...{ type: 'hunks-decided', proposal: state.proposals[0]?.id ?? '', path: 'a.ts' },
        ...{ hunks: [0], decision: 'rejected' },
      });
    const one = { 'a.ts': 'one\n', 'c.ts': 'THREE\n' };
    check('only the first is proposed', false, keep, one);
    check('only the first is proposed, also where the run stood still between them', true, keep, one);
    check('both are where the user has rejected the first meanwhile', true, reject, {
      ...one,
      'b.ts': 'USE\n',
    });
  });

  it('does not call a question answered that got an empty answer', async () => {
    const { start } = setUp({ 'a.ts': 'one\n' }, ({ role }) =>
      role === 'gate' ? json({ route: 'answer', kind: 'search', files: [] }) : reply(' '),
    );
    const state = await start(request);
    assert.equal(ended(state), 'failed');
    assert.equal(state.answer, undefined);
  });

  it('waits with a plan whose forecast is above the amount, and starts it on a yes', async () => {
    const { start, deps, options } = setUp(
      { 'a.ts': 'one\n' },
      ({ role }) => {
        if (role === 'gate') return planGate;
        if (role === 'plan') return json({ summary: 's', tasks: [planned('a', ['a.ts'])] });
        if (role === 'review') return acceptAll;
        return reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }));
      },
      { settings: { startPlansBelowUsd: 0 } },
    );
    const waiting = await start(request);
    assert.equal(waiting.phase.type === 'paused' && waiting.phase.reason.type, 'plan');
    const state = await resumeRun(waiting, deps, { ...options, approvePlan: true });
    assert.deepEqual(contents(state), { 'a.ts': 'ONE\n' });
  });

  it('pauses on a fault with what it has, and goes on without repeating a paid call', async () => {
    let isDown = true;
    const { start, deps, options, endpoint, journal } = setUp(
      { 'a.ts': 'one\n', 'b.ts': 'two\n' },
      ({ role, task, tier }) => {
        if (role === 'gate') return planGate;
        if (role === 'plan')
          return json({ summary: 's', tasks: [planned('a', ['a.ts']), planned('b', ['b.ts'], ['a'])] });
        if (role === 'review') return acceptAll;
        if (task === 'a') return reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }));
        if (!isDown) return reply(replaceLine('b.ts', 'two', 'TWO'), tool('finish', { summary: 'ok' }));
        return { type: 'fault', fault: { kind: 'unreachable', tier, model: 'm', endpoint: 'e', detail: '' } };
      },
    );
    const paused = await start(request);
    assert.equal(paused.phase.type === 'paused' && paused.phase.reason.type, 'fault');
    assert.deepEqual(contents(paused), { 'a.ts': 'ONE\n' });
    isDown = false;
    const restored = foldEvents(journal.events);
    assert.ok(restored);
    const state = await resumeRun(restored, deps, options);
    assert.deepEqual([ended(state), contents(state)], ['done', { 'a.ts': 'ONE\n', 'b.ts': 'TWO\n' }]);
    const repeated = endpoint.requests.filter(
      ({ role, task }) => role === 'gate' || role === 'plan' || task === 'a',
    );
    assert.equal(repeated.length, 3);
  });

  it('goes on with what is left of its budget where the ledger was lost', async () => {
    let isDown = true;
    const { start, deps, options, endpoint } = setUp({ 'a.ts': 'one\n' }, ({ role, tier }) =>
      role === 'gate'
        ? planGate
        : isDown
          ? { type: 'fault', fault: { kind: 'unauthorized', tier, model: 'm', endpoint: 'e', detail: '' } }
          : json({ summary: 's', tasks: [planned('a', ['a.ts'])] }),
    );
    const stopped = await start(request);
    isDown = false;
    const sent = endpoint.requests.length;
    const lost = new TemporaryLedgers();
    const budgets = { runUsd: 1, dayUsd: 5 };
    const settings = { ...deps.settings, budgets };
    const now = { ...deps, settings, ledger: await lost.open() };
    const resumed = async ({ spentUsd, runUsd }: { spentUsd: number; runUsd: number }) => {
      const paused = { ...stopped, total: { ...stopped.total, usd: spentUsd } };
      const limits = () => ({ budgets: { ...budgets, runUsd }, ceiling: 'planner' as const });
      const { phase, budgetUsd } = await resumeRun(paused, { ...now, limits }, options);
      assert.ok(phase.type === 'paused' && phase.reason.type === 'budget');
      assert.deepEqual([endpoint.requests.length, budgetUsd], [sent, 1]);
      return phase.reason.message;
    };
    assert.match(
      await resumed({ spentUsd: 0.99, runUsd: 1 }),
      /^The budget for this run is \$1\.00; \$0\.99 is spent.* Raise the budget/,
    );
    // A budget that was lowered since holds for what was forgotten as well.
    assert.match(
      await resumed({ spentUsd: 0.5, runUsd: 0.51 }),
      /^The budget for this run is \$0\.51; \$0\.50 is spent/,
    );
    lost.dispose();
  });

  it('sends nothing that the budget does not hold', async () => {
    const { start, endpoint } = setUp({ 'a.ts': 'one\n' }, () => planGate, {
      settings: { budgets: { runUsd: 0.000_001, dayUsd: 5 } },
    });
    const state = await start(request);
    assert.equal(state.phase.type === 'paused' && state.phase.reason.type, 'budget');
    assert.equal(endpoint.requests.length, 0);
  });

  it('keeps what was finished when it is cancelled', async () => {
    const abort = new AbortController();
    const { deps } = setUp({ 'a.ts': 'one\n', 'b.ts': 'two\n' }, ({ role, task }) => {
      if (role === 'gate') return planGate;
      if (role === 'plan')
        return json({ summary: 's', tasks: [planned('a', ['a.ts']), planned('b', ['b.ts'], ['a'])] });
      if (task === 'a') return reply(replaceLine('a.ts', 'one', 'ONE'), tool('finish', { summary: 'ok' }));
      abort.abort(new Error('the user'));
      return reply(replaceLine('b.ts', 'two', 'TWO'), tool('finish', { summary: 'ok' }));
    });
    const state = await startRun(request, deps, { signal: abort.signal, onChange: () => {} });
    assert.deepEqual([ended(state), contents(state)], ['cancelled', { 'a.ts': 'ONE\n' }]);
  });

  it('ends as cancelled when it is cancelled, with nothing more sent', async () => {
    const abort = new AbortController();
    const { deps } = setUp({ 'a.ts': 'one\n' }, () => {
      abort.abort(new Error('the user'));
      return planGate;
    });
    const state = await startRun(request, deps, { signal: abort.signal, onChange: () => {} });
    assert.equal(ended(state), 'cancelled');
  });
});
