import assert from 'node:assert/strict';
import type { Proposal } from '../../../../src/core/edit/proposal/proposal.ts';
import { readEvent } from '../../../../src/core/run/state/eventSchema.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import type { Verdict } from '../../../../src/core/verify/verdict.ts';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } };
const problem: Diagnostic = {
  path: 'a.ts',
  range,
  severity: 'error',
  message: 'No.',
  code: '2322',
  related: [{ path: 'b.ts', range, message: 'here' }],
  tags: ['deprecated'],
};
const verdict: Verdict = {
  outcome: 'unchecked',
  fixed: [problem],
  introduced: [],
  remaining: [],
  checked: ['a.ts'],
  notChecked: [{ path: 'b.md', reason: 'no server' }],
  servers: ['tsserver'],
  ms: 3.5,
  commands: [
    {
      command: ['npm', 'test'],
      exitCode: null,
      ms: 1,
      outcome: 'stopped',
      summary: 'too long',
      without: 'a.bin',
    },
  ],
  suspicions: [{ kind: 'silencing', path: 'a.ts', line: 0, detail: 'casts' }],
};
const plan = {
  id: 't',
  kind: 'edit' as const,
  title: 'T',
  instructions: 'Do',
  files: ['a.ts'],
  dependsOn: [],
  acceptance: 'x',
};
const group = { id: 'g', title: 'G', subject: 'Order.total' };
const task = { ...plan, targets: [problem], tier: 'mini' as const, group };
const forecast = { lowUsd: 0, highUsd: 1 };
const changes = [{ path: 'a.ts', base: null, content: 'new\n' }];
const file: Proposal['files'][number] = {
  path: 'a.ts',
  base: 'old\n',
  content: null,
  hunks: [
    {
      index: 0,
      oldStart: 1,
      oldCount: 1,
      newStart: 0,
      newCount: 0,
      lines: [{ type: 'removed', text: 'old', oldLine: 1 }],
    },
  ],
  decisions: ['stale'],
  staleReasons: { 0: 'gone' },
};
const usage = { input: 1, cached: 0, output: 1, reasoning: 0 };
const call = { type: 'function', callId: 'c', name: 'finish', arguments: '{' } as const;

/** One of each: a type of event without a sample here does not compile. */
const samples: { readonly [Type in RunEvent['type']]: Omit<Extract<RunEvent, { type: Type }>, 'type'> } = {
  'run-start': { run: 'r', job: { type: 'request', text: 'x' }, time: 1, budgetUsd: 1, ceiling: 'none' },
  'run-resume': { time: 1, budgetUsd: 1, lostUsd: 0.1 },
  'gate-end': { route: 'plan', kind: 'edit', files: [] },
  'diagnostics-found': { diagnostics: [problem], notChecked: [], checked: 1 },
  'label-batch-start': {
    batch: {
      intent: { mark: 'r-1', tier: 'nano', baseUrl: 'http://x', count: 1 },
      calls: [{ id: 'c', reservation: 1, usd: 1 }],
    },
    kinds: [['k']],
  },
  'label-batch-lost': {},
  'label-batch': {
    batch: {
      state: { batch: 'b', inputFile: 'f', tier: 'nano', baseUrl: 'http://x', count: 1 },
      calls: [{ id: 'c', reservation: 1, usd: 1 }],
    },
  },
  'label-batch-booked': {},
  'label-end': { labels: [{ id: '1', category: 'c', rootCause: 'r', effort: 'none', confidence: 1 }] },
  'plan-end': { plan: { summary: 'S', tasks: [plan] }, tasks: [task], forecast },
  'tasks-added': { tasks: [task] },
  'task-revise': { task: 't', reason: 'no' },
  'task-depends': { task: 't', on: 'u', files: [] },
  'task-split': { task: 't', left: [problem], part: task },
  step: { text: 'Working' },
  'quick-fixes-end': {
    remaining: [{ ...problem, asFound: problem }],
    unworkable: [{ path: 'a.ts', reason: 'it is not UTF-8 text', problems: 1 }],
  },
  'plan-approved': {},
  'plan-edit': { tasks: [task], forecast, message: 'm' },
  'task-retry': { task: 't', tier: 'mini' },
  'task-start': { task: 't' },
  'attempt-start': { task: 't', attempt: 0, tier: 'mini', reason: 'r', time: 1 },
  'task-note': { task: 't', text: 'n' },
  alternatives: { task: 't', fixes: [{ title: 'F', reason: 'r', changes, verdict }] },
  'attempt-end': { task: 't', attempt: 0, tier: 'mini', outcome: 'passed', note: '', changes, isDone: true },
  reply: {
    task: 't',
    role: 'work',
    key: 'k',
    reply: {
      type: 'completed',
      text: '',
      calls: [call],
      items: [{ any: null }],
      usage,
      timing: { totalMs: 1 },
    },
  },
  'call-end': { task: 't', role: 'work', tier: 'mini', model: 'm', usage, usd: 0, ms: 1 },
  'task-end': { task: 't', outcome: 'dropped', tier: 'mini', changes, note: '', isLeftOut: true },
  'review-end': {
    verdict: 'revise',
    summary: '',
    tasks: [{ id: 't', verdict: 'revise', reason: 'r' }],
    decisions: [{ task: 't', verdict: 'revise', reason: 'r' }],
  },
  proposal: {
    proposal: { id: 'p', run: 'r', title: 'P', tasks: ['t'], tier: 'mini', files: [file], verdict },
  },
  finding: { part: 0, text: '' },
  answer: { text: 'A' },
  'hunks-decided': { proposal: 'p', path: 'a.ts', hunks: [0], decision: 'stale', reason: 'gone' },
  'file-edit': { proposal: 'p', file },
  'run-pause': { reason: { type: 'fault', fault: 'disk', message: 'm' } },
  'run-end': { outcome: 'done', message: '', time: 1 },
};

describe('an event that a disk gives back', () => {
  for (const [type, sample] of Object.entries(samples)) {
    const event: unknown = JSON.parse(JSON.stringify({ type, ...sample }));
    it(`${type} is taken as it was written, and with less of it refused`, () => {
      assert.equal(readEvent(event), event);
      for (const name of Object.keys(sample)) {
        assert.equal(readEvent({ ...(event as object), [name]: { not: 'this' } }), undefined, name);
      }
    });
  }

  const takeOld = (event: RunEvent) =>
    it(`${event.type} is taken as an older journal has it`, () => assert.equal(readEvent(event), event));
  takeOld({ type: 'tasks-added', tasks: [{ ...task, group: { id: 'g', title: 'G' } }] });
  takeOld({
    type: 'task-end',
    task: 't',
    outcome: 'dropped',
    tier: 'none',
    changes: [],
    note: 'Left out: …',
  });

  const refuse = (value: unknown) =>
    it(`${JSON.stringify(value)} is refused`, () => assert.equal(readEvent(value), undefined));
  refuse(null);
  refuse([]);
  refuse('step');
  refuse({});
  refuse({ type: 'nothing' });
  refuse({ type: ['step'], text: 'x' });
  refuse({ type: '__proto__' });
  refuse({ type: 'quick-fixes-end', remaining: [{ ...problem, asFound: { ...problem, path: 1 } }] });
});
