import assert from 'node:assert/strict';
import type { Proposal, ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { Job, RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { describePrice, toPanelState } from '../../../../src/host/panel/panelState.ts';
import { markOf } from '../../../../src/host/proposals/hunkPicks.ts';
import { panelState, type RunView } from '../../../../src/protocol/panel.ts';

const problem: Diagnostic = {
  path: 'src/a.ts',
  range: { start: { line: 4, character: 2 }, end: { line: 4, character: 5 } },
  severity: 'error',
  message: "Cannot find name 'abc'.",
};

const file: ProposedFile = {
  path: 'src/a.ts',
  base: 'abc\n',
  content: 'abd\n',
  hunks: [
    {
      index: 0,
      oldStart: 1,
      oldCount: 1,
      newStart: 1,
      newCount: 1,
      lines: [
        { type: 'removed', text: 'abc', oldLine: 1 },
        { type: 'added', text: 'abd', newLine: 1 },
      ],
    },
  ],
  decisions: ['open'],
};

const proposal: Proposal = {
  id: 'p1',
  run: 'r1',
  title: 'Rename abc',
  tasks: ['t1'],
  tier: 'nano',
  files: [file],
  verdict: {
    outcome: 'passed',
    fixed: [problem],
    introduced: [],
    remaining: [],
    checked: ['src/a.ts'],
    notChecked: [],
    servers: ['TypeScript 7.0.2'],
    ms: 40,
  },
};

function stateOf(job: Job, ...events: readonly RunEvent[]): RunState {
  const start: RunEvent = { type: 'run-start', run: 'r1', job, time: 1, budgetUsd: 0.5, ceiling: 'planner' };
  const state = foldEvents([start, ...events]);
  assert.ok(state);
  return state;
}

/** What the panel shows of one run, after a trip through the schema that the page reads it with. */
function viewOf(job: Job, ...events: readonly RunEvent[]): RunView {
  const state = toPanelState({
    workspace: 'ready',
    model: { type: 'missing', what: 'No API key is set.' },
    tiers: defaultSettings.tiers,
    ceiling: 'planner',
    tests: new Map(),
    deleted: [],
    open: new Set(),
    driftOf: () => undefined,
    todayUsd: 0,
    dayBudgetUsd: 5,
    runs: [stateOf(job, ...events)],
  });
  const [view] = panelState.parse(JSON.parse(JSON.stringify(state))).runs;
  assert.ok(view);
  return view;
}

const request: Job = { type: 'request', text: 'Rename abc' };

describe('what the panel shows of a run', () => {
  const checkTitle = (job: Job, expected: string) => assert.equal(viewOf(job).title, expected);

  it('is titled by its request', () =>
    checkTitle({ type: 'request', text: ' Rename\n  abc ' }, 'Rename abc'));
  it('is titled by its request, shortened', () =>
    checkTitle({ type: 'request', text: 'a'.repeat(200) }, `${'a'.repeat(119)}…`));
  it('is titled by its problem', () =>
    checkTitle({ type: 'fixProblem', diagnostic: problem }, "Fix: Cannot find name 'abc'. (src/a.ts:5)"));
  it('is titled by the whole workspace', () =>
    checkTitle({ type: 'fixProblems' }, 'Fix problems in the workspace'));
  it('is titled by one file', () =>
    checkTitle({ type: 'fixProblems', file: 'a.ts' }, 'Fix problems in a.ts'));

  const checkState = (event: RunEvent, expected: Partial<RunView>) => {
    const { state, message, planWaits, pause } = viewOf(request, event);
    assert.deepEqual({ state, message, planWaits, ...(pause && { pause }) }, expected);
  };

  it('runs', () =>
    checkState(
      { type: 'step', text: 'Working' },
      { state: 'running', message: 'Working', planWaits: false },
    ));
  it('waits with a plan', () =>
    checkState(
      { type: 'run-pause', reason: { type: 'plan', message: 'Start it.' } },
      { state: 'paused', message: 'Start it.', planWaits: true, pause: 'plan' },
    ));
  it('stands still for want of a key', () =>
    checkState(
      { type: 'run-pause', reason: { type: 'fault', fault: 'no_key', message: 'No key.' } },
      { state: 'paused', message: 'No key.', planWaits: false, pause: 'no_key' },
    ));
  it('stands still for a key that was not accepted', () =>
    checkState(
      { type: 'run-pause', reason: { type: 'fault', fault: 'unauthorized', message: 'Wrong key.' } },
      { state: 'paused', message: 'Wrong key.', planWaits: false, pause: 'no_key' },
    ));
  it('stands still for another fault', () =>
    checkState(
      { type: 'run-pause', reason: { type: 'fault', fault: 'quota', message: 'Used up.' } },
      { state: 'paused', message: 'Used up.', planWaits: false, pause: 'fault' },
    ));
  it('ended', () =>
    checkState(
      { type: 'run-end', outcome: 'partial', message: '1 of 2 tasks done', time: 2 },
      { state: 'partial', message: '1 of 2 tasks done', planWaits: false },
    ));

  it('has its proposals with their evidence', () =>
    assert.deepEqual(viewOf(request, { type: 'proposal', proposal }).proposals, [
      {
        id: 'p1',
        title: 'Rename abc',
        tier: 'nano',
        files: [
          {
            path: 'src/a.ts',
            change: 'changed',
            hunks: file.hunks.map((hunk) => ({
              index: 0,
              mark: markOf(hunk),
              oldStart: 1,
              newStart: 1,
              text: '-abc\n+abd',
              decision: 'open',
            })),
          },
        ],
        evidence: {
          outcome: 'passed',
          summary: 'Checked by TypeScript 7.0.2 in 40 ms: 1 error before, 0 after, 0 new.',
          errors: { before: 1, after: 0 },
          fixed: ["Cannot find name 'abc'. (src/a.ts:5)"],
          introduced: [],
          remaining: [],
          checked: ['src/a.ts'],
          notChecked: [],
          ms: 40,
        },
      },
    ]));

  it('names what looks odd, and leaves it and what was not checked out of the line', () => {
    const verdict: Proposal['verdict'] = {
      ...proposal.verdict,
      outcome: 'unchecked',
      notChecked: [{ path: 'a.md', reason: 'no server' }],
      suspicions: [{ kind: 'skippedTest', path: 'a.test.ts', line: 4, detail: 'skips a test' }],
    };
    const [view] = viewOf(request, { type: 'proposal', proposal: { ...proposal, verdict } }).proposals;
    assert.deepEqual(view?.evidence.lookTwice, ['a.test.ts:5 skips a test']);
    assert.equal(
      view?.evidence.summary,
      'Checked by TypeScript 7.0.2 in 40 ms: 1 error before, 0 after, 0 new.',
    );
  });

  it('names what can not be seen among the signs', () => {
    const [file] = proposal.files;
    assert.ok(file);
    const lines = [
      { type: 'context', text: 'a\u200b', oldLine: 7, newLine: 7 },
      { type: 'removed', text: 'b\u200b', oldLine: 8 },
      { type: 'added', text: 'c\u202e', newLine: 8 },
    ] as const;
    const hunks = file.hunks.map((hunk) => ({ ...hunk, lines }));
    const [view] = viewOf(request, {
      type: 'proposal',
      proposal: { ...proposal, files: [{ ...file, hunks }] },
    }).proposals;
    assert.deepEqual(view?.evidence.lookTwice, ['src/a.ts:8 adds U+202E right-to-left override']);
  });

  it('says of a fix to choose from what becomes of the others', () => {
    const checkAlternative = (of: number, expected: string) => {
      const alternative = { choice: 'c', of, reason: 'it may be meant' };
      const view = viewOf(request, { type: 'proposal', proposal: { ...proposal, alternative } });
      assert.equal(view.proposals[0]?.alternative, expected);
    };
    checkAlternative(1, 'Passes the check, and may not be what is meant: it may be meant.');
    checkAlternative(2, 'One of 2: accept one, and the other is rejected. About this one: it may be meant.');
    checkAlternative(
      3,
      'One of 3: accept one, and the others are rejected. About this one: it may be meant.',
    );
  });

  const checkChange = (change: Partial<ProposedFile>, expected: string) => {
    const changed = { ...proposal, files: [{ ...file, ...change }] };
    const view = viewOf(request, { type: 'proposal', proposal: changed });
    assert.equal(view.proposals[0]?.files[0]?.change, expected);
  };

  it('says that a file is new', () => checkChange({ base: null }, 'created'));
  it('says that a file goes', () => checkChange({ content: null }, 'deleted'));

  it('follows a decision', () => {
    const decided: RunEvent = {
      type: 'hunks-decided',
      proposal: 'p1',
      path: 'src/a.ts',
      hunks: [0],
      decision: 'accepted',
    };
    const view = viewOf(request, { type: 'proposal', proposal }, decided);
    assert.equal(view.proposals[0]?.files[0]?.hunks[0]?.decision, 'accepted');
  });

  it('has its tasks with attempts and cost', () => {
    const task = {
      id: 't1',
      kind: 'simple_edit',
      title: 'Rename',
      instructions: '',
      files: ['src/a.ts'],
      dependsOn: [],
      acceptance: '',
      targets: [problem],
    } as const;
    const view = viewOf(
      request,
      { type: 'tasks-added', tasks: [task] },
      { type: 'task-start', task: 't1' },
      { type: 'attempt-start', task: 't1', attempt: 0, tier: 'nano', reason: 'nano: simple_edit' },
      {
        type: 'call-end',
        task: 't1',
        role: 'work',
        tier: 'nano',
        model: 'm',
        usage: { input: 100, cached: 10, output: 20, reasoning: 5 },
        usd: 0.001,
        ms: 5,
      },
    );
    assert.deepEqual(view.tasks, [
      {
        id: 't1',
        title: 'Rename',
        kind: 'simple_edit',
        tier: 'nano',
        state: 'running',
        dependsOn: [],
        files: ['src/a.ts'],
        reason: 'nano: simple_edit',
        note: 'nano: simple_edit',
        instructions: '',
        attempts: [{ tier: 'nano', outcome: 'running', note: '', reason: 'nano: simple_edit', steps: [] }],
        inputTokens: 100,
        cachedTokens: 10,
        outputTokens: 20,
        usd: 0.001,
      },
    ]);
    const paused = viewOf(
      request,
      { type: 'tasks-added', tasks: [task] },
      { type: 'task-start', task: 't1' },
      { type: 'run-pause', reason: { type: 'interrupted', message: 'It was closed.' } },
    );
    assert.equal(paused.tasks[0]?.state, 'waiting', 'nothing is at work in a run that stands still');
    const cancelled = viewOf(
      request,
      { type: 'tasks-added', tasks: [task, { ...task, id: 't2' }] },
      { type: 'task-start', task: 't1' },
      { type: 'attempt-start', task: 't1', attempt: 1, tier: 'nano', reason: '' },
      { type: 'run-end', outcome: 'cancelled', message: 'Cancelled.', time: 9 },
    );
    assert.deepEqual(
      cancelled.tasks.map(({ state, attempts }) => [state, ...attempts.map(({ outcome }) => outcome)]),
      [['dropped', 'stopped'], ['dropped']],
      'nothing waits in a run that is cancelled',
    );
    assert.deepEqual(view.cost, {
      usd: 0.001,
      calls: 1,
      inputTokens: 100,
      cachedTokens: 10,
      outputTokens: 20,
      budgetUsd: 0.5,
    });
  });

  it('counts what its planning has cost, also where its plan is not started', () => {
    const usage = { input: 3300, cached: 0, output: 410, reasoning: 0 };
    const { cost, overhead } = viewOf(
      request,
      { type: 'call-end', task: '', role: 'plan', tier: 'planner', model: 'm', usage, usd: 0.0113, ms: 5 },
      { type: 'run-pause', reason: { type: 'plan', message: 'Start it.' } },
    );
    assert.equal(cost.usd, 0.0113);
    assert.deepEqual(
      overhead.map(({ role, usd }) => [role, usd]),
      [['plan', 0.0113]],
    );
  });
});

describe('a proposal whose file has changed since', () => {
  it('says so, and why a hunk would be stale', () => {
    const [shown] = toPanelState({
      workspace: 'ready',
      model: { type: 'missing', what: '' },
      tiers: defaultSettings.tiers,
      ceiling: 'mini',
      tests: new Map(),
      todayUsd: 0,
      dayBudgetUsd: 5,
      runs: [stateOf(request, { type: 'proposal', proposal })],
      open: new Set(),
      deleted: [],
      driftOf: () =>
        new Map([
          [
            'p1',
            new Map([['src/a.ts', { drift: { unfit: new Map([[0, 'It is gone.']]) }, isReadOnly: true }]]),
          ],
        ]),
    }).runs;
    const [shownFile] = shown?.proposals[0]?.files ?? [];
    assert.deepEqual(
      [shownFile?.moved, shownFile?.readOnly, shownFile?.hunks[0]?.reason],
      [true, true, 'It is gone.'],
    );
  });
});

describe('what the panel is sent of several runs', () => {
  const runs = ['new', 'old', 'older'].map((run) => ({
    ...stateOf(
      request,
      { type: 'proposal', proposal },
      { type: 'run-end', outcome: 'done', message: '', time: 2 },
    ),
    run,
  }));
  const panelOf = (open: readonly string[]) =>
    toPanelState({
      workspace: 'ready',
      model: { type: 'missing', what: '' },
      tiers: defaultSettings.tiers,
      ceiling: 'mini',
      tests: new Map([['nano', { type: 'running' }]]),
      todayUsd: 0,
      dayBudgetUsd: 5,
      runs,
      open: new Set(open),
      driftOf: () => undefined,
      deleted: runs.slice(0, 1),
    });

  it('is the newest whole, and of the others a line until they are opened', () => {
    const shown = (open: readonly string[]) =>
      panelOf(open).runs.map(({ whole, proposals }) => [whole, proposals.length]);
    assert.deepEqual(shown([]), [
      [true, 1],
      [false, 0],
      [false, 0],
    ]);
    assert.deepEqual(shown(['older'])[2], [true, 1]);
  });
  it('is the same object for the same run, so that it is not sent again', () => {
    assert.ok(panelOf([]).runs.every((run, index) => run === panelOf([]).runs[index]));
  });
  it('says how the tiers do, and what can be had back', () => {
    const { tiers, ceiling, deleted } = panelOf([]);
    assert.deepEqual(
      tiers.map(({ place, test }) => [place, test?.type]),
      [
        ['https://api.openai.com', 'running'],
        ['https://api.openai.com', undefined],
        ['https://api.openai.com', undefined],
      ],
    );
    assert.deepEqual([ceiling, deleted], ['mini', [{ id: 'new', title: 'Rename abc' }]]);
  });
});

describe('a price', () => {
  it('says what it is for', () =>
    assert.equal(
      describePrice({ input: 0.2, cached: 0.02, output: 1.25, source: 'somewhere' }),
      '$0.20 in, $0.02 cached, $1.25 out',
    ));
  it('has two decimals, or more where they count', () =>
    assert.equal(
      describePrice({ input: 0.75, cached: 0.075, output: 15, source: 'somewhere' }),
      '$0.75 in, $0.075 cached, $15.00 out',
    ));
});
