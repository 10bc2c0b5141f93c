import assert from 'node:assert/strict';
import * as z from 'zod';
import { createMeteredModel } from '../../../../src/core/ledger/meteredModel.ts';
import type { ModelClient } from '../../../../src/core/model/modelClient.ts';
import { createRetryingModel } from '../../../../src/core/model/retry.ts';
import { askStructured, type MalformedAnswer } from '../../../../src/core/model/structured.ts';
import type { Provider } from '../../../../src/core/model/tier.ts';
import { EndpointStates } from '../../../../src/node/http/endpointStates.ts';
import { openSqliteLedger } from '../../../../src/node/sqlite/sqliteLedger.ts';
import type { Script, ScriptFault } from '../../../models/script.ts';
import { clientFor, completed, faultOf, plainRequest, withEndpoint } from '../responses/support.ts';

const never = new AbortController().signal;
const output = [
  { type: 'text', text: 'Some words that take more than a few events to send. '.repeat(9) },
] as const;
const usage = { input: 1_000, cached: 0, output: 100, reasoning: 0 };
const price = { input: 1, cached: 1, output: 1, source: 'test' };

/**
 * Runs `use` with a client that books in a ledger of its own and tries three times. `firstStallMs` is its patience with
 * the first answer; a busy machine must not take a later one for stalled.
 */
async function withLedger(
  provider: Provider,
  script: Script,
  use: (setting: {
    readonly model: ModelClient;
    readonly spent: () => Promise<number>;
    readonly booked: readonly string[];
    readonly calls: readonly unknown[];
  }) => Promise<void>,
  firstStallMs = 5_000,
): Promise<void> {
  await withEndpoint(
    script,
    async ({ endpoint }) => {
      const opened = await openSqliteLedger(':memory:', { now: Date.now });
      assert.ok(opened.type === 'opened');
      let now = 0;
      const endpoints = new EndpointStates({ now: () => now, after: () => () => undefined });
      const tier = { provider, price } as const;
      const first = clientFor(endpoint.url, { tier, stallTimeoutMs: firstStallMs, more: { endpoints } });
      const later = clientFor(endpoint.url, { tier, more: { endpoints } });
      const client: ModelClient = {
        send: (...call) => (endpoint.calls.length === 0 ? first : later).send(...call),
      };
      const booked: string[] = [];
      const settings = {
        ...tier,
        baseUrl: endpoint.url,
        model: 'scripted',
        reasoningEffort: undefined,
        contextTokens: 100_000,
        maxOutputTokens: 1_000,
        patchTool: 'function',
      } as const;
      const metered = createMeteredModel({
        endpoint: client,
        ledger: opened.ledger,
        tiers: { nano: settings, mini: settings, planner: settings },
        budgets: { runUsd: 1, dayUsd: 1 },
        onCall: (call) => booked.push(call.booked),
      });
      const model = createRetryingModel(metered, {
        maxAttempts: 3,
        random: () => 0,
        sleep: async (ms) => {
          now += ms;
        },
      });
      const spent = () => opened.ledger.spentUsd({ run: plainRequest.run });
      await use({ model, spent, booked, calls: endpoint.calls });
      opened.ledger.close();
    },
    { tier: { provider } },
  );
}

for (const provider of ['responses', 'chat'] as const) {
  describe(`what the ledger books of ${provider}`, () => {
    const status = (code: number, name = 'x'): ScriptFault => ({
      type: 'status',
      status: code,
      code: name,
      message: 'no',
    });
    const cost = (usage.input + usage.output) / 1e6;

    it('is nothing for a refusal, and the answer once', () =>
      withLedger(
        provider,
        ({ nth }) => (nth < 2 ? { fault: status(nth === 0 ? 429 : 503) } : { output, usage }),
        async ({ model, spent, booked }) => {
          completed(await model.send(plainRequest, { signal: never }));
          assert.deepEqual(booked, ['used']);
          assert.ok(Math.abs((await spent()) - cost) < 1e-9);
        },
      ));

    for (const fault of [
      { type: 'reset', afterBytes: 1_500 },
      { type: 'noTerminalEvent' },
      { type: 'stall', afterBytes: 900 },
    ] as const) {
      it(`is one worst case for an answer that broke off (${fault.type}), and the repeated answer once`, () =>
        withLedger(
          provider,
          ({ nth }) => (nth === 0 ? { output, fault } : { output, usage }),
          async ({ model, spent, booked, calls }) => {
            completed(await model.send(plainRequest, { signal: never }));
            assert.deepEqual(booked, ['unknown', 'used']);
            assert.equal(calls.length, 2);
            assert.ok((await spent()) > cost);
          },
          fault.type === 'stall' ? 100 : undefined,
        ));
    }

    for (const [code, name, kind] of [
      [401, 'invalid_api_key', 'unauthorized'],
      [404, 'model_not_found', 'unknown_model'],
      [429, 'insufficient_quota', 'quota'],
    ] as const) {
      it(`is nothing for ${name}, which is asked for once and told`, () =>
        withLedger(
          provider,
          () => ({ fault: status(code, name) }),
          async ({ model, spent, booked, calls }) => {
            assert.equal(faultOf(await model.send(plainRequest, { signal: never })).kind, kind);
            assert.deepEqual([booked, calls.length, await spent()], [[], 1, 0]);
          },
        ));
    }

    it('is both answers where the first had to be mended', () =>
      withLedger(
        provider,
        ({ nth }) => ({
          output: [{ type: 'text', text: nth === 0 ? '{"route":' : '```json\n{"route":"plan"}\n```' }],
          usage,
        }),
        async ({ model, booked }) => {
          const malformed: MalformedAnswer[] = [];
          const format = { name: 'gate', schema: z.object({ route: z.string() }) };
          const result = await askStructured(model, plainRequest, format, {
            signal: never,
            onMalformed: (each) => malformed.push(each),
          });
          assert.deepEqual(result, { type: 'answer', value: { route: 'plan' } });
          assert.deepEqual(booked, ['used', 'used']);
          assert.deepEqual(malformed, [{ isRepair: false }]);
        },
      ));

    it('is both answers where neither could be used, and then no more are asked for', () =>
      withLedger(
        provider,
        () => ({ output: [{ type: 'text', text: 'Well.' }], usage }),
        async ({ model, calls }) => {
          const malformed: MalformedAnswer[] = [];
          const format = { name: 'gate', schema: z.object({ route: z.string() }) };
          const result = await askStructured(model, plainRequest, format, {
            signal: never,
            onMalformed: (each) => malformed.push(each),
          });
          assert.equal(result.type, 'malformed');
          assert.deepEqual([calls.length, malformed.map(({ isRepair }) => isRepair)], [2, [false, true]]);
        },
      ));
  });
}

describe('a call that is cancelled in the queue', () => {
  it('costs nothing', () =>
    withEndpoint({ output }, async ({ endpoint }) => {
      const endpoints = new EndpointStates({ now: () => 0, after: () => () => undefined });
      const client = clientFor(endpoint.url, { more: { endpoints } });
      const state = endpoints.of({ provider: 'responses', baseUrl: endpoint.url, model: 'scripted' });
      const ask = () => state.limiter.turn({ model: 'scripted', tokens: 1 }, never);
      await Promise.all(Array.from({ length: 8 }, ask));
      const opened = await openSqliteLedger(':memory:', { now: Date.now });
      assert.ok(opened.type === 'opened');
      const tier = {
        provider: 'responses',
        baseUrl: endpoint.url,
        model: 'scripted',
        reasoningEffort: undefined,
        price,
        contextTokens: 1_000,
        maxOutputTokens: 1_000,
        patchTool: 'function',
      } as const;
      const model = createMeteredModel({
        endpoint: client,
        ledger: opened.ledger,
        tiers: { nano: tier, mini: tier, planner: tier },
        budgets: { runUsd: 1, dayUsd: 1 },
      });
      const controller = new AbortController();
      const reason = new Error('stop');
      const waits: boolean[] = [];
      const sent = model.send(plainRequest, {
        signal: controller.signal,
        onQueue: (isWaiting) => {
          waits.push(isWaiting);
          setImmediate(() => controller.abort(reason));
        },
      });
      await assert.rejects(sent, reason);
      assert.deepEqual(
        [waits, await opened.ledger.spentUsd({ run: plainRequest.run }), endpoint.calls.length],
        [[true], 0, 0],
      );
      opened.ledger.close();
    }));
});
