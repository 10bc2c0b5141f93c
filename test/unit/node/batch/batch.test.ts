import assert from 'node:assert/strict';
import * as z from 'zod';
import {
  type BatchRequest,
  type BatchState,
  readBatchAnswers,
  runBatch,
} from '../../../../src/core/model/batch.ts';
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

async function withBatches(
  use: (endpoint: ScriptedEndpoint, client: ReturnType<typeof createBatchClient>) => Promise<void>,
  options: { readonly script?: Script; readonly key?: string | undefined } = {},
): Promise<void> {
  const endpoint = await startScriptedEndpoint(options.script ?? script, { key: testKey });
  const tier = {
    provider: 'responses',
    baseUrl: endpoint.url,
    model: 'scripted',
    reasoningEffort: undefined,
    price: { input: 1, cached: 1, output: 1, source: 'test' },
    contextTokens: 100_000,
    maxOutputTokens: 1_000,
    patchTool: 'apply_patch',
  } as const;
  try {
    const client = createBatchClient({
      tiers: { nano: tier, mini: tier, planner: tier },
      keyFor: () => ('key' in options ? options.key : testKey),
      userAgent: 'tiercel-test',
    });
    await use(endpoint, client);
    assert.deepEqual(endpoint.violations, []);
  } finally {
    await endpoint.close();
  }
}

/** Runs a batch that ends the third time it is waited for. */
function run(
  endpoint: ScriptedEndpoint,
  client: ReturnType<typeof createBatchClient>,
  options: {
    readonly resume?: BatchState;
    readonly status?: 'completed' | 'expired' | 'failed';
    readonly answered?: number;
  } = {},
) {
  const { status = 'completed', answered, resume } = options;
  const states: BatchState[] = [];
  let waits = 0;
  const result = runBatch(client, requests, {
    signal: never,
    ...(resume && { resume }),
    onState: async (state) => {
      states.push(state);
    },
    sleep: async () => {
      const [batch] = endpoint.batches.made;
      if (++waits === 3 && batch) await endpoint.batches.end(batch, status, answered);
    },
  });
  return { result, states };
}

describe('a batch', () => {
  it('answers each request, at half the price, whatever their order', () =>
    withBatches(async (endpoint, client) => {
      const { result, states } = run(endpoint, client);
      const ended = await result;
      assert.ok(ended.type === 'ended' && ended.outcome === 'completed');
      assert.deepEqual(states, [
        { batch: 'batch_2', inputFile: 'file-1', tier: 'nano', baseUrl: endpoint.url, count: 50 },
      ]);
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
      let kept = '';
      const first = runBatch(client, requests, {
        signal: controller.signal,
        onState: async (state) => {
          kept = JSON.stringify(state);
        },
        sleep: async (_, signal) => {
          controller.abort(closing);
          signal.throwIfAborted();
        },
      });
      await assert.rejects(first, closing);
      assert.equal(endpoint.batches.made[0]?.status, 'in_progress', 'it goes on without us');
      const ended = await run(endpoint, client, { resume: JSON.parse(kept) as BatchState }).result;
      assert.ok(ended.type === 'ended' && ended.replies.size === 50);
      assert.equal(endpoint.batches.made.length, 1);
    }));

  it('keeps its state before it waits', () =>
    withBatches(async (endpoint, client) => {
      const failed = runBatch(client, requests, {
        signal: never,
        onState: () => Promise.reject(new Error('disk full')),
        sleep: () => assert.fail('it waited'),
      });
      await assert.rejects(failed, /disk full/);
      assert.equal(endpoint.batches.polls, 0);
    }));

  it('gives what there is when its time is over', () =>
    withBatches(async (endpoint, client) => {
      const ended = await run(endpoint, client, { status: 'expired', answered: 20 }).result;
      assert.ok(ended.type === 'ended');
      assert.deepEqual([ended.outcome, ended.replies.size], ['expired', 20]);
      const answers = readBatchAnswers(requests, ended.replies, format);
      assert.deepEqual([answers.get('d3')?.type, answers.get('d40')?.type], ['answer', 'malformed']);
    }));

  it('tells which lines failed, and why it failed itself', () =>
    withBatches(
      async (endpoint, client) => {
        const ended = await run(endpoint, client, { status: 'failed' }).result;
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
      const submitted = await client.submit(requests, { signal: never });
      assert.ok(submitted.type === 'submitted');
      assert.equal(await client.cancel(submitted.state, { signal: never }), undefined);
      const progress = await client.poll(submitted.state, { signal: never });
      assert.deepEqual(progress, { type: 'ended', outcome: 'cancelled', detail: '' });
    }));

  it('leaves nothing behind at the endpoint', () =>
    withBatches(async (endpoint, client) => {
      const ended = await run(endpoint, client).result;
      assert.ok(ended.type === 'ended' && endpoint.batches.files.size === 2);
      await client.discard(ended.state, { signal: never });
      assert.equal(endpoint.batches.files.size, 0);
    }));

  it('is not asked for without a key', () =>
    withBatches(
      async (endpoint, client) => {
        const result = await client.submit(requests, { signal: never });
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
      const { result } = run(endpoint, client, { resume: state });
      const ended = await result;
      assert.ok(ended.type === 'fault' && ended.fault.status === 404);
    }));
});
