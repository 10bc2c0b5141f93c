import assert from 'node:assert/strict';
import { taskKinds } from '../../../src/core/routing/taskKind.ts';
import { describeVerdict } from '../../../src/core/verify/describeVerdict.ts';
import type { RunView, TaskView } from '../../../src/protocol/panel.ts';
import {
  announcement,
  asSentence,
  evidenceWord,
  forecastText,
  noteText,
  reasonText,
  runStateWord,
  shortSummary,
  taskProgress,
  tierTrail,
  tierWord,
  tokenText,
  workWord,
} from '../../../src/webview/model/runText.ts';

function task(state: TaskView['state'], more: Partial<TaskView> = {}): TaskView {
  return {
    id: state,
    title: '',
    kind: 'edit',
    tier: 'mini',
    state,
    dependsOn: [],
    files: [],
    reason: '',
    note: '',
    instructions: '',
    attempts: [],
    inputTokens: 0,
    cachedTokens: 0,
    outputTokens: 0,
    usd: 0,
    ...more,
  };
}

function run(more: Partial<RunView> = {}): RunView {
  return {
    id: 'r',
    title: 'Fix it',
    state: 'running',
    message: 'Reading a file',
    planWaits: false,
    startedAt: 0,
    whole: true,
    summary: '',
    tasks: [],
    proposals: [],
    overhead: [],
    cost: { usd: 0, calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, budgetUsd: 1 },
    ...more,
  };
}

describe('evidenceWord', () => {
  it('calls only what passed verified', () => {
    assert.deepEqual((['passed', 'unchecked', 'failed'] as const).map(evidenceWord), [
      'Verified',
      'Not verified',
      'Failed check',
    ]);
  });
});

describe('runStateWord', () => {
  it('says when the plan waits for the user', () => {
    assert.equal(runStateWord(run({ state: 'paused' })), 'Paused');
    assert.equal(runStateWord(run({ state: 'paused', planWaits: true })), 'Plan ready');
  });
});

describe('forecastText', () => {
  const forecast = { lowUsd: 0.01, highUsd: 0.04 };
  const check = (state: RunView['state'], expected: string | undefined) =>
    assert.equal(forecastText(run({ state, forecast })), expected);

  it('is told until the run is over', () => {
    check('running', 'Forecast $0.01 to $0.04');
    check('paused', 'Forecast $0.01 to $0.04');
    check('done', undefined);
  });
  it('is left to the message while a plan waits', () =>
    assert.equal(forecastText(run({ state: 'paused', planWaits: true, forecast })), undefined));
  it('is silent without a forecast', () => assert.equal(forecastText(run()), undefined));
});

describe('asSentence', () => {
  const check = (message: string, expected: string) => assert.equal(asSentence(message), expected);

  it('begins with a capital and ends with one full stop', () => {
    check('7 of 7 tasks done', '7 of 7 tasks done.');
    check('the disk is full.', 'The disk is full.');
    check('Calling…', 'Calling…');
    check('', '');
  });
});

describe('names of the inside', () => {
  it('are shown as words', () => {
    assert.deepEqual(['simple_edit', 'gate', 'label'].map(workWord), ['Small edits', 'Sorting', 'Labels']);
    assert.deepEqual(['none', 'nano'].map(tierWord), ['no model', 'nano']);
  });
  it('have a word for each kind of task', () =>
    assert.deepEqual(
      taskKinds.filter((kind) => workWord(kind) === kind),
      [],
    ));
  it('are shown as they are where no word is known', () => assert.equal(workWord('other'), 'other'));
});

describe('reasonText', () => {
  const check = (reason: string, expected: string) =>
    it(`"${reason}"`, () => assert.equal(reasonText(reason), expected));
  check('nano: simple_edit, 2 lines, 1 file', 'simple edit, 2 lines, 1 file');
  check('mini: nano failed its check twice', 'nano failed its check twice');
  check('planner: as you chose', 'as you chose');
  check('mini: my_name.ts is too large for nano', 'my_name.ts is too large for nano');
});

describe('tokenText', () => {
  it('names cached tokens only where there are some', () => {
    assert.equal(
      tokenText({ inputTokens: 1200, cachedTokens: 800, outputTokens: 90 }),
      '1.2k in (800 cached), 90 out',
    );
    assert.equal(tokenText({ inputTokens: 1200, cachedTokens: 0, outputTokens: 90 }), '1.2k in, 90 out');
    assert.equal(tokenText({ inputTokens: 0, outputTokens: 0 }), undefined);
  });
});

describe('taskProgress', () => {
  it('names failed and dropped tasks where there are some', () => {
    assert.equal(taskProgress([task('done'), task('running')]), '1 of 2 done');
    assert.equal(
      taskProgress([task('done'), task('failed'), task('dropped'), task('waiting')]),
      '1 of 4 done, 1 failed, 1 dropped',
    );
  });
});

describe('noteText', () => {
  it('says of a task at work why it is at its tier, which is named beside it', () => {
    check('nano: simple_edit, 1 file', 'simple edit, 1 file', 'running');
  });

  const check = (note: string, expected: string, state: TaskView['state'] = 'done') =>
    assert.equal(noteText(task(state, { note })), expected);
  const verdict = { ms: 14.2, servers: ['TypeScript 7.0.2'], checked: ['a.ts'], notChecked: [] };

  it('says shortly what a check came to', () => {
    check(
      describeVerdict({ ...verdict, outcome: 'passed', fixed: [], introduced: [], remaining: [] }),
      'No errors',
    );
    check(
      'Checked by A 1, B 2 in 7 ms: 1 error before, 0 after, 0 new, 1 new warning. Not checked: a.md (none).',
      '1 → 0 errors, 1 new warning. Not checked: a.md (none)',
    );
  });
  it('leaves all else as it is', () => {
    check('An earlier task fixed it too', 'An earlier task fixed it too');
    const failed = 'Checked by TypeScript 7.0.2 in 14 ms: 0 errors before, 1 after, 1 new.';
    check(failed, failed, 'failed');
    check(failed, failed.slice(0, -1));
  });
});

describe('shortSummary', () => {
  const check = (summary: string, expected: string, errors = { before: 2, after: 0 }) =>
    assert.equal(shortSummary({ summary, errors }), expected);
  const verdict = { ms: 14.2, servers: ['TypeScript 7.0.2'], checked: ['a.ts'], notChecked: [] };

  it('leaves out what stands beside it', () =>
    check(
      describeVerdict({ ...verdict, outcome: 'passed', fixed: [], introduced: [], remaining: [] }),
      'Checked by TypeScript 7.0.2.',
    ));
  it('keeps all else', () => {
    check(
      'Checked by A 1 in 7 ms: 1 error before, 0 after, 0 new, 1 new warning. Ran npm test in 3 s, passed.',
      'Checked by A 1, 1 new warning. Ran npm test in 3 s, passed.',
    );
    check('Nothing was checked.', 'Nothing was checked.');
  });
});

describe('tierTrail', () => {
  const check = (attempts: string, tier: string, expected: string) =>
    assert.equal(
      tierTrail(
        task('done', {
          tier,
          attempts: attempts
            .split(' ')
            .filter(Boolean)
            .map((each) => ({ tier: each, outcome: 'failed', note: '', reason: '', steps: [] })),
        }),
      ).join(' '),
      expected,
    );

  it('names each tier once for a row of attempts', () => {
    check('', 'nano', 'nano');
    check('nano', 'nano', 'nano');
    check('nano nano mini', 'mini', 'nano mini');
    check('none nano', 'mini', 'none nano mini');
  });
});

describe('announcement', () => {
  it('tells state and counts', () => {
    assert.equal(
      announcement(run({ tasks: [task('done'), task('running')] })),
      'Fix it: Running. 1 of 2 done.',
    );
    assert.equal(announcement(undefined), '');
  });
  it('does not follow each step', () => {
    assert.equal(announcement(run({ message: 'a' })), announcement(run({ message: 'b', summary: 'c' })));
  });
});
