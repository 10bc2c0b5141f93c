import assert from 'node:assert/strict';
import type { PanelState, RunView } from '../../../src/protocol/panel.ts';
import {
  fromKept,
  isRunOpen,
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

describe('a state from the host', () => {
  it('leaves the draft alone and keeps what did not change', () => {
    const before = withRuns(reducePage(empty, { type: 'draft', text: 'half a sen' }), 'a');
    const after = withRuns(before, 'b', 'a');
    assert.equal(after.draft, 'half a sen');
    assert.equal(withRuns(after, 'b', 'a').panel, after.panel);
  });
});

describe('what outlives the page', () => {
  it('is the draft and what was opened', () => {
    const state = toggle(reducePage(withRuns(empty, 'b', 'a'), { type: 'draft', text: 'x' }), 'a');
    const again = fromKept(JSON.parse(JSON.stringify(toKept(state))));
    assert.deepEqual(again, { panel: undefined, draft: 'x', opened: { a: true } });
  });
  it('is nothing where it can not be read', () => {
    for (const value of [undefined, null, 'x', { draft: 1 }, { draft: 'x', opened: { a: 'yes' } }]) {
      assert.deepEqual(fromKept(value), empty);
    }
  });
});
