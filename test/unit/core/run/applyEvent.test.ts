import assert from 'node:assert/strict';
import type { Proposal } from '../../../../src/core/edit/proposal/proposal.ts';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';

const start: RunEvent = {
  type: 'run-start',
  run: 'r1',
  job: { type: 'request', text: 'x' },
  time: 1,
  budgetUsd: 0.5,
  ceiling: 'planner',
};
const task = (id: string): RunTask => ({
  id,
  kind: 'edit',
  title: id,
  instructions: '',
  files: [],
  dependsOn: [],
  acceptance: '',
  targets: [],
});
const call = (of: string, role: 'work' | 'gate', usd: number): RunEvent => ({
  type: 'call-end',
  task: of,
  role,
  tier: 'nano',
  model: 'm',
  usage: { input: 10, cached: 4, output: 2, reasoning: 1 },
  usd,
  ms: 5,
});
const proposal = (id: string, tasks: string[]): Proposal => ({
  id,
  run: 'r1',
  title: id,
  tasks,
  tier: 'nano',
  files: [
    {
      path: 'a.ts',
      base: 'a\n',
      content: 'b\n',
      hunks: [{ index: 0, oldStart: 1, oldCount: 1, newStart: 1, newCount: 1, lines: [] }],
      decisions: ['open'],
    },
  ],
  verdict: passedVerdict,
});

describe('foldEvents', () => {
  const check = <T>(events: RunEvent[], pick: (state: RunState) => T, expected: T) => {
    const state = foldEvents([start, ...events]);
    assert.ok(state);
    assert.deepEqual(pick(state), expected);
  };

  it('needs the start of a run', () => {
    assert.equal(foldEvents([{ type: 'plan-approved' }]), undefined);
  });
  it('books a call to its task, and one outside tasks by role', () => {
    check(
      [
        { type: 'tasks-added', tasks: [task('a')] },
        call('a', 'work', 0.25),
        call('gate', 'gate', 0.5),
        call('gate', 'gate', 0.125),
      ],
      (state) => ({
        task: state.tasks[0]?.spend.usd,
        overhead: state.overhead.map(({ role, calls, usd }) => ({ role, calls, usd })),
        total: state.total,
      }),
      {
        task: 0.25,
        overhead: [{ role: 'gate', calls: 2, usd: 0.625 }],
        total: { calls: 3, inputTokens: 30, cachedTokens: 12, outputTokens: 6, usd: 0.875 },
      },
    );
  });
  it('keeps what attempts came to, and forgets one that a stop broke off', () => {
    const attempt = (number: number, outcome: 'failed' | 'stopped'): RunEvent[] => [
      { type: 'attempt-start', task: 'a', attempt: number, tier: 'nano', reason: 'r' },
      { type: 'attempt-end', task: 'a', attempt: number, tier: 'nano', outcome, note: outcome },
    ];
    check(
      [
        { type: 'tasks-added', tasks: [task('a')] },
        { type: 'task-start', task: 'a' },
        ...attempt(0, 'failed'),
        ...attempt(1, 'stopped'),
        { type: 'run-pause', reason: { type: 'budget', message: 'm' } },
        { type: 'run-resume', time: 2, budgetUsd: 0.5 },
      ],
      (state) => ({
        state: state.tasks[0]?.state,
        notes: state.tasks[0]?.attempts.map((a) => a.end?.note),
        phase: state.phase.type,
      }),
      { state: 'waiting', notes: ['failed'], phase: 'running' },
    );
  });
  it('begins a part and the rest of its task again, the rest behind the part, where a run was cut off', () => {
    const problem = (path: string) => ({
      ...{ path, severity: 'error' as const, message: 'No.' },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    });
    const [left, mended] = [problem('b.ts'), problem('a.ts')];
    const whole = { ...task('t'), files: ['a.ts', 'b.ts'], targets: [mended, left] };
    const part = { ...task('t.1'), files: ['a.ts'], targets: [mended] };
    check(
      [
        { type: 'tasks-added', tasks: [whole] },
        { type: 'task-start', task: 't' },
        { type: 'task-split', task: 't', left: [left], part },
        { type: 'run-resume', time: 2, budgetUsd: 0.5 },
      ],
      (state) => state.tasks.map((each) => [each.state, each.task, each.partOf]),
      [
        ['waiting', { ...whole, files: ['b.ts'], targets: [left], dependsOn: ['t.1'] }, undefined],
        ['waiting', part, 't'],
      ],
    );
  });
  it('has nothing wait in a run that is cancelled, and of it only what is asked for done again', () => {
    const states = (state: RunState) => state.tasks.map((each) => each.state);
    const added: RunEvent = {
      type: 'tasks-added',
      tasks: [task('a'), task('b'), { ...task('c'), dependsOn: ['a'] }],
    };
    const end: RunEvent = { type: 'run-end', outcome: 'cancelled', message: '', time: 2 };
    check([added, { type: 'task-start', task: 'a' }, end], states, ['dropped', 'dropped', 'dropped']);
    check([added, end, { type: 'task-retry', task: 'a', tier: 'mini' }], states, [
      'waiting',
      'dropped',
      'waiting',
    ]);
  });
  it('lets a proposal take the place of an undecided one whose tasks it holds, and of no other', () => {
    const decided: RunEvent = {
      type: 'hunks-decided',
      proposal: 'p1',
      path: 'a.ts',
      hunks: [0],
      decision: 'accepted',
    };
    const ids = (state: RunState) => state.proposals.map(({ id }) => id);
    const first: RunEvent = { type: 'proposal', proposal: proposal('p1', ['a']) };
    const second: RunEvent = { type: 'proposal', proposal: proposal('p2', ['a', 'b']) };
    check([first, second], ids, ['p2']);
    check([first, decided, second], ids, ['p1', 'p2']);
    check([first, decided], (state) => state.proposals[0]?.files[0]?.decisions[0], 'accepted');
  });
});
