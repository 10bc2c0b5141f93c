import assert from 'node:assert/strict';
import { filesOfPart, proposalParts } from '../../../../src/core/run/publish/proposalParts.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { FileChange, RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { errorAt, runTask } from '../../support/runTask.ts';

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');
const base = lines('1', '2', '3', '4', '5', '6', '7', '8');

/** Finished tasks, each with the group it belongs to and what it made of one file on top of those before it. */
function stateOf(
  tasks: readonly { id: string; group?: string; after?: string[]; content: string; path?: string }[],
): RunState {
  const texts = new Map<string, string>();
  const events: RunEvent[] = [
    { type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: 1, budgetUsd: 1, ceiling: 'mini' },
  ];
  for (const { id, group, after = [], content, path = 'a.ts' } of tasks) {
    const before = texts.get(path) ?? base;
    const change: FileChange = { path, base: before, content };
    texts.set(path, content);
    const targets = [errorAt(path, base, '1', 'wrong')];
    const task = runTask({
      id,
      dependsOn: after,
      targets,
      ...(group && { group: { id: group, title: group } }),
    });
    events.push(
      { type: 'tasks-added', tasks: [task] },
      { type: 'task-end', task: id, outcome: 'done', tier: 'nano', changes: [change], note: '' },
    );
  }
  const state = foldEvents(events);
  assert.ok(state);
  return state;
}

describe('proposalParts', () => {
  const check = (tasks: Parameters<typeof stateOf>[0], expected: readonly string[]) => {
    const state = stateOf(tasks);
    const parts = proposalParts(state).map((part) => {
      const { files } = filesOfPart(part, state.tasks);
      const changed = files.map(({ content }) =>
        content
          ?.split('\n')
          .filter((line) => /[A-Z]/.test(line))
          .join(','),
      );
      return `${part.map(({ task }) => task.id).join('+')}: ${changed.join(' ')}`;
    });
    assert.deepEqual(parts.sort(), expected);
  };

  it('keeps groups apart that changed different lines of one file', () =>
    check(
      [
        { id: 't1', group: 'g', content: base.replace('2', 'TWO') },
        { id: 't2', group: 'h', after: ['t1'], content: base.replace('2', 'TWO').replace('6', 'SIX') },
      ],
      ['t1: TWO', 't2: SIX'],
    ));
  it('puts together what a group did in several tasks, round what another did in between', () =>
    check(
      [
        { id: 't1', group: 'g', content: base.replace('2', 'TWO') },
        { id: 't2', group: 'h', after: ['t1'], content: base.replace('2', 'TWO').replace('6', 'SIX') },
        {
          id: 't3',
          group: 'g',
          after: ['t2'],
          content: base.replace('2', 'TWO').replace('6', 'SIX').replace('8', 'EIGHT'),
        },
      ],
      ['t1+t3: TWO,EIGHT', 't2: SIX'],
    ));
  it('shows groups as one whose changes meet', () =>
    check(
      [
        { id: 't1', group: 'g', content: base.replace('2', 'TWO') },
        { id: 't2', group: 'h', after: ['t1'], content: base.replace('2', 'TWO, TOO') },
        { id: 't3', group: 'i', content: lines('OTHER'), path: 'b.ts' },
      ],
      ['t1+t2: TWO, TOO', 't3: OTHER'],
    ));
  it('does not join fixes that only waited for each other', () =>
    check(
      [
        { id: 't1', content: base.replace('2', 'TWO') },
        { id: 't2', after: ['t1'], content: base.replace('3', 'THREE'), path: 'b.ts' },
      ],
      ['t1: TWO', 't2: THREE'],
    ));
});
