import assert from 'node:assert/strict';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import { createMeteredModel } from '../../../../src/core/ledger/meteredModel.ts';
import { costOf, toUsd } from '../../../../src/core/ledger/money.ts';
import { costOfBound, type TokenCounter, worstCaseTokens } from '../../../../src/core/ledger/worstCase.ts';
import type { ModelClient, ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { createRetryingModel } from '../../../../src/core/model/retry.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { workBestOf } from '../../../../src/core/worker/bestOf.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { replaceLine, reply, ScriptedModel, tool } from '../../support/scriptedModel.ts';
import { brokenTask, files, told } from './setting.ts';

const broken = 'const b = BROKEN;';
const right = reply(replaceLine('src/a.ts', broken, 'const b = 2;'));
const wrong = reply(replaceLine('src/a.ts', broken, 'const b = WRONG;'));

/** Never answers, and rejects when it is cancelled. */
function hanging(signal: AbortSignal): Promise<ModelReply> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

const numberOf = (request: ModelRequest): number => {
  const [first] = request.input;
  const text = first?.type === 'user' ? first.text : '';
  return Number(/Candidate (\d)/.exec(text)?.[1] ?? 1);
};

async function race(
  endpoint: ModelClient,
  { count = 3, tier = 'nano' as 'nano' | 'mini', signal = new AbortController().signal, readOutMs = 20 } = {},
) {
  const workspace = new InMemoryWorkspace(files);
  const rule = errorsWhere({ BROKEN: 'no such name', WRONG: 'does not fit' });
  const overlay = new Overlay((path) => workspace.read(path));
  return workBestOf(
    count,
    { run: 'r1', task: brokenTask, tier, overlay, evidence: [] },
    { workspace, checker: new FakeChecker(workspace, rule), models: endpoint, tiers: defaultSettings.tiers },
    { signal, onNote: () => {}, readOutMs },
  );
}

describe('best of N', () => {
  /** What each candidate answers, in their order. */
  const check = async (answers: readonly ModelReply[], expected: string) => {
    const model = new ScriptedModel((request) => {
      const answer = answers[numberOf(request) - 1];
      assert.ok(answer);
      return answer;
    });
    assert.equal(told(await race(model, { count: answers.length })), expected);
  };
  const passed = 'edited passed src/a.ts="const a = 1;\\nconst b = 2;\\n"';
  const failed = 'edited failed src/a.ts="const a = 1;\\nconst b = WRONG;\\n"';

  it('gives the one that passes, wherever it stands', async () => {
    await check([right, wrong, wrong], passed);
    await check([wrong, right, wrong], passed);
    await check([wrong, wrong, right], passed);
  });
  it('gives one that does not pass where none does: an edit before none', async () => {
    await check([wrong, wrong, wrong], failed);
    await check([reply('I can not'), wrong, reply('')], failed);
  });
  it('is one worker where one is wanted', () => check([right], passed));

  it('sends the same bytes to all up to the end of the prompt', async () => {
    const model = new ScriptedModel(() => wrong);
    await race(model);
    const [one = '', two = '', three = ''] = [0, 1, 2].map((nth) => model.textOf(nth));
    assert.ok(two.startsWith(one) && three.startsWith(one));
    assert.match(two.slice(one.length), /^\n\nCandidate 2 of 3: /);
    assert.match(three.slice(one.length), /^\n\nCandidate 3 of 3: /);
    assert.equal(new Set(model.requests.map(({ cacheKey }) => cacheKey)).size, 1);
  });

  it('breaks off the others’ answers where they do not end soon after one passes', async () => {
    const cancelled: number[] = [];
    const endpoint: ModelClient = {
      send: async (request, { signal }) => {
        const number = numberOf(request);
        if (number === 2) return right;
        signal.addEventListener('abort', () => cancelled.push(number));
        return hanging(signal);
      },
    };
    assert.equal(told(await race(endpoint)), passed);
    assert.deepEqual(cancelled.sort(), [1, 3]);
  });

  it('ends with the user’s cancel', async () => {
    const stop = new AbortController();
    const endpoint: ModelClient = {
      send: (_, { signal }) => {
        stop.abort(new Error('cancelled by the user'));
        return hanging(signal);
      },
    };
    await assert.rejects(race(endpoint, { signal: stop.signal }), /cancelled by the user/);
  });

  it('ends with a bug in one of them, and leaves none running', async () => {
    const endpoint: ModelClient = {
      send: async (request, { signal }) => {
        if (numberOf(request) === 1) throw new TypeError('a bug');
        return hanging(signal);
      },
    };
    await assert.rejects(race(endpoint), /a bug/);
  });

  describe('in the ledger', () => {
    let ledgers: TemporaryLedgers;
    beforeEach(() => {
      ledgers = new TemporaryLedgers();
    });
    afterEach(() => ledgers.dispose());

    const usage = { input: 6_000, cached: 0, output: 400, reasoning: 0 };
    const billed = (answer: ModelReply): ModelReply => ('usage' in answer ? { ...answer, usage } : answer);

    /** What a tier's work on the task costs, by the ledger's report. */
    async function spend(
      tier: 'nano' | 'mini',
      count: number,
      send: ModelClient['send'],
      { countTokens, readOutMs }: { countTokens?: TokenCounter; readOutMs?: number } = {},
    ) {
      const ledger = await ledgers.open();
      const { tiers, budgets } = defaultSettings;
      const before = (await ledger.report()).byTier.find(({ key }) => key === tier);
      const model = createMeteredModel({
        endpoint: { send },
        ledger,
        tiers,
        budgets,
        ...(countTokens && { countTokens }),
      });
      const sleep = async () => {};
      const retrying = createRetryingModel(model, { maxAttempts: 3, sleep, random: () => 0 });
      const result = await race(retrying, { count, tier, ...(readOutMs && { readOutMs }) });
      const after = (await ledger.report()).byTier.find(({ key }) => key === tier);
      const usd = (after?.usd ?? 0) - (before?.usd ?? 0);
      return { usd, calls: (after?.calls ?? 0) - (before?.calls ?? 0), told: told(result) };
    }
    /** One mini, which patches and says that it is done. */
    function oneMini() {
      let calls = 0;
      const done = reply(tool('finish', { summary: 'ok' }));
      return spend('mini', 1, async () => billed(calls++ === 0 ? right : done));
    }

    it('three nanos that all answer cost less than one mini', async () => {
      const nano = await spend('nano', 3, async (request) => billed(numberOf(request) === 3 ? right : wrong));
      assert.equal(nano.told, passed);
      const one = await oneMini();
      assert.equal(one.told, passed);
      assert.ok(nano.usd < one.usd, `${nano.usd} against ${one.usd}`);
    });

    /** Longer than a test may take: what waits for it to pass fails. */
    const patient = { readOutMs: 60_000 };

    /** As the default prices and the models' own vocabulary have it: each request is billed for what it says. */
    const counter: TokenCounter = async (texts) => texts.map((text) => countTokens(text));
    const billedFor = (request: ModelRequest, answer: ModelReply, output: number): ModelReply => {
      const { instructions, input, tools } = request;
      const tokens = countTokens(JSON.stringify({ instructions, input, tools }));
      return 'usage' in answer
        ? { ...answer, usage: { input: tokens, cached: 0, output, reasoning: 0 } }
        : answer;
    };

    it('three nanos cost less than one mini, since those that lost are read to their end', async () => {
      const ends = new Map<number, () => void>();
      const nano = await spend(
        'nano',
        3,
        async (request, { signal }) => {
          const number = numberOf(request);
          const answer = billedFor(request, number === 2 ? right : wrong, 400);
          if (number === 2) return answer;
          return new Promise((resolve, reject) => {
            ends.set(number, () => resolve(answer));
            signal.addEventListener('abort', () => reject(signal.reason));
            // The others come once the race is over, as is usual.
            if (ends.size === 2)
              setTimeout(() => {
                for (const end of ends.values()) end();
              }, 50);
          });
        },
        { countTokens: counter, ...patient },
      );
      assert.equal(nano.told, passed);
      assert.equal(nano.calls, 3);
      const done = reply(tool('finish', { summary: 'ok' }));
      let calls = 0;
      const one = await spend(
        'mini',
        1,
        async (request) => (calls++ === 0 ? billedFor(request, right, 400) : billedFor(request, done, 40)),
        { countTokens: counter },
      );
      assert.equal(one.told, passed);
      assert.ok(nano.usd < one.usd, `${nano.usd} against ${one.usd}`);
    });

    it('nothing more is sent for those that lost, not even after a fault that may pass', async () => {
      let sent = 0;
      let fail: (() => void) | undefined;
      const nano = await spend(
        'nano',
        2,
        async (request) => {
          sent++;
          if (numberOf(request) === 1) {
            setTimeout(() => fail?.(), 50);
            return billed(right);
          }
          return new Promise((resolve) => {
            const fault = {
              tier: 'nano',
              model: 'm',
              endpoint: 'e',
              detail: '',
              kind: 'server',
              status: 500,
            } as const;
            fail = () => resolve({ type: 'fault', fault });
          });
        },
        patient,
      );
      assert.equal(nano.told, passed);
      assert.equal(sent, 2);
      assert.equal(nano.calls, 1);
    });

    it('those that still wait for their turn when one passes cost nothing', async () => {
      const nano = await spend(
        'nano',
        3,
        async (request, { signal, onQueue }) => {
          if (numberOf(request) === 1) return billed(right);
          onQueue?.(true);
          return hanging(signal);
        },
        patient,
      );
      assert.equal(nano.told, passed);
      assert.equal(nano.calls, 1);
      assert.equal(nano.usd, toUsd(costOf(usage, defaultSettings.tiers.nano.price)));
    });

    it('those that are broken off are booked at their worst case, and leave nothing set aside', async () => {
      const sent: ModelRequest[] = [];
      const nano = await spend('nano', 3, async (request, { signal }) => {
        sent[numberOf(request) - 1] = request;
        return numberOf(request) === 1 ? billed(right) : hanging(signal);
      });
      assert.equal(nano.calls, 3);
      const tier = defaultSettings.tiers.nano;
      const worst = sent.slice(1).map((request) => toUsd(costOfBound(worstCaseTokens(request, tier), tier)));
      const answered = toUsd(costOf(usage, defaultSettings.tiers.nano.price));
      const expected = worst.reduce((sum, usd) => sum + usd, answered);
      assert.ok(Math.abs(nano.usd - expected) < 1e-12, `${nano.usd} against ${expected}`);
      const ledger = await ledgers.open();
      assert.ok(Math.abs((await ledger.spentUsd({ run: 'r1' })) - nano.usd) < 1e-12);
    });
  });
});
