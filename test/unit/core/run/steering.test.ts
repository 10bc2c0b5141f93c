import assert from 'node:assert/strict';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import type { ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { noHistory } from '../../../../src/core/routing/attempts.ts';
import { editPlan, type PlanEdit } from '../../../../src/core/run/plan/editPlan.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps, RunOptions } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent, foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

type Answer = (request: ModelRequest) => ModelReply | Promise<ModelReply>;

const json = (value: unknown) => reply(JSON.stringify(value));
const planned = (id: string, dependsOn: string[] = []) => ({
  id,
  kind: 'edit',
  title: `Task ${id}`,
  instructions: `Change ${id}.ts.`,
  files: [`${id}.ts`],
  dependsOn,
  acceptance: 'Done.',
});
const done = (id: string, text: string) =>
  reply(replaceLine(`${id}.ts`, id, text), tool('finish', { summary: 'ok' }));

/** Answers all but the work. */
const withPlan =
  (work: Answer, tasks: readonly unknown[]): Answer =>
  (request) => {
    if (request.role === 'gate') return json({ route: 'plan', kind: 'edit', files: [] });
    if (request.role === 'review') return json({ verdict: 'accept', summary: 'Good.', tasks: [] });
    if (request.role === 'plan') return json({ summary: 's', tasks });
    return work(request);
  };

describe('a user who steers a run', () => {
  let ledgers: TemporaryLedgers;
  let ledger: Ledger;
  beforeEach(async () => {
    ledgers = new TemporaryLedgers();
    ledger = await ledgers.open();
  });
  afterEach(() => ledgers.dispose());

  function setUp(answer: Answer, plan = [planned('a'), planned('b', ['a']), planned('c', ['b'])]) {
    const workspace = new InMemoryWorkspace(
      Object.fromEntries(plan.map(({ id }) => [`${id}.ts`, `${id}\n`])),
    );
    const endpoint = new ScriptedModel(withPlan(answer, plan));
    const events: RunEvent[] = [];
    let now = 0;
    const deps: RunDeps = {
      workspace,
      checker: new FakeChecker(workspace, errorsWhere({ WRONG: 'that is wrong' })),
      endpoint,
      ledger,
      journal: {
        append: async (_, event) => void events.push(event),
        load: async () => ({ runs: [events], problems: [] }),
      },
      settings: { ...defaultSettings, startPlansBelowUsd: 0 },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => ++now,
      newId: () => 'r1',
    };
    const options: RunOptions = { signal: new AbortController().signal, onChange: () => {} };
    const start = (more: Partial<RunOptions> = {}) =>
      startRun({ type: 'request', text: 'Change it' }, deps, { ...options, ...more });
    const resume = (state: RunState, more: Partial<RunOptions> = {}) =>
      resumeRun(state, deps, { ...options, ...more, approvePlan: true });
    const edit = (state: RunState, ...edits: readonly PlanEdit[]) =>
      edits.reduce((before, each) => {
        const event = editPlan(before, each, { deps, history: noHistory });
        assert.ok(event);
        events.push(event);
        return applyEvent(before, event);
      }, state);
    return { endpoint, events, deps, start, resume, edit };
  }

  const outcomes = (state: RunState) =>
    state.tasks.map(({ task, state: is, attempts }) =>
      [task.id, is, ...attempts.map(({ tier }) => tier)].join(' '),
    );
  const work = ({ task }: ModelRequest) => done(task, task.toUpperCase());

  describe('before the plan starts', () => {
    it('drops a task: what waited for it waits for what it waited for', async () => {
      const { start, edit, resume } = setUp(work);
      const waiting = await start();
      const state = edit(waiting, { type: 'drop', task: 'b' });
      assert.deepEqual(
        state.tasks.map(({ task }) => [task.id, task.dependsOn]),
        [
          ['a', []],
          ['c', ['a']],
        ],
      );
      assert.ok((state.forecast?.highUsd ?? 0) < (waiting.forecast?.highUsd ?? 0));
      assert.deepEqual(outcomes(await resume(state)), ['a done mini', 'c done mini']);
    });
    it('sends a task to a tier, and takes that back', async () => {
      const { start, edit, resume } = setUp(work);
      const waiting = await start();
      const chosen = edit(waiting, { type: 'tier', task: 'b', tier: 'planner' });
      assert.ok((chosen.forecast?.lowUsd ?? 0) > (waiting.forecast?.lowUsd ?? 0));
      assert.match(chosen.phase.type === 'paused' ? chosen.phase.reason.message : '', /^The plan may cost/);
      assert.deepEqual(edit(chosen, { type: 'tier', task: 'b' }).forecast, waiting.forecast);
      const ended = await resume(chosen);
      assert.deepEqual(outcomes(ended), ['a done mini', 'b done planner', 'c done mini']);
      assert.equal(ended.tasks[1]?.attempts[0]?.reason, 'planner: as you chose');
    });
    it('goes no higher than the ceiling', async () => {
      const { start, edit, resume, deps } = setUp(work);
      const state = edit(await start(), { type: 'tier', task: 'a', tier: 'planner' });
      Object.assign(deps, { settings: { ...deps.settings, ceiling: 'mini' } });
      assert.equal((await resume(state)).tasks[0]?.attempts[0]?.tier, 'mini');
    });
    it('writes other instructions', async () => {
      const { start, edit, resume, endpoint } = setUp(work);
      await resume(edit(await start(), { type: 'instructions', task: 'a', text: 'Shout it.' }));
      const request = endpoint.requests.find(({ task }) => task === 'a');
      assert.match(JSON.stringify(request?.input), /Shout it\./);
      assert.doesNotMatch(JSON.stringify(request?.input), /Change a\.ts\./);
    });
    it('keeps the last task, and edits no plan that has started', async () => {
      const { start, edit, resume, deps } = setUp(work);
      const past = { deps, history: noHistory };
      const last = edit(await start(), { type: 'drop', task: 'a' }, { type: 'drop', task: 'b' });
      assert.equal(editPlan(last, { type: 'drop', task: 'c' }, past), undefined);
      assert.equal(editPlan(last, { type: 'drop', task: 'nowhere' }, past), undefined);
      assert.equal(editPlan(await resume(last), { type: 'tier', task: 'c', tier: 'nano' }, past), undefined);
    });
    it('finds it all in the journal', async () => {
      const { start, edit, resume, events } = setUp(work);
      const state = await resume(edit(await start(), { type: 'tier', task: 'b', tier: 'nano' }));
      assert.deepEqual(foldEvents(events), state);
    });
  });

  it('cancels one task, and those that wait for it; the others go on', async () => {
    const cancel = new AbortController();
    const { start, edit, resume } = setUp((request) => {
      if (request.task !== 'b') return work(request);
      const answer = new Promise<ModelReply>((_, reject) => {
        cancel.signal.addEventListener('abort', () => reject(cancel.signal.reason));
      });
      cancel.abort(new Error('cancelled'));
      return answer;
    });
    const never = new AbortController().signal;
    const waiting = edit(await start(), { type: 'drop', task: 'a' });
    const state = await resume(waiting, { taskSignal: (task) => (task === 'b' ? cancel.signal : never) });
    assert.deepEqual(outcomes(state), ['b dropped mini', 'c dropped']);
    assert.equal(state.tasks[0]?.note, 'Cancelled by you');
    assert.equal(state.phase.type, 'ended');
  });

  it("cancels no task for its id, which is the planner's to choose", async () => {
    const cancel = new AbortController();
    const isCancelled = Promise.withResolvers<void>();
    const { start, resume } = setUp(
      async ({ task }) => {
        if (task === '1.1') {
          cancel.abort(new Error('cancelled'));
          await isCancelled.promise;
          return done(task, 'one');
        }
        const never = Promise.withResolvers<ModelReply>();
        cancel.signal.addEventListener('abort', () => never.reject(cancel.signal.reason));
        return never.promise;
      },
      [planned('1'), planned('1.1')],
    );
    const never = new AbortController().signal;
    const ends: string[] = [];
    await resume(await start(), {
      taskSignal: (task) => (task === '1' ? cancel.signal : never),
      onChange: (_, event) => {
        if (event.type !== 'task-end') return;
        ends.push(`${event.task} ${event.outcome}`);
        if (event.task === '1') isCancelled.resolve();
      },
    });
    assert.deepEqual(ends, ['1 dropped', '1.1 done']);
  });

  it('has a task done again on another tier, and with it what was given up for it', async () => {
    const { start, resume, endpoint, deps } = setUp(({ task, tier }) =>
      done(task, task === 'b' && tier !== 'planner' ? 'WRONG' : task.toUpperCase()),
    );
    const waiting = await start();
    const { settings } = deps;
    Object.assign(deps, { settings: { ...settings, ceiling: 'mini' } });
    const failed = await resume(waiting);
    Object.assign(deps, { settings });
    const before = endpoint.requests.length;
    assert.deepEqual(outcomes(failed), ['a done mini', 'b failed mini mini', 'c dropped']);
    const again = applyEvent(failed, { type: 'task-retry', task: 'b', tier: 'planner' });
    assert.deepEqual(
      again.tasks.map(({ state }) => state),
      ['done', 'waiting', 'waiting'],
    );
    const state = await resume(again);
    assert.deepEqual(outcomes(state), ['a done mini', 'b done mini mini planner', 'c done mini']);
    assert.deepEqual(
      [...new Set(endpoint.requests.slice(before).map(({ task }) => task))],
      ['b', 'c'],
      'what was done is not done again',
    );
  });

  it('does nothing again in a run that has ended but what was asked for', async () => {
    const { start, resume, edit } = setUp(({ task }) => done(task, 'WRONG'));
    const failed = await resume(edit(await start(), { type: 'drop', task: 'b' }));
    const two = { ...failed, tasks: failed.tasks.map((task) => ({ ...task, state: 'failed' as const })) };
    const again = [
      { type: 'task-retry', task: 'c', tier: 'mini' } as const,
      { type: 'run-resume', time: 1, budgetUsd: 1 } as const,
    ].reduce<RunState>(applyEvent, two);
    assert.deepEqual(
      again.tasks.map(({ task, state }) => `${task.id} ${state}`),
      ['a failed', 'c waiting'],
    );
  });

  it('reads when a task and its attempts began and ended, and what they said', async () => {
    const { start, resume } = setUp(work);
    const state = await resume(await start());
    const [task] = state.tasks;
    const [attempt] = task?.attempts ?? [];
    const times = [task?.startedAt, attempt?.startedAt, attempt?.endedAt, task?.endedAt];
    assert.deepEqual(
      times,
      times.toSorted((x, y) => (x ?? 0) - (y ?? 0)),
    );
    assert.ok(times.every((time) => time !== undefined));
    assert.ok((attempt?.notes ?? []).length > 0);
  });
});
