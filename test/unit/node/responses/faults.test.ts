import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import type { FaultKind } from '../../../../src/core/model/fault.ts';
import { createRetryingModel } from '../../../../src/core/model/retry.ts';
import { EndpointStates } from '../../../../src/node/http/endpointStates.ts';
import { retryAfterMs } from '../../../../src/node/http/faultOf.ts';
import type { ScriptFault } from '../../../models/script.ts';
import {
  type ClientOptions,
  clientFor,
  completed,
  faultOf,
  plainRequest,
  testKey,
  withEndpoint,
  withServer,
} from './support.ts';

const long = 'Some words that take more than a few events to send. '.repeat(20);
const output = [{ type: 'text', text: long }] as const;
const never = new AbortController().signal;

describe('faults of the Responses API', () => {
  const check = (fault: ScriptFault, kind: FaultKind, options: ClientOptions = {}) =>
    it(`tells ${kind} from ${JSON.stringify(fault)}`, () =>
      withEndpoint(
        { output, fault },
        async ({ send, endpoint }) => {
          const result = faultOf(await send());
          assert.equal(result.kind, kind);
          assert.deepEqual([result.tier, result.model, result.endpoint], ['mini', 'scripted', endpoint.url]);
          assert.equal(endpoint.calls.length, 1, 'the client itself sends once');
        },
        options,
      ));
  const status = (code: number, name = 'x'): ScriptFault => ({
    type: 'status',
    status: code,
    code: name,
    message: 'no',
  });

  check(status(400), 'bad_request');
  check(status(401), 'unauthorized');
  check(status(403), 'unauthorized');
  check(status(404, 'model_not_found'), 'unknown_model');
  check(status(408), 'server');
  check(status(409), 'server');
  check(status(422), 'bad_request');
  check(status(429, 'rate_limit_exceeded'), 'rate_limited');
  check(status(429, 'insufficient_quota'), 'quota');
  check(status(500), 'server');
  check(status(503), 'server');
  check({ type: 'noTerminalEvent' }, 'interrupted');
  check({ type: 'reset', afterBytes: 0 }, 'interrupted');
  check({ type: 'reset', afterBytes: 3_000 }, 'interrupted');
  check({ type: 'stall', afterBytes: 0 }, 'stalled', { stallTimeoutMs: 100 });
  check({ type: 'stall', afterBytes: 3_000 }, 'stalled', { stallTimeoutMs: 100 });

  it('waits for the first byte only so long', () =>
    withEndpoint({ output }, async ({ send }) => assert.equal(faultOf(await send()).kind, 'stalled'), {
      latencyMs: 2_000,
      firstByteTimeoutMs: 50,
    }));

  it('gives the wait that a rate limit asks for', () =>
    withEndpoint({ fault: { ...rateLimit, retryAfterSeconds: 7 } }, async ({ send }) => {
      assert.equal(faultOf(await send()).retryAfterMs, 7_000);
    }));

  it('comes through when tried again after the wait asked for', () =>
    withEndpoint(
      ({ nth }) => (nth === 0 ? { fault: { ...rateLimit, retryAfterSeconds: 7 } } : { output }),
      async ({ endpoint }) => {
        const waits: number[] = [];
        let now = 0;
        const endpoints = new EndpointStates({ now: () => now, after: () => () => undefined });
        const model = createRetryingModel(clientFor(endpoint.url, { more: { endpoints } }), {
          maxAttempts: 3,
          random: () => 0,
          sleep: async (ms) => {
            waits.push(ms);
            now += ms;
          },
        });
        assert.equal(completed(await model.send(plainRequest, { signal: never })).text, long);
        assert.deepEqual(waits, [7_000]);
        assert.equal(endpoint.calls.length, 2);
      },
    ));

  it('never shows the key', () =>
    withEndpoint(
      {
        fault: {
          type: 'status',
          status: 401,
          message: `Incorrect API key provided: ${testKey}, or sk-test-****cdef.`,
        },
      },
      async ({ send }) => {
        assert.equal(faultOf(await send()).detail, 'Incorrect API key provided: [key], or [key].');
      },
    ));

  it('never shows a key of another form', async () => {
    const key = 'another-form-of-key';
    const refuses: RequestListener = (_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `No such key: ${key}.` } }));
    };
    await withServer(refuses, async (url) => {
      const fault = faultOf(await clientFor(url, { key }).send(plainRequest, { signal: never }));
      assert.equal(fault.detail, 'No such key: [key].');
    });
  });

  it('shortens what the endpoint says', () =>
    withEndpoint({ fault: { type: 'status', status: 500, message: 'x '.repeat(900) } }, async ({ send }) => {
      assert.equal(faultOf(await send()).detail.length, 300);
    }));

  it('sends nothing without a key', () =>
    withEndpoint(
      { output },
      async ({ send, endpoint }) => {
        assert.equal(faultOf(await send()).kind, 'no_key');
        assert.equal(endpoint.calls.length, 0);
      },
      { key: undefined },
    ));

  it('tells a wrong key', () =>
    withEndpoint({ output }, async ({ send }) => assert.equal(faultOf(await send()).kind, 'unauthorized'), {
      key: 'sk-wrong',
    }));

  it('sends nothing with a key that can be none', () =>
    withEndpoint({ output }, async ({ send }) => assert.equal(faultOf(await send()).kind, 'unauthorized'), {
      key: 'sk-“curly”',
    }));

  it('never repeats the password of an address that has one', async () => {
    const reply = await clientFor('http://user:swordfish@127.0.0.1:9/v1').send(plainRequest, {
      signal: never,
    });
    assert.equal(faultOf(reply).kind, 'misconfigured');
    assert.doesNotMatch(JSON.stringify(reply), /swordfish/);
  });
  for (const baseUrl of [
    'not a url',
    'file:///etc',
    'http://127.0.0.1:9/v1?a=b',
    'http://127.0.0.1:9/#v1',
    'http://127.0.0.1:9/v1#',
  ]) {
    it(`sends nothing to ${baseUrl}, and does not try again`, async () => {
      const waits: number[] = [];
      const model = createRetryingModel(clientFor(baseUrl), {
        maxAttempts: 4,
        random: () => 0,
        sleep: async (ms) => {
          waits.push(ms);
        },
      });
      const fault = faultOf(await model.send(plainRequest, { signal: never }));
      assert.deepEqual([fault.kind, waits], ['misconfigured', []]);
    });
  }
  for (const baseUrl of ['http://127.0.0.1:9/v1', 'http://nowhere.invalid/v1']) {
    it(`can't reach ${baseUrl}`, async () => {
      const reply = await clientFor(baseUrl).send(plainRequest, { signal: never });
      assert.equal(faultOf(reply).kind, 'unreachable');
    });
  }

  const answersWith = (title: string, listener: RequestListener, kind: FaultKind, detail: RegExp) =>
    it(title, () =>
      withServer(listener, async (url) => {
        const fault = faultOf(await clientFor(url).send(plainRequest, { signal: never }));
        assert.equal(fault.kind, kind);
        assert.match(fault.detail, detail);
      }),
    );
  const stream =
    (data: string): RequestListener =>
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(data);
    };
  const ended = (body: object) => `data: ${JSON.stringify(body)}\n\n`;
  answersWith(
    'tells a web page from an answer',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Bad gateway</html>');
    },
    'unreachable',
    /Bad gateway/,
  );
  answersWith(
    'tells a failed response',
    stream(
      ended({
        type: 'response.failed',
        response: { error: { code: 'rate_limit_exceeded', message: 'slow' } },
      }),
    ),
    'rate_limited',
    /slow/,
  );
  answersWith(
    'does not believe a completed event whose response failed',
    stream(ended({ type: 'response.completed', response: { status: 'failed', error: { message: 'boom' } } })),
    'server',
    /boom/,
  );
  answersWith(
    'does not believe a completed event whose response is in progress',
    stream(ended({ type: 'response.completed', response: { status: 'in_progress', output: [] } })),
    'interrupted',
    /before the answer did/,
  );

  answersWith(
    'tells a connection that broke before the answer from one that never was',
    (request) => request.socket.destroy(),
    'interrupted',
    /./,
  );
  answersWith('tells events that are no JSON', stream('data: {"type":\n\n'), 'interrupted', /malformed/);

  it('does not wait for a connection that stays open after the answer', () =>
    withServer(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(ended({ type: 'response.completed', response: { status: 'completed', output: [] } }));
      },
      async (url) => {
        const patient = clientFor(url, { stallTimeoutMs: 60_000 });
        assert.equal(completed(await patient.send(plainRequest, { signal: never })).text, '');
      },
    ));

  it('follows no redirect', async () => {
    let followed = 0;
    await withServer(
      (_, response) => {
        followed++;
        response.end();
      },
      async (elsewhere) => {
        const redirect: RequestListener = (_, response) => {
          response.writeHead(307, { location: `${elsewhere}/responses` });
          response.end();
        };
        await withServer(redirect, async (url) => {
          const fault = faultOf(await clientFor(url).send(plainRequest, { signal: never }));
          assert.deepEqual([fault.kind, fault.status], ['unreachable', 307]);
          assert.match(fault.detail, /redirected to http:\/\/127\.0\.0\.1:\d+, which is not followed/);
        });
      },
    );
    assert.equal(followed, 0);
  });

  it('closes the connection when cancelled in the middle of an answer', () =>
    withEndpoint({ output, fault: { type: 'stall', afterBytes: 4_000 } }, async ({ send, endpoint }) => {
      const controller = new AbortController();
      const reason = new Error('stop');
      const reply = send({}, { signal: controller.signal, onText: () => controller.abort(reason) });
      await assert.rejects(reply, reason);
      assert.equal(await endpoint.calls[0]?.ended, 'closedByClient');
    }));

  it('closes the connection when the answer stalls', () =>
    withEndpoint(
      { output, fault: { type: 'stall', afterBytes: 4_000 } },
      async ({ send, endpoint }) => {
        await send();
        assert.equal(await endpoint.calls[0]?.ended, 'closedByClient');
      },
      { stallTimeoutMs: 50 },
    ));

  it('sends nothing when cancelled before', () =>
    withEndpoint({ output }, async ({ send, endpoint }) => {
      const reason = new Error('stop');
      await assert.rejects(send({}, { signal: AbortSignal.abort(reason) }), reason);
      assert.equal(endpoint.calls.length, 0);
    }));
});

describe('the wait that headers ask for', () => {
  const now = Date.parse('2026-03-17T00:00:00Z');
  const check = (headers: Record<string, string>, expected: number | undefined) =>
    it(JSON.stringify(headers), () => assert.equal(retryAfterMs(new Headers(headers), now), expected));
  check({}, undefined);
  check({ 'retry-after': '2' }, 2_000);
  check({ 'retry-after': '0.5' }, 500);
  check({ 'retry-after': '2', 'retry-after-ms': '1500' }, 1_500);
  check({ 'retry-after': 'Tue, 17 Mar 2026 00:00:30 GMT' }, 30_000);
  check({ 'retry-after': 'Mon, 16 Mar 2026 00:00:00 GMT' }, 0);
  check({ 'retry-after': 'soon' }, undefined);
});

const rateLimit = { type: 'status', status: 429, code: 'rate_limit_exceeded', message: 'slow down' } as const;
