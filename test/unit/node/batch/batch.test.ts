import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import {
  type BatchRequest,
  type BatchState,
  readBatchAnswers,
  waitForBatch,
} from '../../../../src/core/model/batch.ts';
import { mayBeBilled } from '../../../../src/core/model/fault.ts';
import { isPassing } from '../../../../src/core/model/retry.ts';
import { strictSchemaOf } from '../../../../src/core/model/strictSchema.ts';
import { createBatchClient } from '../../../../src/node/batch/batchClient.ts';
import { type ScriptedEndpoint, startScriptedEndpoint } from '../../../models/endpoint.ts';
import type { Script } from '../../../models/script.ts';
import { plainRequest, testKey } from '../responses/support.ts';

const format = { name: 'label', schema: z.object({ category: z.string() }) };
const answer = { name: format.name, schema: strictSchemaOf(format.schema) };
const requests: readonly BatchRequest[] = Array.from({ length: 50 }, (_, i) => ({
  id: `d${i}`,
  request: {
    ...plainRequest,
    role: 'label',
    tier: 'nano',
    answer,
    input: [{ type: 'user', text: `diagnostic ${i};` }],
  },
}));
const script: Script = ({ text }) => ({
  output: [{ type: 'json', value: { category: /diagnostic \d+/.exec(text)?.[0] } }],
  usage: { input: 10, cached: 0, output: 5, reasoning: 0 },
});
const never = new AbortController().signal;

function clientFor(baseUrl: string, key: string | undefined) {
  const tier = {
    provider: 'responses',
    baseUrl,
    model: 'scripted',
    reasoningEffort: undefined,
    price: { input: 1, cached: 1, output: 1, source: 'test' },
    contextTokens: 100_000,
    maxOutputTokens: 1_000,
    patchTool: 'apply_patch',
  } as const;
  const tiers = { nano: tier, mini: tier, planner: tier };
  return createBatchClient({ tiers, keyFor: () => key, userAgent: 'tiercel-test' });
}

async function withBatches(
  use: (endpoint: ScriptedEndpoint, client: Client) => Promise<void>,
  options: { readonly script?: Script; readonly key?: string | undefined } = {},
): Promise<void> {
  const endpoint = await startScriptedEndpoint(options.script ?? script, { key: testKey });
  try {
    await use(endpoint, clientFor(endpoint.url, 'key' in options ? options.key : testKey));
    assert.deepEqual(endpoint.violations, []);
  } finally {
    await endpoint.close();
  }
}

type Client = ReturnType<typeof createBatchClient>;

async function submit(client: Client, mark = 'mark'): Promise<BatchState> {
  const submitted = await client.submit(requests, client.intend(requests, mark), { signal: never });
  assert.ok(submitted.type === 'submitted');
  return submitted.state;
}

/** Waits for a batch, or for a new one, that ends the third time it is waited for. */
async function run(
  endpoint: ScriptedEndpoint,
  client: Client,
  options: {
    readonly resume?: BatchState;
    readonly status?: 'completed' | 'expired' | 'failed';
    readonly answered?: number;
  } = {},
) {
  const { status = 'completed', answered, resume } = options;
  const state = resume ?? (await submit(client));
  let waits = 0;
  return waitForBatch(client, state, {
    signal: never,
    sleep: async () => {
      const [batch] = endpoint.batches.made;
      if (++waits === 3 && batch) await endpoint.batches.end(batch, status, answered);
    },
  });
}

describe('a batch', () => {
  it('answers each request, at half the price, whatever their order', () =>
    withBatches(async (endpoint, client) => {
      const ended = await run(endpoint, client);
      assert.ok(ended.type === 'ended' && ended.outcome === 'completed');
      const where = { tier: 'nano', baseUrl: endpoint.url };
      assert.deepEqual(ended.state, { ...where, batch: 'batch_2', inputFile: 'file-1', count: 50 });
      const answers = readBatchAnswers(requests, ended.replies, format);
      assert.equal(answers.size, 50);
      for (const [id, { type, ...rest }] of answers) {
        assert.deepEqual([type, rest], ['answer', { value: { category: `diagnostic ${id.slice(1)}` } }]);
      }
      const [reply] = ended.replies.values();
      assert.ok(reply?.type === 'completed');
      assert.deepEqual(reply.usage, { input: 10, cached: 0, output: 5, reasoning: 0, rate: 'batch' });
      assert.equal(endpoint.calls.length, 0, 'nothing was asked for beside the batch');
    }));

  it('is gone on with after a restart, and not paid for again', () =>
    withBatches(async (endpoint, client) => {
      const controller = new AbortController();
      const closing = new Error('closing');
      const kept = JSON.stringify(await submit(client));
      const first = waitForBatch(client, JSON.parse(kept) as BatchState, {
        signal: controller.signal,
        sleep: async (_, signal) => {
          controller.abort(closing);
          signal.throwIfAborted();
        },
      });
      await assert.rejects(first, closing);
      assert.equal(endpoint.batches.made[0]?.status, 'in_progress', 'it goes on without us');
      const ended = await run(endpoint, client, { resume: JSON.parse(kept) as BatchState });
      assert.ok(ended.type === 'ended' && ended.replies.size === 50);
      assert.equal(endpoint.batches.made.length, 1);
    }));

  it('is found by its mark among others, on whatever page of the list', () =>
    withBatches(async (endpoint, client) => {
      const made = await submit(client, 'ours');
      for (const mark of ['x', 'our', 'ours2', 'y']) await submit(client, mark);
      endpoint.batches.pageSize = 2;
      const find = (mark: string) => client.find(client.intend(requests, mark), { signal: never });
      assert.deepEqual(await find('ours'), { type: 'found', state: made });
      assert.deepEqual(await find('theirs'), { type: 'notThere' });
    }));

  it('is not taken for absent where the endpoint has no list', () =>
    withBatches(async (endpoint, client) => {
      endpoint.batches.isListed = false;
      const found = await client.find(client.intend(requests, 'ours'), { signal: never });
      assert.ok(found.type === 'fault' && found.fault.status === 404);
    }));

  for (const [what, body] of [
    ['is none', {}],
    ['never ends', { data: [{ id: 'b' }], has_more: true }],
  ] as const) {
    it(`is not taken for absent where the list ${what}`, async () => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        const { port } = server.address() as AddressInfo;
        const client = clientFor(`http://127.0.0.1:${port}/v1`, testKey);
        const found = await client.find(client.intend(requests, 'ours'), { signal: never });
        assert.ok(found.type === 'fault' && !isPassing(found.fault), found.type);
        assert.ok(asked.length <= 100, String(asked.length));
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    });
  }

  it('gives what there is when its time is over', () =>
    withBatches(async (endpoint, client) => {
      const ended = await run(endpoint, client, { status: 'expired', answered: 20 });
      assert.ok(ended.type === 'ended');
      assert.deepEqual([ended.outcome, ended.replies.size], ['expired', 20]);
      const answers = readBatchAnswers(requests, ended.replies, format);
      assert.deepEqual([answers.get('d3')?.type, answers.get('d40')?.type], ['answer', 'malformed']);
    }));

  it('tells which lines failed, and why it failed itself', () =>
    withBatches(
      async (endpoint, client) => {
        const ended = await run(endpoint, client, { status: 'failed' });
        assert.ok(ended.type === 'ended');
        assert.deepEqual([ended.outcome, ended.detail], ['failed', 'a line is wrong']);
        const reply = ended.replies.get('d1');
        assert.ok(reply?.type === 'fault');
        assert.deepEqual([reply.fault.kind, reply.fault.status], ['rate_limited', 429]);
      },
      {
        script: () => ({
          fault: { type: 'status', status: 429, code: 'rate_limit_exceeded', message: 'slow' },
        }),
      },
    ));

  it('is cancelled', () =>
    withBatches(async (_, client) => {
      const state = await submit(client);
      assert.equal(await client.cancel(state, { signal: never }), undefined);
      const progress = await client.poll(state, { signal: never });
      assert.deepEqual(progress, { type: 'ended', outcome: 'cancelled', detail: '' });
    }));

  it('leaves nothing behind at the endpoint', () =>
    withBatches(async (endpoint, client) => {
      const ended = await run(endpoint, client);
      assert.ok(ended.type === 'ended' && endpoint.batches.files.size === 2);
      await client.discard(ended.state, { signal: never });
      assert.equal(endpoint.batches.files.size, 0);
    }));

  for (const [status, files] of [
    [400, 0],
    [403, 0],
    [409, 0],
    [500, 0],
    [503, 0],
    // Who gave up waiting does not say that there is no batch: it may be there, and be worked on.
    [408, 1],
    [502, 1],
    [504, 1],
    [520, 1],
    [524, 1],
  ] as const)
    it(`that is answered with ${status} leaves ${files === 0 ? 'nothing' : 'what it may need'} at the endpoint`, () =>
      withBatches(async (endpoint, client) => {
        endpoint.batches.refusal = status;
        const result = await client.submit(requests, client.intend(requests, 'mark'), { signal: never });
        assert.deepEqual([result.type, endpoint.batches.files.size], ['fault', files]);
        assert.ok(result.type === 'fault');
        assert.equal(mayBeBilled(result.fault), files === 1, 'what is given back is not kept there');
      }));

  it('is not asked for without a key', () =>
    withBatches(
      async (endpoint, client) => {
        const result = await client.submit(requests, client.intend(requests, 'mark'), { signal: never });
        assert.ok(result.type === 'fault' && result.fault.kind === 'no_key');
        assert.equal(endpoint.batches.files.size, 0);
      },
      { key: undefined },
    ));

  it('that is elsewhere than its tier gets no key', () =>
    withBatches(async (_, client) => {
      const state = {
        batch: 'b',
        inputFile: 'f',
        tier: 'nano',
        baseUrl: 'http://elsewhere.invalid/v1',
        count: 1,
      } as const;
      const result = await client.poll(state, { signal: never });
      assert.ok(result.type === 'fault' && result.fault.kind === 'misconfigured');
    }));

  it('that is gone is told', () =>
    withBatches(async (endpoint, client) => {
      const state = { batch: 'b', inputFile: 'f', tier: 'nano', baseUrl: endpoint.url, count: 1 } as const;
      const ended = await run(endpoint, client, { resume: state });
      assert.ok(ended.type === 'fault' && ended.fault.status === 404);
    }));
});
