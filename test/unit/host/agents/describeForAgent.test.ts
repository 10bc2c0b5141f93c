import assert from 'node:assert/strict';
import { hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { Proposal } from '../../../../src/core/edit/proposal/proposal.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { describeForAgent } from '../../../../src/host/agents/describeForAgent.ts';

const start: RunEvent = {
  type: 'run-start',
  run: 'r1',
  job: { type: 'fixProblems' },
  time: 0,
  budgetUsd: 1,
  ceiling: 'mini',
};
const done: RunEvent = { type: 'run-end', outcome: 'done', message: 'All is done.', time: 1 };

const proposal = (content: string): Proposal => ({
  id: 'p',
  run: 'r1',
  title: 'Mend a',
  tasks: [],
  tier: 'nano',
  files: [{ path: 'a.ts', base: 'a\n', content, hunks: hunksOf('a\n', content), decisions: ['open'] }],
  verdict: {
    outcome: 'passed',
    fixed: [],
    introduced: [],
    remaining: [],
    checked: ['a.ts'],
    notChecked: [],
    servers: ['TypeScript 7'],
    ms: 1,
  },
});

describe('a run as other agents are told of it', () => {
  const told = (...events: readonly RunEvent[]) => {
    const state = foldEvents([start, ...events]);
    assert.ok(state);
    return describeForAgent(state);
  };

  it('says how it ended, what it cost, and that nothing is written', () => {
    const text = told({ type: 'proposal', proposal: proposal('b\n') }, done);
    assert.match(text, /^Tiercel run r1 done: All is done\. Cost: \$0\.00\.\n\nNothing is written yet/);
    assert.match(
      text,
      /Proposal "Mend a"\. Checked by TypeScript 7.*\n--- a\/a\.ts\n\+\+\+ b\/a\.ts\n.*-a\n\+b/s,
    );
  });

  it('ends a message that lacks its full stop', () =>
    assert.match(told({ ...done, message: '1 of 1 tasks done' }), /done: 1 of 1 tasks done\. Cost:/));

  it('says why it stands still', () =>
    assert.match(
      told({ type: 'run-pause', reason: { type: 'budget', message: 'The budget is spent.' } }),
      /stands still: The budget is spent\./,
    ));

  it('leaves out a diff that would fill a context', () => {
    const text = told({ type: 'proposal', proposal: proposal('b\n'.repeat(9_000)) }, done);
    assert.ok(text.length < 1_000);
    assert.match(text, /too long to show/);
  });
});
