import assert from 'node:assert/strict';
import * as z from 'zod';
import type { ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { askStructured } from '../../../../src/core/model/structured.ts';

const format = {
  name: 'gate',
  schema: z.object({ route: z.enum(['answer', 'plan']), size: z.int().max(9) }),
};
const usage = { input: 1, cached: 0, output: 1, reasoning: 0 };
const timing = { totalMs: 1 };
const completed = (text: string): ModelReply => ({
  type: 'completed',
  text,
  calls: [],
  items: [{ said: text }],
  usage,
  timing,
});
const cutOff: ModelReply = { type: 'cutOff', reason: 'max_output_tokens', text: '{"rou', usage, timing };
const good = completed('{"route":"plan","size":3}');
const tooBig = completed('{"route":"plan","size":30}');
const answer = { type: 'answer', value: { route: 'plan', size: 3 } };

const request: ModelRequest = {
  run: 'r',
  task: 't',
  role: 'gate',
  tier: 'nano',
  instructions: 'Decide.',
  input: [{ type: 'user', text: 'Do it.' }],
  tools: [],
  maxOutputTokens: 100,
  cacheKey: 'gate',
};

async function ask(replies: readonly ModelReply[]) {
  const requests: ModelRequest[] = [];
  const models = {
    send: async (each: ModelRequest) => {
      const reply = replies[requests.length];
      requests.push(each);
      assert.ok(reply, 'was asked more often than expected');
      return reply;
    },
  };
  const result = await askStructured(models, request, format, { signal: new AbortController().signal });
  return { result, requests };
}

describe('a structured answer', () => {
  const check = (title: string, replies: ModelReply[], expected: unknown) =>
    it(title, async () => {
      const { result, requests } = await ask(replies);
      assert.deepEqual(result, expected);
      assert.equal(requests.length, replies.length);
    });

  check('is read', [good], answer);
  check('is read out of a fence', [completed('```json\n{"route":"plan","size":3}\n```')], answer);
  check('is asked for once more when it has the wrong shape', [tooBig, good], answer);
  check('is asked for once more when it was cut off', [cutOff, good], answer);
  check('is malformed after two failures', [completed('Sure!'), completed('{"route":"x"')], {
    type: 'malformed',
    problems: ['The JSON breaks off before its end.'],
  });
  check('may be refused', [{ type: 'refused', text: 'No.', usage, timing }], {
    type: 'refused',
    text: 'No.',
  });
  const overBudget = {
    type: 'overBudget',
    budget: 'run',
    limitUsd: 1,
    spentUsd: 1,
    neededUsd: 1,
  } as const;
  check('may not fit the budget', [overBudget], { type: 'stopped', cause: overBudget });
  check('may not fit the budget the second time', [tooBig, overBudget], {
    type: 'stopped',
    cause: overBudget,
  });

  it('is asked for again with what was wrong, after the answer as it came', async () => {
    const { requests } = await ask([tooBig, good]);
    assert.deepEqual(requests[0]?.input, request.input);
    const [first, earlier, again] = requests[1]?.input ?? [];
    assert.deepEqual(first, request.input[0]);
    assert.deepEqual(earlier, { type: 'earlier', items: [{ said: '{"route":"plan","size":30}' }] });
    assert.match(again?.type === 'user' ? again.text : '', /size: .*9/);
  });

  it('is asked for again without the calls that it made in place of an answer', async () => {
    const call = { type: 'function', callId: 'c', name: 'read_file', arguments: '{}' } as const;
    const { result, requests } = await ask([
      { type: 'completed', text: '', calls: [call], items: [call], usage, timing },
      good,
    ]);
    assert.deepEqual(result, answer);
    assert.deepEqual(
      requests[1]?.input.map(({ type }) => type),
      ['user', 'user'],
    );
  });

  it('is asked for in strict form', async () => {
    const { requests } = await ask([good]);
    assert.deepEqual(requests[0]?.answer, {
      name: 'gate',
      schema: {
        type: 'object',
        properties: { route: { type: 'string', enum: ['answer', 'plan'] }, size: { type: 'integer' } },
        required: ['route', 'size'],
        additionalProperties: false,
      },
    });
  });
});
