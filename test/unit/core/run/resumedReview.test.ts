import assert from 'node:assert/strict';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { applyEvent, foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';

const text = Array.from({ length: 20 }, (_, at) => `l${at}\n`).join('');
const task = { kind: 'edit', instructions: 'do it', acceptance: 'done' };

describe('a run that is gone on with and reviewed', () => {
  let ledgers: TemporaryLedgers;
  beforeEach(() => {
    ledgers = new TemporaryLedgers();
  });
  afterEach(() => ledgers.dispose());

  interface Case {
    /** What the review says of the first task; nothing unless given. */
    readonly says?: 'revise' | 'reject';
    /** Whether the second task follows the first. */
    readonly isAfter?: boolean;
    /** The step at which the user rejects one of the two hunks of the first. */
    readonly rejectsAt?: string;
  }

  /**
   * A run of two tasks that stands still between them, when the first is proposed.
   *
   * @param expected each proposal in the end, with the words that its files then have
   */
  const check = (title: string, { says, isAfter = false, rejectsAt }: Case, expected: readonly string[]) =>
    it(title, async () => {
      const workspace = new InMemoryWorkspace({ a: text, b: text });
      let isDown = true;
      let isReviewed = false;
      const endpoint = new ScriptedModel(({ role, task: id, tier }) => {
        if (role === 'gate') return reply(JSON.stringify({ route: 'plan', kind: 'edit', files: [] }));
        if (role === 'plan') {
          const tasks = [
            { ...task, id: 'one', title: 'one', files: ['a'], dependsOn: [] },
            { ...task, id: 'two', title: 'two', files: ['b'], dependsOn: isAfter ? ['one'] : [] },
          ];
          return reply(JSON.stringify({ summary: 'both', tasks }));
        }
        if (role === 'review') {
          isReviewed = true;
          const tasks = says ? [{ id: 'one', verdict: says, reason: 'not so' }] : [];
          return reply(JSON.stringify({ verdict: says ?? 'accept', summary: '', tasks }));
        }
        const done = tool('finish', { summary: 'done' });
        const first = isReviewed ? 'BETTER' : 'FIRST';
        if (id === 'one') return reply(replaceLine('a', 'l2', first), replaceLine('a', 'l15', 'ALSO'), done);
        if (!isDown) return reply(replaceLine('b', 'l9', 'SECOND'), done);
        return { type: 'fault', fault: { kind: 'unreachable', model: 'm', endpoint: 'e', detail: '', tier } };
      });
      const kept: RunEvent[] = [];
      const deps: RunDeps = {
        ...{
          workspace,
          endpoint,
          ledger: await ledgers.open(),
          checker: new FakeChecker(workspace, () => []),
        },
        journal: {
          append: async (_, event) => void kept.push(event),
          load: async () => ({ runs: [], problems: [] }),
        },
        settings: { ...defaultSettings, maxParallel: 1, startPlansBelowUsd: 100 },
        retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
        now: () => 1,
        newId: () => 'r1',
      };
      const options = { signal: new AbortController().signal, onChange: () => {} };
      const paused = await startRun({ type: 'request', text: 'do both' }, deps, options);
      isDown = false;
      const words = ({ proposals }: Pick<RunState, 'proposals'>) =>
        proposals.map(({ tasks, files }) =>
          [`${tasks.join('+')}:`, ...files.flatMap(({ content }) => content?.match(/[A-Z]+/g) ?? [])].join(
            ' ',
          ),
        );
      assert.deepEqual(words(paused), ['one: FIRST ALSO']);
      let held = paused;
      const decision: RunEvent = {
        ...{ type: 'hunks-decided', proposal: 'r1/one', path: 'a', hunks: [1], decision: 'rejected' },
      };
      const end = await resumeRun(paused, deps, {
        ...options,
        proposals: () => held.proposals,
        onChange: (_, event) => {
          held = applyEvent(held, event);
          if (event.type !== 'step' || event.text !== rejectsAt || kept.includes(decision)) return;
          held = applyEvent(held, decision);
          kept.push(decision);
        },
      });
      assert.deepEqual(words(end), expected);
      assert.deepEqual(words(held), expected, 'by what the host holds');
      assert.deepEqual(words(foldEvents(kept) ?? assert.fail()), expected, 'by its journal');
      const proposed = kept.flatMap((event) => (event.type === 'proposal' ? [event.proposal] : []));
      for (const each of proposed)
        for (const { id, files } of proposed)
          if (id === each.id) assert.deepEqual(files, each.files, `${id} is of one content`);
    });
  check('proposes all that was done', {}, ['one: FIRST ALSO', 'two: SECOND']);
  check('proposes in place of what was sent back what was done in its stead', { says: 'revise' }, [
    'one: BETTER ALSO',
    'two: SECOND',
  ]);
  check('offers nothing that was rejected', { says: 'reject' }, ['two: SECOND']);
  check('offers nothing either that builds on it', { says: 'reject', isAfter: true }, []);
  check('puts what builds on the first with it', { isAfter: true }, ['one+two: FIRST ALSO SECOND']);
  const apart = ['one: FIRST ALSO', 'two: SECOND'];
  for (const rejectsAt of ['Working', 'Reviewing', 'Checking the whole']) {
    const at = `that the user has a hand in at the step "${rejectsAt}"`;
    check(`leaves apart what builds on a proposal ${at}`, { isAfter: true, rejectsAt }, apart);
    if (rejectsAt !== 'Checking the whole')
      check(`sends nothing back ${at}`, { says: 'revise', rejectsAt }, apart);
  }
});
