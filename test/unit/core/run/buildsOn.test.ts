import assert from 'node:assert/strict';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps, RunOptions } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { type CheckRule, errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt } from '../../support/runTask.ts';
import { replaceLine, reply, ScriptedModel } from '../../support/scriptedModel.ts';

const text = ['ONE', 'ONE', '1', '2', '3', '4', '5', '6', '7', '8', 'TWO', 'TWO', ''].join('\n');
const wrong = errorsWhere({ TWO: 'is not two', ONE: 'no one' });
/** What mends the one group stands only beside what mends the other, and with a file that forbids it not even then. */
const rule: CheckRule = (path, now, all) => [
  ...wrong(path, now, all),
  ...(now === 'NEVER' && all('a')?.includes('USE') ? [errorAt(path, now, 'NEVER', 'nobody may use it')] : []),
  ...(now.includes('USE') && !now.includes('GIVE') ? [errorAt(path, now, 'USE', 'nothing gives it')] : []),
];

describe('a proposal that does not stand without another', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  /**
   * @param decide what the user does while the run stands still between the two; absent: it does not stand still
   * @param written what somebody writes beside, once both are mended
   */
  const check = (
    title: string,
    decide: ((state: RunState) => RunState) | undefined,
    expected: { readonly proposed: readonly string[]; readonly tasks: string },
    written?: string,
  ) =>
    it(title, async () => {
      const workspace = new InMemoryWorkspace({ a: text });
      let isDown = decide !== undefined;
      const fault = { kind: 'unreachable', model: 'm', endpoint: 'e', detail: '' } as const;
      const endpoint = new ScriptedModel(({ role, task, tier }) => {
        if (role === 'label') return reply(JSON.stringify({ labels: [] }));
        if (task === 'fix-1') return reply(replaceLine('a', 'TWO\n-TWO', 'GIVE\n+GIVE'));
        if (isDown) return { type: 'fault', fault: { ...fault, tier } };
        return reply(replaceLine('a', 'ONE\n-ONE', 'USE\n+USE'));
      });
      const deps: RunDeps = {
        ...{ workspace, endpoint, ledger: await ledgers.open(), checker: new FakeChecker(workspace, rule) },
        journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
        settings: { ...defaultSettings, maxParallel: 1 },
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      };
      const { signal } = new AbortController();
      const onChange: RunOptions['onChange'] = (_, event) => {
        if (event.type === 'task-end' && event.task === 'fix-2' && written !== undefined)
          workspace.files.set('b', written);
      };
      const options = { signal, onChange };
      const first = await startRun({ type: 'fixProblems' }, deps, options);
      isDown = false;
      const { proposals, tasks } = decide ? await resumeRun(decide(first), deps, options) : first;
      assert.deepEqual(
        {
          proposed: proposals.map(({ tasks, verdict }) => `${tasks.join('+')} ${verdict.outcome}`),
          tasks: tasks.map(({ state }) => state).join(' '),
        },
        expected,
      );
    });
  const both = { proposed: ['fix-1+fix-2 passed'], tasks: 'done done' };
  check('is put with it', undefined, both);
  check('is put with it, also where the run stood still between them', (state) => state, both);
  check(
    'takes nothing away that the user has written into the first meanwhile',
    (state) => {
      const [proposal] = state.proposals;
      const [file] = proposal?.files ?? [];
      assert.ok(proposal && file);
      const edited = { ...file, content: `${file.content}own\n` };
      return applyEvent(state, { type: 'file-edit', proposal: proposal.id, file: edited });
    },
    { proposed: ['fix-1 unchecked', 'fix-2 unchecked'], tasks: 'done done' },
  );
  check(
    'is given up by itself where it does not stand with the first, also where nothing is proposed yet',
    undefined,
    { proposed: ['fix-1 passed'], tasks: 'done failed' },
    'NEVER',
  );
  check(
    'is given up by itself where it does not stand with the first either',
    (state) => state,
    { proposed: ['fix-1 passed'], tasks: 'done failed' },
    'NEVER',
  );
});
