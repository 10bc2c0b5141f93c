import assert from 'node:assert/strict';
import type {
  Budgets,
  CallOutcome,
  CallTicket,
  Ledger,
  Reservation,
} from '../../../../src/core/ledger/ledger.ts';
import { LedgerUnavailable } from '../../../../src/core/ledger/ledgerUnavailable.ts';
import {
  type BookedCall,
  createMeteredModel,
  type MeterDeps,
} from '../../../../src/core/ledger/meteredModel.ts';
import { costOf, toUsd } from '../../../../src/core/ledger/money.ts';
import { costOfBound, type TokenCounter, worstCaseTokens } from '../../../../src/core/ledger/worstCase.ts';
import { describeFault, type FaultKind } from '../../../../src/core/model/fault.ts';
import type {
  BudgetRefusal,
  ModelClient,
  ModelReply,
  ModelRequest,
} from '../../../../src/core/model/modelClient.ts';
import type { Tier, TierSettings } from '../../../../src/core/model/tier.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';

const request: ModelRequest = {
  run: 'run1',
  task: 'task1',
  role: 'work',
  tier: 'nano',
  instructions: 'Fix it.',
  input: [{ type: 'user', text: 'here' }],
  tools: [],
  maxOutputTokens: 500,
  cacheKey: 'k',
};
const { tiers, budgets } = defaultSettings;
const bound = worstCaseTokens(request, tiers.nano);
const worstCase = costOfBound(bound, tiers.nano);
const usage = { input: 40, cached: 10, output: 5, reasoning: 2 };
const timing = { firstTokenMs: 3, totalMs: 9 };
const completed: ModelReply = { type: 'completed', text: 'ok', calls: [], items: [], usage, timing };
const refusal: BudgetRefusal = {
  type: 'overBudget',
  budget: 'run',
  limitUsd: 1,
  spentUsd: 1,
  neededUsd: 0.1,
};

/** Notes in order what it is asked; every reservation gets the same answer. */
class RecordingLedger implements Pick<Ledger, 'reserve' | 'settle'> {
  readonly log: unknown[] = [];
  constructor(readonly answer: Reservation | BudgetRefusal = { type: 'reserved', id: 7 }) {}
  async reserve(ticket: CallTicket) {
    this.log.push(ticket);
    return this.answer;
  }
  async settle(id: number, outcome: CallOutcome) {
    this.log.push([id, outcome]);
  }
}

async function meter(
  send: ModelClient['send'],
  ledger = new RecordingLedger(),
  controller = new AbortController(),
) {
  const calls: BookedCall[] = [];
  const model = createMeteredModel({
    endpoint: {
      send: (...sent) => {
        ledger.log.push('send');
        return send(...sent);
      },
    },
    ledger: ledger as unknown as Ledger,
    tiers,
    budgets,
    onCall: (call) => calls.push(call),
  });
  const reply = await model
    .send(request, { signal: controller.signal })
    .catch((error: unknown) => ({ error }));
  const last = ledger.log.at(-1);
  const outcome = Array.isArray(last) ? (last[1] as CallOutcome) : undefined;
  return { reply, calls, log: ledger.log, outcome };
}

describe('createMeteredModel', () => {
  it('reserves the worst case, sends, and books the usage', async () => {
    const { reply, calls, log } = await meter(async () => completed);
    const cost = costOf(usage, tiers.nano.price);
    assert.equal(reply, completed);
    assert.deepEqual(log, [
      {
        ...{ run: 'run1', task: 'task1', role: 'work', tier: 'nano', worstCase },
        ...{ model: tiers.nano.model, provider: 'responses' },
        worstTokens: bound.input + bound.output,
        least: { cost: worstCase, tokens: bound.input + bound.output },
      },
      'send',
      [7, { type: 'used', usage, cost, timing }],
    ]);
    assert.deepEqual(calls, [{ request, usage, usd: toUsd(cost), ms: 9, booked: 'used' }]);
  });
  it('sends nothing that does not fit a budget', async () => {
    const { reply, calls, log } = await meter(async () => completed, new RecordingLedger(refusal));
    assert.equal(reply, refusal);
    assert.deepEqual([calls, log.length], [[], 1]);
  });
  it('books a usage above the reservation as it is', async () => {
    const high = { ...usage, input: 1_000_000 };
    const { outcome } = await meter(async () => ({ ...completed, usage: high }));
    assert.equal(outcome?.type === 'used' && outcome.cost, costOf(high, tiers.nano.price));
  });
  it('books refused and cut-off answers by their usage', async () => {
    const refused = await meter(async () => ({ type: 'refused', text: 'no', usage, timing }));
    const cutOff = await meter(async () => ({ type: 'cutOff', reason: 'max', text: '', usage, timing }));
    assert.deepEqual([refused.outcome?.type, cutOff.outcome?.type], ['used', 'used']);
  });
  it('books the worst case where the usage says nothing or is no count', async () => {
    for (const bad of [
      { ...usage, input: 0, output: 0 },
      { ...usage, input: -5 },
      { ...usage, output: Number.NaN },
    ]) {
      const { outcome, calls } = await meter(async () => ({ ...completed, usage: bad }));
      assert.equal(outcome?.type, 'unknown');
      assert.deepEqual([calls[0]?.usd, calls[0]?.booked], [toUsd(worstCase), 'unknown']);
    }
  });

  const checkFault = (kind: FaultKind, status: number | undefined, expected: CallOutcome['type']) =>
    it(`books ${kind}${status ? ` with status ${status}` : ''} as ${expected}`, async () => {
      const fault = { kind, tier: 'nano', model: 'm', endpoint: 'e', detail: '' } as const;
      const reply: ModelReply = { type: 'fault', fault: status ? { ...fault, status } : fault };
      const { outcome, calls } = await meter(async () => reply);
      assert.equal(outcome?.type, expected);
      assert.equal(calls.length, expected === 'notSent' ? 0 : 1);
    });
  checkFault('no_key', undefined, 'notSent');
  checkFault('unauthorized', 401, 'notSent');
  checkFault('unknown_model', 404, 'notSent');
  checkFault('rate_limited', 429, 'notSent');
  checkFault('quota', 429, 'notSent');
  checkFault('unreachable', undefined, 'notSent');
  checkFault('unreachable', 307, 'notSent');
  checkFault('unreachable', 200, 'unknown');
  checkFault('bad_request', 400, 'notSent');
  checkFault('rate_limited', undefined, 'unknown');
  checkFault('server', 500, 'notSent');
  for (const status of [408, 502, 504, 520, 524]) checkFault('server', status, 'unknown');
  checkFault('server', undefined, 'unknown');
  checkFault('interrupted', undefined, 'unknown');
  checkFault('stalled', undefined, 'unknown');

  it('books the worst case of a call that is cancelled or throws, and passes the error on', async () => {
    const broken = new Error('broken');
    const { reply, outcome } = await meter(async () => {
      throw broken;
    });
    assert.deepEqual(reply, { error: broken });
    assert.equal(outcome?.type, 'unknown');
  });
  it('reserves nothing once cancelled', async () => {
    const controller = new AbortController();
    controller.abort('stop');
    const { reply, log } = await meter(async () => completed, new RecordingLedger(), controller);
    assert.deepEqual([reply, log], [{ error: 'stop' }, []]);
  });
  it('sends nothing and books nothing when cancelled while it waited for the ledger', async () => {
    const controller = new AbortController();
    const ledger = new RecordingLedger();
    const reserve = ledger.reserve.bind(ledger);
    ledger.reserve = async (ticket) => {
      controller.abort('stop');
      return reserve(ticket);
    };
    const { reply, outcome, log } = await meter(async () => completed, ledger, controller);
    assert.deepEqual([reply, outcome?.type, log.includes('send')], [{ error: 'stop' }, 'notSent', false]);
  });

  const meteredBy = (ledger: RecordingLedger, more: Partial<MeterDeps> = {}) => {
    const sent: ModelRequest[] = [];
    const endpoint: ModelClient = {
      send: async (asked) => {
        sent.push(asked);
        return completed;
      },
    };
    const deps = { endpoint, ledger: ledger as unknown as Ledger, tiers, budgets, ...more };
    const model = createMeteredModel(deps);
    const send = (rest: Partial<ModelRequest> = {}) =>
      model.send({ ...request, ...rest }, { signal: new AbortController().signal });
    return { sent, send, tickets: () => ledger.log.filter((entry) => !Array.isArray(entry)) as CallTicket[] };
  };

  it('cuts the output to what was granted, and says how little would be of use', async () => {
    const asked = { maxOutputTokens: 4_000 };
    const inputCost = costOfBound({ ...bound, output: 0 }, tiers.nano);
    const granted = { cost: inputCost + 2_000 * 1_250, tokens: bound.input + 4_000 };
    const { sent, send, tickets } = meteredBy(new RecordingLedger({ type: 'reserved', id: 7, granted }));
    assert.equal(await send(asked), completed);
    assert.deepEqual(sent, [{ ...request, maxOutputTokens: 2_000 }]);
    assert.deepEqual(tickets()[0]?.least, {
      cost: inputCost + 1_500 * 1_250,
      tokens: bound.input + 1_500,
    });
  });
  it('sends nothing once the time of the run is over', async () => {
    let time = 0;
    const ledger = new RecordingLedger();
    const { sent, send } = meteredBy(ledger, { budgets: { ...budgets, runMinutes: 2 }, now: () => time });
    time = 2 * 60_000 - 1;
    assert.equal((await send()).type, 'completed');
    time += 1;
    assert.deepEqual(await send(), { type: 'overBudget', budget: 'minutes', limit: 2, used: 2, needed: 0 });
    assert.equal(sent.length, 1);
  });
  it('measures the time of tools between the calls of a task that follow one another', async () => {
    let time = 0;
    const { send, tickets } = meteredBy(new RecordingLedger(), { now: () => time });
    await send();
    time += 30;
    await send();
    time += 5;
    await Promise.all([send(), send(), send({ task: 'other' })]);
    assert.deepEqual(
      tickets().map(({ toolMs }) => toolMs),
      [undefined, 30, 5, undefined, undefined],
    );
  });
  it('goes by counted tokens where they can be counted, else by bytes', async () => {
    const instructions = 'word '.repeat(1_000);
    const worstTokens = async (countTokens: TokenCounter, more: Partial<TierSettings> = {}) => {
      const nano = { ...tiers.nano, ...more };
      const { send, tickets } = meteredBy(new RecordingLedger(), { countTokens, tiers: { ...tiers, nano } });
      await send({ instructions });
      return tickets()[0]?.worstTokens ?? 0;
    };
    const words: TokenCounter = async (texts) => texts.map((text) => text.split(' ').length);
    const byBytes = worstCaseTokens({ ...request, instructions }, tiers.nano);
    const counted = await worstTokens(words);
    assert.ok(counted > 1_500 && counted < 2_100, String(counted));
    assert.equal(await worstTokens(async () => undefined), byBytes.input + byBytes.output);
    assert.equal(await worstTokens(words, { model: 'qwen3' }), byBytes.input + byBytes.output);
    const huge: TokenCounter = async (texts) => texts.map(() => 1e9);
    assert.equal(await worstTokens(huge), byBytes.input + byBytes.output, 'never above the bytes');
  });
});

describe('a meter whose surroundings change', () => {
  const sent = async (deps: Partial<MeterDeps>, reply: ModelReply = completed) => {
    const ledger = new RecordingLedger();
    const calls: BookedCall[] = [];
    const model = createMeteredModel({
      ...{ endpoint: { send: async () => reply }, ledger: ledger as unknown as Ledger, tiers, budgets },
      onCall: (call) => calls.push(call),
      ...deps,
    });
    const send = () => model.send(request, { signal: new AbortController().signal });
    return { first: await send(), send, ledger, calls };
  };
  const faultOf = (reply: ModelReply) => (reply.type === 'fault' ? reply.fault.kind : reply.type);
  const gone = async () => {
    throw new LedgerUnavailable('full');
  };

  it('sends nothing that can not be set aside, and says why', async () => {
    const ledger = { reserve: gone, settle: gone } as unknown as Ledger;
    let isSent = false;
    const endpoint: ModelClient = {
      send: async () => {
        isSent = true;
        return completed;
      },
    };
    const { first } = await sent({ ledger, endpoint });
    assert.equal(isSent, false);
    assert.match(first.type === 'fault' ? describeFault(first.fault) : '', /disk is full.*nothing is sent/);
  });
  it('keeps an answer that can not be booked, at what was set aside for it', async () => {
    const ledger = { reserve: async () => ({ type: 'reserved', id: 1 }), settle: gone } as unknown as Ledger;
    const { first, calls } = await sent({ ledger });
    assert.equal(first, completed);
    assert.deepEqual(
      calls.map(({ usd, booked }) => [usd, booked]),
      [[toUsd(worstCase), 'unknown']],
    );
  });
  it('tells how far a bill is above what was set aside', async () => {
    const high = { ...usage, input: 1_000_000 };
    const { calls } = await sent({}, { ...completed, usage: high });
    assert.equal(calls[0]?.aboveUsd, toUsd(costOf(high, tiers.nano.price) - worstCase));
  });
  it('takes a usage that no call can have for none', async () => {
    for (const output of [1e12, 9e15, Number.NaN, -1]) {
      const { calls } = await sent({}, { ...completed, usage: { ...usage, output } });
      assert.deepEqual([calls[0]?.booked, calls[0]?.usd], ['unknown', toUsd(worstCase)]);
    }
  });
  it('refuses prices at which nothing can be reckoned', async () => {
    for (const output of [Number.NaN, -1_000, 1e12]) {
      const nano = { ...tiers.nano, price: { ...tiers.nano.price, output } };
      const { first, ledger } = await sent({ tiers: { ...tiers, nano } });
      assert.equal(faultOf(first), 'misconfigured');
      assert.deepEqual(ledger.log, []);
    }
  });
  it('goes by limits that were lowered since, and not by those that were raised', async () => {
    const seen: Budgets[] = [];
    const ledger = {
      reserve: async (_: CallTicket, given: Budgets) => {
        seen.push(given);
        return refusal;
      },
    } as unknown as Ledger;
    const now = { ...budgets, runUsd: budgets.runUsd / 2, dayUsd: budgets.dayUsd * 2, monthUsd: 3 };
    await sent({ ledger, limits: () => ({ budgets: now, ceiling: 'planner' }) });
    assert.deepEqual(seen, [{ ...budgets, runUsd: budgets.runUsd / 2, monthUsd: 3 }]);
  });
  it('says what a run may cost now, where this one was started to cost less', async () => {
    const full = { ...refusal, budget: 'run', limitUsd: budgets.runUsd };
    const ledger = { reserve: async () => full } as unknown as Ledger;
    const refusedAt = async (runUsd: number) =>
      (await sent({ ledger, limits: () => ({ budgets: { ...budgets, runUsd }, ceiling: 'planner' }) })).first;
    assert.deepEqual(await refusedAt(budgets.runUsd * 2), { ...full, setUsd: budgets.runUsd * 2 });
    assert.deepEqual(await refusedAt(budgets.runUsd), full);
  });
  it('asks no tier above a ceiling that was lowered since', async () => {
    let ceiling: Tier = 'nano';
    const { first, send } = await sent({ limits: () => ({ budgets, ceiling }) });
    assert.equal(first.type, 'completed');
    ceiling = 'none';
    assert.equal(faultOf(await send()), 'misconfigured');
  });
  it('counts the minutes of a run on when the clock is set back', async () => {
    const minute = 60_000;
    let time = 100 * minute;
    const limited = { ...budgets, runMinutes: 3 };
    const { send } = await sent({ budgets: limited, now: () => time });
    const sentAfter = async (minutes: number) => {
      time += minutes * minute;
      return (await send()).type;
    };
    assert.equal(await sentAfter(2), 'completed');
    assert.equal(await sentAfter(-60), 'completed');
    assert.equal(await sentAfter(1), 'overBudget');
  });
});
