import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import { withExample } from '../../../../src/core/run/problems/withExample.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import { describeEvidence } from '../../../../src/core/worker/describeEvidence.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { runTask } from '../../support/runTask.ts';

const keyLine = 'MIIEowIBAAKCAQEA';
const key = [
  ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '),
  ...Array.from({ length: 9 }, (_, k) => `${keyLine}${k}`),
  ['-----END RSA', 'PRIVATE KEY-----'].join(' '),
];

/** The change of one task, as the next of its group is shown it, and as the next attempt at the same task is. */
async function shownOf(path: string, base: string, content: string): Promise<readonly string[]> {
  const group = { id: 'g', title: 'G' };
  const [first, second] = [runTask({ id: 't1', group }), runTask({ id: 't2', group })];
  const state = foldEvents([
    { type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: 0, budgetUsd: 1, ceiling: 'planner' },
    { type: 'tasks-added', tasks: [first, second] },
    { type: 'attempt-start', task: 't1', attempt: 0, tier: 'nano', reason: '' },
    { type: 'attempt-end', task: 't1', attempt: 0, tier: 'nano', outcome: 'passed', note: '' },
    {
      ...{ type: 'task-end', task: 't1', outcome: 'done', tier: 'nano', note: '' },
      changes: [{ path, base, content }],
    },
  ]);
  assert.ok(state);
  const workspace = new InMemoryWorkspace({ [path]: base });
  const evidence = [{ tier: 'nano', note: '', changes: new Map([[path, content]]) }] as const;
  return [
    withExample(state, second).instructions,
    await describeEvidence(evidence, new Overlay((each) => workspace.read(each))),
  ];
}

async function check(path: string, base: string, content: string, secret: string, plain: string | undefined) {
  for (const shown of await shownOf(path, base, content)) {
    assert.ok(!shown.includes(secret), shown);
    if (plain !== undefined) assert.ok(shown.includes(plain), shown);
  }
}

describe('the change of an earlier attempt, or of a task like it', () => {
  const settings = ['[db]', 'password = correct horse', 'host = old', ''].join('\n');
  it('is shown', () => check('a.ts', 'one();\n', 'two();\n', 'three', '+two();'));
  it('is shown without the middle of a key', () => {
    const text = `${key.join('\n')}\n`;
    return check('a.ts', text, text.replace(`${keyLine}4`, `${keyLine}x`), keyLine, undefined);
  });
  it('is shown without what is a secret in a file of this name', () =>
    check('app.ini', settings, settings.replace('old', 'new'), 'correct', '+host = new'));
  it('is not shown of a file that no model sees', () => check('.env', 'A=one\n', 'A=two\n', 'A=', undefined));
});
