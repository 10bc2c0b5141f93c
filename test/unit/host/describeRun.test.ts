import assert from 'node:assert/strict';
import { hunksOf } from '../../../src/core/edit/proposal/hunks.ts';
import { foldEvents } from '../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../src/core/run/state/runEvent.ts';
import { describeRun } from '../../../src/host/runs/describeRun.ts';

const hunks = hunksOf('a\n', '```\n');
const events: readonly RunEvent[] = [
  {
    type: 'run-start',
    run: 'r1',
    job: { type: 'request', text: 'Fence it\nwell' },
    time: Date.UTC(2026, 10, 21, 9, 30),
    budgetUsd: 0.5,
    ceiling: 'planner',
  },
  {
    type: 'tasks-added',
    tasks: [
      {
        id: 't',
        kind: 'edit',
        title: 'Fence',
        instructions: '',
        files: ['a.md'],
        dependsOn: [],
        acceptance: '',
        targets: [],
      },
    ],
  },
  { type: 'task-start', task: 't' },
  { type: 'attempt-start', task: 't', attempt: 0, tier: 'mini', reason: 'mini: edit' },
  { type: 'attempt-end', task: 't', attempt: 0, tier: 'mini', outcome: 'passed', note: 'Well' },
  { type: 'task-end', task: 't', outcome: 'done', tier: 'mini', changes: [], note: 'Fenced' },
  {
    type: 'proposal',
    proposal: {
      id: 'p',
      run: 'r1',
      title: 'Fence',
      tasks: ['t'],
      tier: 'mini',
      files: [{ path: 'a.md', base: 'a\n', content: '```\n', hunks, decisions: hunks.map(() => 'accepted') }],
      verdict: {
        outcome: 'unchecked',
        fixed: [],
        introduced: [],
        remaining: [],
        checked: [],
        notChecked: [{ path: 'a.md', reason: 'no server' }],
        servers: [],
        ms: 1,
      },
    },
  },
  { type: 'run-end', outcome: 'done', message: '1 of 1 tasks done', time: 2 },
];

describe('a run as Markdown', () => {
  it('says what was asked, done, proposed and decided, and what it cost', () => {
    const state = foldEvents(events);
    assert.ok(state);
    const text = describeRun(state);
    assert.match(text, /^# Fence it well\n\n2026-11-21T09:30:00\.000Z\. Ended \(done\): 1 of 1 tasks done\n/);
    assert.match(text, /\n> Fence it\n> well\n/);
    assert.match(
      text,
      /\n- \*\*Fence\*\* \(edit\): done, \$0\.00\n {2}- Attempts: mini passed\n {2}- Fenced\n/,
    );
    assert.match(text, / 1 accepted\.\n/);
  });
  it('fences a diff that has fences', () => {
    const state = foldEvents(events);
    assert.ok(state);
    assert.match(describeRun(state), /\n````diff\n[\s\S]+\n\+```\n````\n$/);
  });
});
