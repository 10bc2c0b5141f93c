import assert from 'node:assert/strict';
import type { FaultKind, ModelFault } from '../../../../src/core/model/fault.ts';
import type { ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { createRetryingModel } from '../../../../src/core/model/retry.ts';

const usage = { input: 1, cached: 0, output: 1, reasoning: 0 };
const done: ModelReply = {
  type: 'completed',
  text: 'ok',
  calls: [],
  items: [],
  usage,
  timing: { totalMs: 1 },
};
const overBudget: ModelReply = {
  type: 'overBudget',
  budget: 'run',
  limitUsd: 1,
  spentUsd: 1,
  neededUsd: 1,
};
const request: ModelRequest = {
  run: 'r',
  task: 't',
  role: 'work',
  tier: 'mini',
  instructions: '',
  input: [],
  tools: [],
  maxOutputTokens: 100,
  cacheKey: 'k',
};

function fault(kind: FaultKind, more: Partial<ModelFault> = {}): ModelReply {
  return {
    type: 'fault',
    fault: { kind, tier: 'mini', model: 'm', endpoint: 'e', detail: '', ...more },
  };
}

/** Sends against replies in order; gives the last reply's type and the waits between. */
async function sent(replies: readonly ModelReply[], random = 0) {
  const waits: number[] = [];
  const left = [...replies];
  const model = createRetryingModel(
    {
      send: async () => {
        const next = left.shift();
        assert.ok(next, 'was sent more often than expected');
        return next;
      },
    },
    {
      maxAttempts: 3,
      random: () => random,
      sleep: async (ms) => {
        waits.push(ms);
      },
    },
  );
  const reply = await model.send(request, { signal: new AbortController().signal });
  return { type: reply.type, waits, left: left.length };
}

describe('sending again', () => {
  const check = (title: string, replies: ModelReply[], type: string, waits: number[], random = 0) =>
    it(title, async () => assert.deepEqual(await sent(replies, random), { type, waits, left: 0 }));

  check('is not done after an answer', [done], 'completed', []);
  check('honours retry-after', [fault('rate_limited', { retryAfterMs: 7_000 }), done], 'completed', [7_000]);
  check(
    'never comes back before retry-after',
    [fault('server', { retryAfterMs: 1_000 }), done],
    'completed',
    [1_050],
    0.5,
  );
  check(
    'does not wait for longer than a minute',
    [fault('rate_limited', { retryAfterMs: 61_000 })],
    'fault',
    [],
  );
  check('waits longer each time', [fault('server'), fault('server'), done], 'completed', [250, 500]);
  check('spreads the waits', [fault('server'), fault('server'), done], 'completed', [500, 1_000], 1);
  check(
    'ends after the attempts allowed',
    [fault('stalled'), fault('stalled'), fault('stalled')],
    'fault',
    [250, 500],
  );
  for (const kind of ['rate_limited', 'server', 'unreachable', 'interrupted', 'stalled'] as const) {
    check(`is done after ${kind}`, [fault(kind), done], 'completed', [250]);
  }
  for (const kind of ['no_key', 'unauthorized', 'unknown_model', 'quota', 'bad_request'] as const) {
    check(`is not done after ${kind}`, [fault(kind)], 'fault', []);
  }
  check('is not done after a redirect', [fault('unreachable', { status: 307 })], 'fault', []);
  check('is not done when over budget', [overBudget], 'overBudget', []);

  it('ends with the reason when cancelled while waiting', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const model = createRetryingModel(
      { send: async () => fault('server') },
      { maxAttempts: 3, random: () => 0, sleep: async () => controller.abort(reason) },
    );
    await assert.rejects(model.send(request, { signal: controller.signal }), reason);
  });
});
