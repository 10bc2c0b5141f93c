import assert from 'node:assert/strict';
import type { PanelState, RunView } from '../../../src/protocol/panel.ts';
import {
  areTasksOpen,
  fromKept,
  initialPage,
  isRunOpen,
  listedRuns,
  openedRuns,
  type PageState,
  reducePage,
  toKept,
} from '../../../src/webview/model/pageState.ts';

function run(id: string): RunView {
  return {
    id,
    title: id,
    state: 'done',
    message: '',
    planWaits: false,
    startedAt: 0,
    whole: true,
    summary: '',
    tasks: [],
    proposals: [],
    overhead: [],
    cost: { usd: 0, calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, budgetUsd: 1 },
  };
}

function panel(...runs: readonly string[]): PanelState {
  return {
    workspace: 'ready',
    model: { type: 'ready', scripted: false, endpoint: '' },
    tiers: [],
    ceiling: 'planner',
    deleted: [],
    todayUsd: 0,
    dayBudgetUsd: 5,
    runs: runs.map(run),
  };
}

const empty: PageState = fromKept(undefined);
const withRuns = (state: PageState, ...runs: readonly string[]) =>
  reducePage(state, { type: 'panel', panel: panel(...runs) });
const toggle = (state: PageState, id: string) => reducePage(state, { type: 'toggleRun', run: id });

describe('runs on the page', () => {
  const check = (state: PageState, expected: Record<string, boolean>) =>
    assert.deepEqual(
      Object.fromEntries((state.panel?.runs ?? []).map(({ id }) => [id, isRunOpen(state, id)])),
      expected,
    );

  it('are closed but for the newest', () => check(withRuns(empty, 'b', 'a'), { b: true, a: false }));
  it('close when a newer one comes', () => {
    check(withRuns(withRuns(empty, 'a'), 'b', 'a'), { b: true, a: false });
  });
  it('stay as the user put them', () => {
    check(toggle(toggle(withRuns(empty, 'b', 'a'), 'a'), 'b'), { b: false, a: true });
    check(withRuns(toggle(withRuns(empty, 'b', 'a'), 'a'), 'c', 'b', 'a'), { c: true, b: false, a: true });
  });
});

describe('tasks of a run', () => {
  const check = (
    state: RunView['state'],
    tasks: string,
    proposals: number,
    expected: boolean,
    openedTasks: PageState['openedTasks'] = {},
  ) => {
    const proposal = { id: 'p' } as RunView['proposals'][number];
    const shown: RunView = {
      ...run('a'),
      state,
      tasks: tasks.split(' ').map((each) => ({ state: each }) as RunView['tasks'][number]),
      proposals: Array.from({ length: proposals }, () => proposal),
    };
    assert.equal(areTasksOpen({ openedTasks }, shown), expected);
  };

  it('are open until all are done and there are proposals', () => {
    check('running', 'done running', 1, true);
    check('running', 'done done', 1, true);
    check('done', 'done done', 1, false);
    check('paused', 'done done', 1, false);
    check('done', 'done done', 0, true);
  });
  it('are open where one is not done', () => {
    check('partial', 'done failed', 1, true);
    check('partial', 'done dropped', 1, true);
    check('paused', 'done waiting', 1, true);
  });
  it('stay as the user put them', () => {
    check('done', 'done', 1, true, { a: true });
    check('running', 'running', 0, false, { a: false });
    check('done', 'done', 1, false, { b: true });
  });
});

describe('a state from the host', () => {
  it('leaves the draft alone and keeps what did not change', () => {
    const before = withRuns(reducePage(empty, { type: 'draft', text: 'half a sen' }), 'a');
    const after = withRuns(before, 'b', 'a');
    assert.equal(after.draft, 'half a sen');
    assert.equal(withRuns(after, 'b', 'a').panel, after.panel);
  });
});

describe('the runs that are listed', () => {
  const check = (state: PageState, expected: string, more: number) => {
    const listed = listedRuns(state);
    assert.deepEqual([listed.runs.map(({ id }) => id).join(' '), listed.more], [expected, more]);
  };
  const search = (state: PageState, text: string) => reducePage(state, { type: 'search', text });
  const many = withRuns(empty, ...[...Array(12).keys()].map((number) => `r${number}`));

  it('are the newest, and more of them when asked for', () => {
    check(many, 'r0 r1 r2 r3 r4 r5 r6 r7', 4);
    check(reducePage(many, { type: 'listMore' }), many.panel?.runs.map(({ id }) => id).join(' ') ?? '', 0);
  });
  it('are those whose title has all words', () => {
    const state = withRuns(empty, 'Fix the list', 'List files', 'Fix files');
    check(search(state, 'fix LIST'), 'Fix the list', 0);
    check(search(state, ' files '), 'List files Fix files', 0);
    check(search(state, 'nowhere'), '', 0);
  });
});

describe('tasks that are open', () => {
  it('keep the list open, and close by themselves', () => {
    const open = (state: PageState, isOpen: boolean) =>
      reducePage(state, { type: 'openTask', run: 'a', task: 't', open: isOpen });
    const opened = open(withRuns(empty, 'a'), true);
    assert.deepEqual([opened.tasks, opened.openedTasks], [{ a: ['t'] }, { a: true }]);
    assert.deepEqual(open(open(opened, true), false).tasks, { a: [] });
  });
});

describe('the drawer', () => {
  it('shows one thing at a time, and closes by what opened it', () => {
    const press = (state: PageState, drawer: 'cost' | 'tiers') =>
      reducePage(state, { type: 'drawer', drawer });
    assert.equal(press(press(empty, 'cost'), 'tiers').drawer, 'tiers');
    assert.equal(press(press(empty, 'cost'), 'cost').drawer, undefined);
  });
});

describe('a request', () => {
  const image = { name: 'a.png', type: 'image/png', data: '' };
  const written = reducePage(reducePage(empty, { type: 'draft', text: 'x' }), {
    type: 'addImages',
    images: [image, image],
  });
  const check = (state: PageState, draft: string, images: readonly number[], isSending: boolean) =>
    assert.deepEqual(
      [state.draft, state.images.map(({ id }) => id), state.isSending],
      [draft, images, isSending],
    );
  const sent = reducePage(written, { type: 'send' });
  const submitted = (hasBegun: boolean) => reducePage(sent, { type: 'submitted', hasBegun });

  it('stays until a run has begun', () => {
    check(sent, 'x', [1, 2], true);
    check(submitted(true), '', [], false);
  });
  it('is the user’s again where none has', () => check(submitted(false), 'x', [1, 2], false));
  it('loses images one by one', () => {
    const one = reducePage(written, { type: 'removeImage', id: 1 });
    check(one, 'x', [2], false);
    check(reducePage(one, { type: 'addImages', images: [image] }), 'x', [2, 3], false);
  });
});

describe('the cost', () => {
  it('is said to be unread until it is read', () => {
    const failed = reducePage(empty, { type: 'costFailure', message: 'no ledger' });
    assert.equal(failed.costFailure, 'no ledger');
    const cost = {} as NonNullable<PageState['cost']>;
    assert.equal(reducePage(failed, { type: 'cost', cost }).costFailure, undefined);
  });
});

describe('the runs to be sent whole', () => {
  it('are those that the user has opened', () => {
    const state = toggle(toggle(withRuns(empty, 'c', 'b', 'a'), 'b'), 'a');
    assert.deepEqual(openedRuns(toggle(state, 'a')), ['b']);
  });
});

describe('what outlives the page', () => {
  it('is the draft and what was opened', () => {
    const toggled = toggle(reducePage(withRuns(empty, 'b', 'a'), { type: 'draft', text: 'x' }), 'a');
    const state = reducePage(toggled, { type: 'openTasks', run: 'b', open: false });
    const again = fromKept(JSON.parse(JSON.stringify(toKept(state))));
    assert.deepEqual(again, {
      ...initialPage,
      draft: 'x',
      opened: { a: true },
      openedTasks: { b: false },
    });
  });
  it('is nothing where it can not be read', () => {
    for (const value of [undefined, null, 'x', { draft: 1 }, { draft: 'x', opened: { a: 'yes' } }]) {
      assert.deepEqual(fromKept(value), empty);
    }
  });
});
