import assert from 'node:assert/strict';
import { proposalOf } from '../../../../src/core/run/publish/proposalOf.ts';
import { proposedFiles } from '../../../../src/core/run/publish/proposedFiles.ts';
import { applyEvent, initialState } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { type RunState, taskState } from '../../../../src/core/run/state/runState.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';
import { runTask } from '../../support/runTask.ts';

describe('the id of a proposal', () => {
  type Step = RunEvent | ((state: RunState) => RunEvent);
  /** What is proposed, one after the other, of a task or of two. */
  const proposed =
    (content: string, ...tasks: readonly string[]) =>
    (state: RunState): RunEvent => {
      const files = proposedFiles([{ path: 'a', base: 'l0\n', content: `${content}\n` }]);
      const group = tasks.map((id) => taskState(state, id));
      return { type: 'proposal', proposal: proposalOf(state, group, files, passedVerdict) };
    };
  /** @param expected the ids in the order in which they were given */
  function check(steps: readonly Step[], expected: readonly string[]) {
    const start: RunEvent = {
      ...{ type: 'run-start', run: 'r', job: { type: 'request', text: '' } },
      ...{ time: 1, budgetUsd: 1, ceiling: 'planner' },
    };
    const tasks = [runTask({ id: 'one' }), runTask({ id: 'two' })];
    let state = applyEvent(initialState(start), { type: 'tasks-added', tasks });
    const ids: string[] = [];
    for (const step of steps) {
      const event = typeof step === 'function' ? step(state) : step;
      if (event.type === 'proposal') ids.push(event.proposal.id);
      state = applyEvent(state, event);
    }
    assert.deepEqual(ids, expected);
  }
  const reviewed = (verdict: 'revise' | 'reject'): RunEvent => ({
    ...{ type: 'review-end', verdict, summary: '', tasks: [] },
    decisions: [{ task: 'one', verdict, reason: 'not so' }],
  });
  const fresh = proposed('FIRST', 'one');
  const other = proposed('OTHER', 'one');

  it('says of which tasks it is', () => check([proposed('FIRST', 'one', 'two')], ['r/one+two']));
  it('stays where the same is proposed again', () => check([fresh, fresh], ['r/one', 'r/one']));
  it('is another where something else is proposed in its place', () =>
    check([fresh, other, other, fresh], ['r/one', 'r/one#2', 'r/one#2', 'r/one#3']));
  it('is not given again once the review has taken it back', () =>
    check([fresh, reviewed('revise'), other, reviewed('revise'), fresh], ['r/one', 'r/one#2', 'r/one#3']));
  it('is not given again once the tasks were proposed with others', () =>
    check(
      [fresh, proposed('BOTH', 'one', 'two'), reviewed('reject'), other],
      ['r/one', 'r/one+two', 'r/one#2'],
    ));
  it('stays as journals of before have it, also where two have the same', () => {
    const again = (state: RunState) => fresh({ ...state, pastProposals: [] });
    check([fresh, reviewed('revise'), again, other], ['r/one', 'r/one', 'r/one#2']);
  });
});
