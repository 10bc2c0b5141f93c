import assert from 'node:assert/strict';
import type { ModelClient } from '../../../../src/core/model/modelClient.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent } from '../../../../src/core/run/state/applyEvent.ts';
import type { Job } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { QuickFix } from '../../../../src/core/verify/checker.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt } from '../../support/runTask.ts';
import { replaceLine, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const text = 'const a = WRONG;\n';
const problem = errorAt('a.ts', text, 'WRONG', 'that is wrong');

/** Offers to put each of these words in the place of the wrong one. */
class OfferingChecker extends FakeChecker {
  constructor(
    workspace: InMemoryWorkspace,
    readonly id: string,
    readonly words: readonly string[],
  ) {
    super(workspace, errorsWhere({ WRONG: 'that is wrong' }));
  }
  override async quickFixes(): Promise<readonly QuickFix[]> {
    return this.words.map((word) => ({
      id: this.id,
      title: `Take ${word}`,
      preferred: false,
      edits: new Map([['a.ts', [{ range: problem.range, newText: word }]]]),
    }));
  }
}

describe('alternatives', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  async function run(job: Job, id: string, words: readonly string[], endpoint?: ModelClient) {
    const workspace = new InMemoryWorkspace({ 'a.ts': text });
    const deps: RunDeps = {
      workspace,
      checker: new OfferingChecker(workspace, id, words),
      endpoint,
      ledger: await ledgers.open(),
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: defaultSettings,
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    };
    return startRun(job, deps, { signal: new AbortController().signal, onChange: () => {} });
  }
  const shown = (state: RunState) =>
    state.proposals.map(
      ({ title, verdict, alternative, files }) =>
        `${title} ${verdict.outcome} ${alternative?.of} ${files[0]?.decisions[0]}`,
    );
  const jobs: readonly Job[] = [{ type: 'fixProblem', diagnostic: problem }, { type: 'fixProblems' }];

  for (const job of jobs) {
    it(`are put before the user where several restore, and no model is asked (${job.type})`, async () => {
      const model = new ScriptedModel([]);
      const state = await run(job, 'import', ['one', 'two'], model);
      assert.deepEqual(shown(state), ['Take one passed 2 open', 'Take two passed 2 open']);
      assert.deepEqual(state.phase, {
        type: 'ended',
        outcome: 'done',
        message: '1 of 1 task done, 2 fixes to choose from',
      });
      assert.equal(model.requests.length, 0);
    });
    it(`are what merely compiles where there is no model (${job.type})`, async () => {
      const state = await run(job, 'fixMissingMember', ['one']);
      assert.deepEqual(shown(state), ['Take one passed 1 open']);
      assert.notEqual(state.phase.type === 'ended' && state.phase.outcome, 'done');
    });
  }

  it('give way to what a model makes', async () => {
    const model = new ScriptedModel([reply(replaceLine('a.ts', text.trimEnd(), 'const a = right;'))]);
    const state = await run({ type: 'fixProblem', diagnostic: problem }, 'fixMissingMember', ['one'], model);
    assert.deepEqual(
      state.proposals.map(({ files }) => files[0]?.content),
      ['const a = right;\n'],
    );
  });

  it('exclude each other', async () => {
    const [job] = jobs;
    assert.ok(job);
    let state = await run(job, 'import', ['one', 'two']);
    const decide = (decision: 'accepted' | 'open') => {
      const proposal = state.proposals[1]?.id ?? '';
      state = applyEvent(state, { type: 'hunks-decided', proposal, path: 'a.ts', hunks: [0], decision });
    };
    decide('accepted');
    assert.deepEqual(shown(state), ['Take one passed 2 rejected', 'Take two passed 2 accepted']);
    decide('open');
    assert.deepEqual(shown(state), ['Take one passed 2 open', 'Take two passed 2 open']);
  });
});
