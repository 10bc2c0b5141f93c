import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Ledger } from '../../../../src/core/ledger/ledger.ts';
import { LedgerUnavailable } from '../../../../src/core/ledger/ledgerUnavailable.ts';
import type { ModelFault } from '../../../../src/core/model/fault.ts';
import { modelTiers, type TierTable } from '../../../../src/core/model/tier.ts';
import { templateOf } from '../../../../src/core/problems/template.ts';
import { labelVersion } from '../../../../src/core/request/label.ts';
import { resumeRun, startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { RunSuspended } from '../../../../src/core/run/session/runSuspended.ts';
import { spendApart } from '../../../../src/core/run/session/spendApart.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { RunState } from '../../../../src/core/run/state/runState.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { createBatchClient } from '../../../../src/node/batch/batchClient.ts';
import { createHttpModels } from '../../../../src/node/http/httpModels.ts';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../../models/endpoint.ts';
import type { Script } from '../../../models/script.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { MemoryLabels } from '../../support/memoryLabels.ts';
import { TemporaryLedgers, ticket } from '../ledger/temporaryLedger.ts';

/** Problems, each of a kind of its own: of more kinds only the most frequent are labelled. */
const count = 60;
const kindOf = (n: number) => `${'abcdefghij'[n % 10]}${'klmnop'[Math.floor(n / 10)]}`;
const kinds = Array.from({ length: count }, (_, n) => kindOf(n));
const source = kinds.map((kind) => `const ${kind} = WRONG${kind};\n`).join('');
const usage = { input: 1_000, cached: 0, output: 500, reasoning: 0 };

/** Labels what it is asked to, each by the form that it is about; there, the run ends: nothing more is answered. */
const script: Script = ({ role, text }) => {
  if (role !== 'label') return { fault: { type: 'status', status: 401, message: 'No more.' } };
  const labels = [...text.matchAll(/\\?"id\\?":\\?"(t\d+).*?(in form \w+)/g)].map(([, id, category]) => ({
    ...{ id, category, rootCause: 'one cause', effort: 'nano', confidence: 1 },
  }));
  return { output: [{ type: 'json', value: { labels } }], usage };
};

describe('labels in a batch', () => {
  let endpoint: ScriptedEndpoint;
  let ledgers: TemporaryLedgers;
  let events: RunEvent[];
  beforeEach(async () => {
    endpoint = await startScriptedEndpoint(script, { key: 'right' });
    ledgers = new TemporaryLedgers();
    events = [];
  });
  afterEach(async () => {
    await endpoint.close();
    ledgers.dispose();
    assert.deepEqual(endpoint.violations, []);
  });

  async function setting(options: {
    readonly above?: number;
    readonly runUsd?: number;
    /** What happens while the batch is waited for. */
    readonly meanwhile?: () => Promise<void> | void;
  }) {
    const { above = count - 1, runUsd = 5, meanwhile = () => endBatch('completed') } = options;
    const tiers = Object.fromEntries(
      modelTiers.map((tier) => [
        tier,
        // Room for twenty labels in an answer.
        { ...defaultSettings.tiers[tier], baseUrl: endpoint.url, maxOutputTokens: 2_600 },
      ]),
    ) as unknown as TierTable;
    const workspace = new InMemoryWorkspace({ 'a.ts': source });
    const models = { tiers, keyFor: () => 'right', userAgent: 'test' };
    const deps: RunDeps = {
      workspace,
      checker: new FakeChecker(
        workspace,
        errorsWhere(
          Object.fromEntries(kinds.map((kind) => [`WRONG${kind}`, `that is wrong in form ${kind}`])),
        ),
      ),
      endpoint: createHttpModels(models),
      batches: createBatchClient(models),
      ledger: await ledgers.open(),
      journal: {
        append: async (_, event) => void events.push(JSON.parse(JSON.stringify(event))),
        load: async () => ({ runs: [], problems: [] }),
      },
      settings: {
        ...defaultSettings,
        ...{ tiers, ceiling: 'nano', batchLabelsAbove: above },
        budgets: { runUsd, dayUsd: 5 },
      },
      retry: {
        ...{ maxAttempts: 1, random: () => 0 },
        sleep: async (_, signal) => {
          await meanwhile();
          signal.throwIfAborted();
        },
      },
      now: () => ledgers.time,
      newId: () => 'r1',
    };
    return deps;
  }
  const endBatch = async (status: 'completed' | 'expired', answered?: number) => {
    const [batch] = endpoint.batches.made;
    assert.ok(batch);
    await endpoint.batches.end(batch, status, answered);
  };
  const options = (signal = new AbortController().signal) => ({ signal, onChange: () => {} });
  const labelled = () => events.flatMap((event) => (event.type === 'label-end' ? [event.labels.length] : []));
  const said = () => events.flatMap((event) => (event.type === 'step' ? [event.text] : [])).join('\n');
  const ofLabels = () =>
    ledgers
      .query("SELECT state, cost, rate FROM calls WHERE role = 'label' ORDER BY id")
      .map((row) => ({ ...row }));
  /** At half the price of the nano tier. */
  const booked = { state: 'used', cost: (1_000 * 200 + 500 * 1_250) / 2, rate: 'batch' };

  it('are asked for at half the price, and books hold each request of it', async () => {
    const state = await startRun({ type: 'fixProblems' }, await setting({}), options());
    assert.deepEqual(
      [labelled(), endpoint.batches.made.length, endpoint.batches.files.size],
      [[count], 1, 0],
      'the files at the endpoint are gone',
    );
    assert.equal(endpoint.calls.filter(({ role }) => role === 'label').length, 0);
    assert.deepEqual(ofLabels(), [booked, booked, booked]);
    assert.equal(state.overhead.find(({ role }) => role === 'label')?.calls, 3);
  });

  it('are taken from the endpoint once, and where the run was cut off before that, when it goes on', async () => {
    const deps = await setting({});
    const { batches } = deps;
    assert.ok(batches);
    const journals: RunEvent[][] = [];
    const discard: typeof batches.discard = (...call) => {
      journals.push([...events]);
      return batches.discard(...call);
    };
    const watched = { ...deps, batches: { ...batches, discard } };
    const state = await startRun({ type: 'fixProblems' }, watched, options());
    await resumeRun(state, watched, options());
    assert.equal(journals.length, 1);
    const cut = foldEvents(journals[0] ?? []);
    assert.ok(cut);
    await resumeRun(cut, watched, options());
    assert.deepEqual([journals.length, endpoint.batches.made.length], [2, 1]);
  });

  it('are asked for one by one where there are no more than the user has set', async () => {
    await startRun({ type: 'fixProblems' }, await setting({ above: count }), options());
    assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 0]);
  });

  for (const [kind, made] of [
    ['stalled', 'unknown'],
    ['interrupted', 'unknown'],
    ['bad_request', 'notSent'],
  ] as const) {
    it(`are asked for one by one where making the batch is ${kind}, which is booked as ${made}`, async () => {
      const deps = await setting({});
      assert.ok(deps.batches);
      const batches = { ...deps.batches, submit: async () => faultOf(kind) };
      await startRun({ type: 'fixProblems' }, { ...deps, batches }, options());
      const states = ofLabels().map(({ state }) => state);
      assert.deepEqual([labelled(), states], [[count], [made, made, made, 'used', 'used', 'used']]);
      assert.equal(/does not say.*\$0\.0061, counts as spent/.test(said()), made === 'unknown');
    });
  }

  it('are asked for one by one where the endpoint forgets the batch that it has made, which counts as spent', async () => {
    const deps = await setting({ meanwhile: () => void endpoint.batches.made.splice(0) });
    await startRun({ type: 'fixProblems' }, deps, options());
    assert.deepEqual(
      [labelled(), ofLabels().map(({ state }) => state)],
      [[count], ['unknown', 'unknown', 'unknown', 'used', 'used', 'used']],
    );
    assert.match(said(), /does not say.*\$0\.0061, counts as spent/);
  });

  it('that a batch did not come to are asked for after it', async () => {
    const deps = await setting({ meanwhile: () => endBatch('expired', 1) });
    await startRun({ type: 'fixProblems' }, deps, options());
    assert.deepEqual(labelled(), [count]);
    assert.equal(endpoint.calls.filter(({ role }) => role === 'label').length, 2);
    assert.deepEqual(
      ofLabels().map(({ state }) => state),
      ['used', 'notSent', 'notSent', 'used', 'used'],
    );
  });

  const faultOf = (kind: ModelFault['kind']) => {
    const fault = { kind, tier: 'nano', model: 'm', endpoint: 'e', detail: '' } as const;
    return { type: 'fault', fault } as const;
  };
  const unreachable = async () => faultOf('unreachable');

  /** A run whose window was closed while its batch was under way. */
  async function closed(): Promise<RunState> {
    const window = new AbortController();
    const closing = await setting({ meanwhile: () => window.abort(new RunSuspended('closing')) });
    await startRun({ type: 'fixProblems' }, closing, options(window.signal));
    assert.deepEqual([labelled(), endpoint.batches.made[0]?.status], [[], 'in_progress']);
    const state = foldEvents(events.filter(({ type }) => type !== 'run-end'));
    assert.ok(state?.labelBatch);
    return state;
  }

  it('are waited for again after a restart, and neither asked nor paid for twice', async () => {
    const state = await closed();
    await resumeRun(state, await setting({}), options());
    assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 1]);
    assert.deepEqual(ofLabels(), [booked, booked, booked]);
  });

  describe('of which other runs have got some before it is gone on with', () => {
    /** Labels that are known by now of so many of the kinds; they come first in the order of what is asked. */
    async function knownOf({ remaining = [] }: RunState, many: number): Promise<MemoryLabels> {
      const labels = new MemoryLabels();
      const keys = remaining.map((each) => templateOf(each).key).sort();
      const label = { category: 'known', rootCause: 'x', effort: 'nano', confidence: 1 } as const;
      const known = new Map(keys.slice(0, many).map((key) => [key, label]));
      await labels.putMany(known, { tier: 'nano', version: labelVersion });
      return labels;
    }
    /** How many labels there are of other runs and of the batch, and those that stand at another kind than theirs. */
    const came = () => {
      const all = events.flatMap((event) => (event.type === 'label-end' ? event.labels : []));
      const own = all.filter(({ category }) => category !== 'known');
      return [all.length - own.length, own.length, own.filter(({ id, category }) => !id.endsWith(category))];
    };

    for (const many of [1, 45, count])
      it(`belong to the kinds that they were asked for, and are all booked: ${many} of ${count}`, async () => {
        const state = await closed();
        const labels = await knownOf(state, many);
        await endBatch('completed');
        await resumeRun(state, { ...(await setting({})), labels }, options());
        assert.deepEqual(came(), [many, count - many, []]);
        assert.deepEqual(ofLabels(), [booked, booked, booked]);
        assert.equal(endpoint.calls.filter(({ role }) => role === 'label').length, 0);
      });

    for (const [what, batches] of [
      ['ends it no sooner for that', { cancel: async () => undefined }],
      ['takes no such word', { cancel: async () => faultOf('bad_request') }],
      ['can not be reached', { cancel: unreachable, poll: unreachable }],
      ['gives nothing out', { replies: unreachable }],
    ] as const)
      it(`are not waited for where nobody needs them and the endpoint ${what}, and count as spent`, async () => {
        const state = await closed();
        const labels = await knownOf(state, count);
        const deps = await setting({});
        const { batches: known, retry } = deps;
        assert.ok(known);
        const sleep = 'replies' in batches ? retry.sleep : () => assert.fail('it is waited for');
        const end = await resumeRun(
          state,
          { ...deps, labels, batches: { ...known, ...batches }, retry: { ...retry, sleep } },
          options(),
        );
        assert.deepEqual(
          [came(), ofLabels().map((row) => row.state)],
          [
            [count, 0, []],
            ['unknown', 'unknown', 'unknown'],
          ],
        );
        assert.match(said(), /are needed any more.*\$0\.0061, counts as spent\./);
        assert.equal(end.overhead.find(({ role }) => role === 'label')?.calls, 3);
      });

    it('are no more worked on where nobody needs them', async () => {
      const state = await closed();
      const labels = await knownOf(state, count);
      await resumeRun(state, { ...(await setting({})), labels }, options());
      assert.deepEqual(
        [came(), endpoint.batches.made[0]?.status, ofLabels().map((row) => row.state)],
        [[count, 0, []], 'cancelled', ['notSent', 'notSent', 'notSent']],
      );
    });
  });

  const loseLedger = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(ledgers.file + end, { force: true });
  };

  it('are booked, and nothing else is in their place, where the ledger was begun anew meanwhile', async () => {
    const state = await closed();
    loseLedger();
    const deps = await setting({});
    const others = Array.from({ length: 3 }, () =>
      deps.ledger.reserve(ticket(400_000_000, { run: 'other' }), { runUsd: 5, dayUsd: 5 }),
    );
    await Promise.all(others);
    const end = await resumeRun(state, deps, options());
    assert.deepEqual(
      ledgers.query("SELECT state, cost FROM calls WHERE run = 'other'").map((row) => ({ ...row })),
      Array.from({ length: 3 }, () => ({ state: 'reserved', cost: 400_000_000 })),
    );
    assert.deepEqual(ofLabels(), [booked, booked, booked]);
    assert.equal(end.overhead.find(({ role }) => role === 'label')?.calls, 3);
  });

  describe('of a run that is cut off once they are booked', () => {
    /** Goes on until the labels are had; the window is closed once they are kept. */
    async function closedAgain(
      state: RunState,
      deps: RunDeps,
      labels = new MemoryLabels(),
    ): Promise<RunState> {
      const window = new AbortController();
      const putMany: MemoryLabels['putMany'] = async (...kept) => {
        await labels.putMany(...kept);
        window.abort(new RunSuspended('closing'));
      };
      const closing = { getMany: labels.getMany.bind(labels), putMany };
      await resumeRun(state, { ...deps, labels: closing }, options(window.signal));
      assert.deepEqual(labelled(), []);
      const cut = foldEvents(events.filter(({ type }) => type !== 'run-end'));
      assert.ok(cut);
      return cut;
    }
    const states = () => ofLabels().map(({ state }) => state);
    const calls = ({ overhead }: RunState) => overhead.find(({ role }) => role === 'label')?.calls;

    it('are not booked again, although the ledger was begun anew before', async () => {
      const state = await closed();
      loseLedger();
      const end = await resumeRun(await closedAgain(state, await setting({})), await setting({}), options());
      assert.deepEqual([labelled(), ofLabels(), calls(end)], [[count], [booked, booked, booked], 3]);
    });

    it('are not booked again, although the ledger was begun anew since', async () => {
      const state = await closedAgain(await closed(), await setting({}));
      loseLedger();
      const end = await resumeRun(state, await setting({}), options());
      assert.deepEqual([labelled(), ofLabels(), calls(end)], [[count], [], 3]);
    });

    it('count as spent once, although the ledger was begun anew before and the endpoint has forgotten the batch', async () => {
      const state = await closed();
      loseLedger();
      const forgets = await setting({ meanwhile: () => void endpoint.batches.made.splice(0) });
      const end = await resumeRun(await closedAgain(state, forgets), forgets, options());
      const rows = ['unknown', 'unknown', 'unknown', 'used', 'used', 'used'];
      assert.deepEqual([labelled(), states(), calls(end)], [[count], rows, 6]);
      assert.equal(said().match(/counts as spent/g)?.length, 1);
    });

    it('are not asked after any more where they are known', async () => {
      const labels = new MemoryLabels();
      const deps = await setting({});
      const state = await closedAgain(await closed(), deps, labels);
      assert.ok(deps.batches);
      const poll = () => assert.fail('nobody needs to know');
      const batches = { ...deps.batches, poll, cancel: poll };
      await resumeRun(state, { ...deps, batches, labels }, options());
      assert.deepEqual([labelled(), ofLabels()], [[count], [booked, booked, booked]]);
    });

    it('are neither forgotten nor lost where the ledger had no room for them', async () => {
      const state = await closed();
      const deps = await setting({});
      const settle: Ledger['settle'] = () => Promise.reject(new LedgerUnavailable('full'));
      const cut = await closedAgain(state, { ...deps, ledger: { ...deps.ledger, settle } });
      assert.deepEqual(await spendApart(cut, deps), { lostUsd: 0, forgottenUsd: 0 });
      const end = await resumeRun(cut, deps, options());
      assert.deepEqual([states(), calls(end)], [['reserved', 'reserved', 'reserved'], 3]);
    });
  });

  describe('whose making was cut off', () => {
    /** A run up to the moment at which its process was gone: it had made its batch, and kept nothing of that. */
    async function cutOff(): Promise<RunState> {
      const deps = await setting({});
      const { append } = deps.journal;
      const gone = new Promise<void>((resolve) => {
        const journal: RunDeps['journal'] = {
          ...deps.journal,
          append: (run, event) =>
            event.type === 'label-batch' ? new Promise(() => resolve()) : append(run, event),
        };
        void startRun({ type: 'fixProblems' }, { ...deps, journal }, options());
      });
      await gone;
      const state = foldEvents(events);
      assert.ok(state && endpoint.batches.made.length === 1);
      return state;
    }
    const apart = async ({ total }: RunState) =>
      Math.abs(total.usd - (await (await ledgers.open()).spentUsd({ run: 'r1' }))).toFixed(9);

    it('are found at the endpoint, and neither asked nor paid for twice', async () => {
      const state = await resumeRun(await cutOff(), await setting({}), options());
      assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 1]);
      assert.deepEqual(ofLabels(), [booked, booked, booked]);
      assert.equal(await apart(state), '0.000000000');
    });

    it('are asked for anew where the endpoint has no such batch', async () => {
      const state = await cutOff();
      endpoint.batches.made.length = 0;
      await resumeRun(state, await setting({}), options());
      const notSent = { state: 'notSent', cost: 0, rate: null };
      assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 1]);
      assert.deepEqual(ofLabels(), [notSent, notSent, notSent, booked, booked, booked]);
    });

    it('are asked for one by one where the endpoint has no list, and the batch counts as spent', async () => {
      const state = await cutOff();
      endpoint.batches.isListed = false;
      const ended = await resumeRun(state, await setting({}), options());
      assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 1]);
      assert.deepEqual(
        ofLabels().map(({ state: booking }) => booking),
        ['unknown', 'unknown', 'unknown', 'used', 'used', 'used'],
      );
      assert.match(said(), /does not say.*\$0\.0061, counts as spent/);
      assert.equal(await apart(ended), '0.000000000');
    });

    it('are not made a batch of again once they were asked for one by one', async () => {
      const state = await cutOff();
      endpoint.batches.isListed = false;
      await resumeRun(state, await setting({}), options());
      const asked = endpoint.calls.length;
      const cut = foldEvents(
        events.slice(
          0,
          events.findIndex(({ type }) => type === 'label-end'),
        ),
      );
      assert.ok(cut?.isBatchLost);
      await resumeRun(cut, await setting({}), options());
      assert.equal(endpoint.batches.made.length, 1);
      const later = endpoint.calls.slice(asked).filter(({ role }) => role === 'label');
      assert.equal(later.length, 0, 'what was paid for is not asked again');
    });

    it('are looked for when the run goes on, not made again, where the endpoint can not be reached', async () => {
      const state = await cutOff();
      const deps = await setting({});
      assert.ok(deps.batches);
      const batches = { ...deps.batches, find: unreachable };
      const { phase } = await resumeRun(state, { ...deps, batches }, options());
      assert.ok(phase.type === 'paused' && phase.reason.type === 'fault');
      const kept = foldEvents(events);
      assert.ok(kept?.batchIntent);
      await resumeRun(kept, deps, options());
      assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 1]);
      assert.deepEqual(ofLabels(), [booked, booked, booked]);
    });
  });

  it('are adopted where the batch was made and its making not answered', async () => {
    const deps = await setting({});
    const { batches } = deps;
    assert.ok(batches);
    const unanswered: typeof batches.submit = async (...call) => {
      await batches.submit(...call);
      return faultOf('interrupted');
    };
    await startRun(
      { type: 'fixProblems' },
      { ...deps, batches: { ...batches, submit: unanswered } },
      options(),
    );
    assert.deepEqual([labelled(), endpoint.batches.made.length], [[count], 1]);
    assert.deepEqual(ofLabels(), [booked, booked, booked]);
  });

  it('are no more worked on when the user cancels', async () => {
    const user = new AbortController();
    const deps = await setting({ meanwhile: () => user.abort(new Error('cancelled by the user')) });
    await startRun({ type: 'fixProblems' }, deps, options(user.signal));
    assert.equal(endpoint.batches.made[0]?.status, 'cancelled');
  });

  it('are no more worked on when the user cancels while the batch is being made', async () => {
    const user = new AbortController();
    const deps = await setting({});
    const { batches } = deps;
    assert.ok(batches);
    const submit: typeof batches.submit = async (...call) => {
      await batches.submit(...call);
      user.abort(new Error('cancelled by the user'));
      throw user.signal.reason;
    };
    await startRun(
      { type: 'fixProblems' },
      { ...deps, batches: { ...batches, submit } },
      options(user.signal),
    );
    assert.equal(endpoint.batches.made[0]?.status, 'cancelled');
  });

  it('hold nothing back when the user cancels while the batch is reckoned', async () => {
    const user = new AbortController();
    const deps = await setting({});
    const countTokens: RunDeps['countTokens'] = async () => {
      if (ofLabels().length > 0) user.abort(new Error('cancelled by the user'));
      return undefined;
    };
    await startRun({ type: 'fixProblems' }, { ...deps, countTokens }, options(user.signal));
    assert.deepEqual([endpoint.batches.made.length, ofLabels().map(({ state }) => state)], [0, ['notSent']]);
  });

  it('are not asked for while the disk has no room to note the batch, and hold nothing back', async () => {
    const deps = await setting({});
    const { append } = deps.journal;
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC', syscall: 'write' });
    const journal: RunDeps['journal'] = {
      ...deps.journal,
      append: async (run, event) => {
        if (event.type === 'label-batch-start') throw full;
        await append(run, event);
      },
    };
    const state = await startRun({ type: 'fixProblems' }, { ...deps, journal }, options());
    assert.ok(state.phase.type === 'paused' && state.phase.reason.type === 'fault');
    assert.equal(state.phase.reason.fault, 'disk');
    const { made, files } = endpoint.batches;
    assert.deepEqual([made.length, files.size, endpoint.calls.length], [0, 0, 0]);
    const notSent = { state: 'notSent', cost: 0, rate: null };
    assert.deepEqual(ofLabels(), [notSent, notSent, notSent]);

    await resumeRun(state, deps, options());
    assert.deepEqual([labelled(), made.length], [[count], 1]);
    assert.deepEqual(ofLabels(), [notSent, notSent, notSent, booked, booked, booked]);
  });

  it('are not asked for where the batch does not fit the budget', async () => {
    const { phase } = await startRun({ type: 'fixProblems' }, await setting({ runUsd: 0.004 }), options());
    assert.ok(phase.type === 'paused' && phase.reason.type === 'budget');
    assert.equal(endpoint.batches.made.length, 0);
    assert.equal(await (await ledgers.open()).spentUsd({ run: 'r1' }), 0);
  });

  it('are not asked for of a tier that the user has ruled out since', async () => {
    const deps = await setting({});
    const limits = () => ({ budgets: deps.settings.budgets, ceiling: 'none' as const });
    await startRun({ type: 'fixProblems' }, { ...deps, limits }, options());
    assert.deepEqual([endpoint.batches.made.length, endpoint.calls.length, ofLabels()], [0, 0, []]);
  });
});
