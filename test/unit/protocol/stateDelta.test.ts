import assert from 'node:assert/strict';
import type { PanelState, RunView, TaskView } from '../../../src/protocol/panel.ts';
import { deltaOf, hostMessage, withDelta } from '../../../src/protocol/stateDelta.ts';
import { states } from '../../webview/states.ts';

const state = states.finished;
assert.ok(state);

/** What the page makes of what the host sends it, through JSON and the schema. */
function sent(known: PanelState | undefined, next: PanelState): PanelState | undefined {
  const message = hostMessage.parse(
    JSON.parse(JSON.stringify({ type: 'state', state: deltaOf(known, next) })),
  );
  assert.equal(message.type, 'state');
  return message.type === 'state' ? withDelta(known, message.state) : undefined;
}

function changed(change: (run: RunView) => RunView): PanelState {
  assert.ok(state);
  return { ...state, runs: state.runs.map((run, index) => (index === 0 ? change(run) : run)) };
}

const firstTask = (run: RunView, change: (task: TaskView) => TaskView) => ({
  ...run,
  tasks: run.tasks.map((task, index) => (index === 0 ? change(task) : task)),
});

describe('what is sent to the page', () => {
  it('makes the whole state where there is none', () => assert.deepEqual(sent(undefined, state), state));
  it('makes the next state of the one before', () => {
    const next = changed((run) => firstTask(run, (task) => ({ ...task, note: 'another' })));
    assert.deepEqual(sent(state, next), next);
  });
  it('follows runs that come and go', () => {
    const [first, ...others] = state.runs;
    assert.ok(first);
    const next = { ...state, runs: [{ ...first, id: 'new' }, ...others] };
    assert.deepEqual(sent(state, next), next);
  });
  it('keeps the objects that the page has', () => {
    const next = changed((run) => firstTask(run, (task) => ({ ...task, note: 'another' })));
    const made = sent(state, next);
    assert.equal(made?.runs[1], state.runs[1]);
    assert.equal(made?.runs[0]?.proposals[0], state.runs[0]?.proposals[0]);
  });
  it('is as long as what changed', () => {
    const next = changed((run) => firstTask(run, (task) => ({ ...task, note: 'another' })));
    const length = (known: PanelState | undefined) => JSON.stringify(deltaOf(known, next)).length;
    assert.ok(length(state) * 3 < length(undefined), `${length(state)} of ${length(undefined)}`);
  });
  it('is refused by a page that lacks what it builds on', () =>
    assert.equal(withDelta(undefined, deltaOf(state, state)), undefined));
});
