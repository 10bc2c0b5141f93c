import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelReply, ModelRequest, SendOptions } from '../../../../src/core/model/modelClient.ts';
import type { TierSettings } from '../../../../src/core/model/tier.ts';
import { createHttpModels, type HttpModelsOptions } from '../../../../src/node/http/httpModels.ts';
import {
  type EndpointOptions,
  type ScriptedEndpoint,
  startScriptedEndpoint,
} from '../../../models/endpoint.ts';
import type { Script, ScriptReply } from '../../../models/script.ts';

export const testKey = 'sk-test-0123456789abcdef';

export const plainRequest: ModelRequest = {
  run: 'run-1',
  task: 'task-1',
  role: 'work',
  tier: 'mini',
  instructions: 'You mend code.',
  input: [{ type: 'user', text: 'Mend this.' }],
  tools: [],
  maxOutputTokens: 1_000,
  cacheKey: 'work',
};

export interface ClientOptions {
  readonly tier?: Partial<TierSettings>;
  readonly key?: string | undefined;
  readonly firstByteTimeoutMs?: number;
  readonly stallTimeoutMs?: number;
  readonly more?: Partial<HttpModelsOptions>;
  /** The key that the endpoint wants; absent: the test's. */
  readonly endpointKey?: string;
}

/** A client all of whose tiers are at `baseUrl`. */
export function clientFor(baseUrl: string, options: ClientOptions = {}) {
  const tier: TierSettings = {
    provider: 'responses',
    baseUrl,
    model: 'scripted',
    reasoningEffort: undefined,
    price: { input: 1, cached: 1, output: 1, source: 'test' },
    contextTokens: 100_000,
    maxOutputTokens: 1_000,
    patchTool: 'apply_patch',
    ...options.tier,
  };
  const { firstByteTimeoutMs = 5_000, stallTimeoutMs = 5_000 } = options;
  return createHttpModels({
    tiers: { nano: tier, mini: tier, planner: tier },
    keyFor: () => ('key' in options ? options.key : testKey),
    firstByteTimeoutMs,
    stallTimeoutMs,
    userAgent: 'tiercel-test',
    ...options.more,
  });
}

export interface Exchange {
  readonly endpoint: ScriptedEndpoint;
  send(request?: Partial<ModelRequest>, options?: Partial<SendOptions>): Promise<ModelReply>;
}

/** Runs `use` with a client and a scripted endpoint; every request must have been valid. */
export async function withEndpoint(
  script: Script | ScriptReply,
  use: (exchange: Exchange) => Promise<void>,
  options: ClientOptions & Omit<EndpointOptions, 'key'> = {},
): Promise<void> {
  const endpoint = await startScriptedEndpoint(typeof script === 'function' ? script : () => script, {
    ...(options.chunking && { chunking: options.chunking }),
    ...(options.latencyMs && { latencyMs: options.latencyMs }),
    key: options.endpointKey ?? testKey,
  });
  try {
    const client = clientFor(endpoint.url, options);
    await use({
      endpoint,
      send: (request = {}, sendOptions = {}) =>
        client.send(
          { ...plainRequest, ...request },
          { signal: new AbortController().signal, ...sendOptions },
        ),
    });
    assert.deepEqual(endpoint.violations, []);
  } finally {
    await endpoint.close();
  }
}

export function completed(reply: ModelReply) {
  assert.equal(reply.type, 'completed', JSON.stringify(reply));
  return reply as Extract<ModelReply, { type: 'completed' }>;
}

export function faultOf(reply: ModelReply) {
  assert.equal(reply.type, 'fault', JSON.stringify(reply));
  return (reply as Extract<ModelReply, { type: 'fault' }>).fault;
}

/** Runs `use` with the base URL of a server that answers as no scripted endpoint would. */
export async function withServer(
  listener: RequestListener,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
