import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CallTicket, Ledger } from '../../../../src/core/ledger/ledger.ts';
import { type WatchedCall, watchCalls } from '../../../../src/core/ledger/watchCalls.ts';
import { createSpanExporter, type SpanExporter } from '../../../../src/node/otlp/spanExporter.ts';
import { spanOf } from '../../../../src/node/otlp/spanOf.ts';

const ticket: CallTicket = {
  ...{ run: 'run1', task: 'Fix src/secret.ts', role: 'work', tier: 'nano', model: 'small', worstCase: 9 },
  ...{ provider: 'responses', workspace: 'file:///home/me' },
};
const usage = { input: 100, cached: 20, output: 30, reasoning: 10 };
const timing = { firstTokenMs: 5, totalMs: 50 };
const call: WatchedCall = {
  ticket,
  start: 1_000,
  end: 1_050,
  outcome: { type: 'used', usage, cost: 2_500, timing },
};

interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly names: readonly string[];
}

/** A collector on this machine that answers with the statuses it is given, then with 200. */
async function collector(statuses: readonly number[] = []) {
  const left = [...statuses];
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as {
      resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[];
    };
    const spans = body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    received.push({ url: request.url ?? '', headers: request.headers, names: spans.map(({ name }) => name) });
    response.writeHead(left.shift() ?? 200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, received, close: () => server.close() };
}

const spans = (...models: string[]) =>
  models.map((model) => spanOf({ ...call, ticket: { ...ticket, model } }));

async function exported(exporter: SpanExporter, ...models: string[]) {
  for (const span of spans(...models)) exporter.add(span);
  await exporter.close();
}

describe('a span', () => {
  const attributesOf = (of: WatchedCall) =>
    Object.fromEntries(spanOf(of).attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

  it('says of a call what the conventions ask for, and nothing of what was said', () => {
    const { attributes, spanId, traceId, ...rest } = spanOf(call);
    assert.deepEqual(rest, {
      name: 'chat small',
      kind: 3,
      startTimeUnixNano: '1000000000',
      endTimeUnixNano: '1050000000',
      status: { code: 0 },
    });
    assert.match(`${traceId} ${spanId}`, /^[0-9a-f]{32} [0-9a-f]{16}$/);
    assert.deepEqual(attributesOf(call), {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'small',
      'tiercel.run': 'run1',
      'tiercel.role': 'work',
      'tiercel.tier': 'nano',
      'gen_ai.usage.input_tokens': '100',
      'gen_ai.usage.output_tokens': '30',
      'tiercel.usage.cached_tokens': '20',
      'tiercel.usage.reasoning_tokens': '10',
      'tiercel.cost_usd': 0.0000025,
      'tiercel.first_token_ms': '5',
    });
    assert.doesNotMatch(JSON.stringify(attributes), /secret|home/);
  });
  it('is in one trace with those of its run', () => {
    const other = spanOf({ ...call, ticket: { ...ticket, run: 'run2' } });
    assert.equal(spanOf(call).traceId, spanOf({ ...call, start: 5 }).traceId);
    assert.notEqual(spanOf(call).traceId, other.traceId);
  });
  it('is an error where nobody said how the call ended', () => {
    const unknown: WatchedCall = { ...call, outcome: { type: 'unknown' } };
    assert.equal(spanOf(unknown).status.code, 2);
    assert.equal(attributesOf(unknown)['error.type'], '_OTHER');
  });
});

describe('watching a ledger', () => {
  it('tells of calls once they are booked, and not of those that were not sent', async () => {
    const told: WatchedCall[] = [];
    let id = 0;
    let time = 0;
    const ledger = {
      reserve: async () => ({ type: 'reserved', id: ++id }),
      settle: async () => undefined,
    } as unknown as Ledger;
    const watched = watchCalls(
      ledger,
      () => ++time,
      (each) => told.push(each),
    );
    await watched.reserve(ticket, { runUsd: 1, dayUsd: 1 });
    await watched.reserve(ticket, { runUsd: 1, dayUsd: 1 });
    await watched.settle(1, { type: 'notSent' });
    await watched.settle(2, { type: 'unknown' });
    assert.deepEqual(told, [{ ticket, start: 2, end: 3, outcome: { type: 'unknown' } }]);
  });
});

describe('the span exporter', () => {
  const failures: string[] = [];
  beforeEach(() => failures.splice(0));
  const exporterTo = (endpoint: string) =>
    createSpanExporter({
      endpoint,
      userAgent: 'tiercel/test',
      version: '1',
      onFailure: (message) => failures.push(message),
    });

  it('sends spans together, with no header that tells of more', async () => {
    const { url, received, close } = await collector();
    await exported(exporterTo(`${url}/`), 'a', 'b');
    close();
    assert.deepEqual(
      received.map((each) => [each.url, each.names, each.headers['user-agent']]),
      [['/v1/traces', ['chat a', 'chat b'], 'tiercel/test']],
    );
    assert.deepEqual(failures, []);
  });
  it('takes the address of the traces as it is', async () => {
    const { url, received, close } = await collector();
    await exported(exporterTo(`${url}/otlp/v1/traces`), 'a');
    close();
    assert.equal(received[0]?.url, '/otlp/v1/traces');
  });
  it('keeps what could not be sent, and says so once', async () => {
    const { url, received, close } = await collector([503, 503]);
    const exporter = exporterTo(url);
    await exported(exporter, 'a');
    await exported(exporter, 'b');
    await exported(exporter, 'c');
    close();
    assert.deepEqual(received.at(-1)?.names, ['chat a', 'chat b', 'chat c']);
    assert.equal(failures.length, 1);
    assert.match(failures[0] ?? '', /could not be sent to http:.*answered 503/);
  });
  it('sends many in batches and forgets the oldest beyond its bound', async () => {
    const { url, received, close } = await collector();
    await exported(exporterTo(url), ...Array.from({ length: 2_100 }, (_, index) => `m${index}`));
    close();
    assert.deepEqual(
      [received.length, received[0]?.names.length, received[0]?.names[0]],
      [20, 100, 'chat m100'],
    );
  });
  it('follows no redirect', async () => {
    const { url, received, close } = await collector([307]);
    await exported(exporterTo(url), 'a');
    close();
    assert.equal(received.length, 1);
    assert.match(failures[0] ?? '', /redirected/);
  });
  it('gives up on a collector that is not there', async () => {
    const { url, close } = await collector();
    close();
    await exported(exporterTo(url), 'a');
    assert.equal(failures.length, 1);
  });
});
