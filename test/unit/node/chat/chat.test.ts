import assert from 'node:assert/strict';
import type { FaultKind } from '../../../../src/core/model/fault.ts';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { createRetryingModel } from '../../../../src/core/model/retry.ts';
import type { TierSettings } from '../../../../src/core/model/tier.ts';
import { EndpointStates } from '../../../../src/node/http/endpointStates.ts';
import type { Degradation } from '../../../../src/node/http/httpModels.ts';
import type { ScriptFault, ScriptReply } from '../../../models/script.ts';
import {
  type ClientOptions,
  clientFor,
  completed,
  faultOf,
  plainRequest,
  testKey,
  withEndpoint,
} from '../responses/support.ts';

const chat: Partial<TierSettings> = { provider: 'chat' };
const never = new AbortController().signal;
const long = 'Some words that take more than a few events to send. '.repeat(20);
const output = [{ type: 'text', text: long }] as const;
const schema = {
  type: 'object',
  properties: { route: { type: 'string' } },
  required: ['route'],
  additionalProperties: false,
};
const finish: ModelRequest['tools'][number] = {
  type: 'function',
  name: 'finish',
  description: 'Ends the work.',
  parameters: {
    type: 'object',
    properties: { summary: { type: 'string' } },
    required: ['summary'],
    additionalProperties: false,
  },
};
const tools: ModelRequest['tools'] = [finish, { type: 'patch' }];
const patch = '*** Begin Patch\n*** Delete File: src/c.ts\n*** End Patch';

async function bodyOf(request: Partial<ModelRequest>, tier: Partial<TierSettings> = {}) {
  let body: Record<string, unknown> = {};
  await withEndpoint(
    { output: [{ type: 'text', text: 'ok' }] },
    async ({ send, endpoint }) => {
      completed(await send(request));
      body = endpoint.calls[0]?.body ?? {};
    },
    { tier: { ...chat, ...tier } },
  );
  return body;
}

describe('requests for chat completions', () => {
  it('have only what is needed', async () => {
    assert.deepEqual(await bodyOf({}), {
      model: 'scripted',
      messages: [
        { role: 'system', content: plainRequest.instructions },
        { role: 'user', content: 'Mend this.' },
      ],
      max_tokens: 1_000,
      metadata: {
        tiercel_run: 'run-1',
        tiercel_task: 'task-1',
        tiercel_role: 'work',
        tiercel_tier: 'mini',
      },
      prompt_cache_key: 'work',
      store: false,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('ask for a structured answer', async () => {
    const { response_format } = await bodyOf({ answer: { name: 'gate', schema } });
    assert.deepEqual(response_format, {
      type: 'json_schema',
      json_schema: { name: 'gate', schema, strict: true },
    });
  });

  it('put the schema into the prompt where the model knows none', async () => {
    const body = await bodyOf(
      { answer: { name: 'gate', schema } },
      { capabilities: { strictSchema: false } },
    );
    assert.equal(body.response_format, undefined);
    const [system] = body.messages as { readonly content: string }[];
    assert.ok(system?.content.startsWith(`${plainRequest.instructions}\n\nAnswer with one JSON value`));
    assert.ok(system?.content.includes(JSON.stringify(schema)));
  });

  it('describe tools in the prompt where the model knows none', async () => {
    const body = await bodyOf({ tools, toolChoice: 'patch' }, { capabilities: { tools: false } });
    assert.deepEqual([body.tools, body.tool_choice], [undefined, undefined]);
    const [system] = body.messages as { readonly content: string }[];
    assert.match(system?.content ?? '', /finish: Ends the work\..*Begin Patch.*must hold a patch/s);
  });

  it('have an effort, an urgency and a patch tool as they are set', async () => {
    const body = await bodyOf(
      { tools: [{ type: 'patch' }], toolChoice: 'patch' },
      {
        reasoningEffort: 'low',
        serviceTier: 'flex',
        capabilities: { customTools: true, parallelTools: false },
      },
    );
    assert.deepEqual(
      [body.reasoning_effort, body.service_tier, body.parallel_tool_calls, body.tool_choice],
      ['low', 'flex', false, { type: 'custom', custom: { name: 'apply_patch' } }],
    );
  });

  it('are the same to the byte for the same role, up to the input', async () => {
    const texts = await Promise.all(
      ['One.', 'Two.'].map(async (text) =>
        JSON.stringify(await bodyOf({ tools, input: [{ type: 'user', text }] })),
      ),
    );
    const [one = '', two = ''] = texts;
    const same = one.slice(0, one.indexOf('One.'));
    assert.ok(same.includes('apply_patch') && same.includes(plainRequest.instructions));
    assert.equal(two.slice(0, same.length), same);
  });

  it('go to Azure with its header and its version', () =>
    withEndpoint(
      { output },
      async ({ send, endpoint }) => {
        completed(await send());
        const { headers, url } = endpoint.calls[0] ?? {};
        assert.deepEqual(
          [headers?.['api-key'], headers?.authorization, url],
          [testKey, undefined, '/v1/chat/completions?api-version=2025-04-01-preview'],
        );
      },
      { tier: { ...chat, keyHeader: 'api-key', apiVersion: '2025-04-01-preview' } },
    ));

  it('go without a key to an endpoint on this machine', () =>
    withEndpoint(
      { output },
      async ({ send, endpoint }) => {
        completed(await send());
        assert.equal(endpoint.calls[0]?.headers.authorization, undefined);
      },
      { tier: chat, key: undefined, endpointKey: '' },
    ));
});

describe('chat completions', () => {
  const gives = (
    title: string,
    reply: ScriptReply,
    tier: Partial<TierSettings>,
    expected: readonly string[],
  ) =>
    it(title, () =>
      withEndpoint(
        reply,
        async ({ send }) => {
          const { calls } = completed(await send({ tools }));
          assert.deepEqual(
            calls.map((call) => (call.type === 'function' ? call.arguments : call.type)),
            expected,
          );
        },
        { tier: { ...chat, ...tier } },
      ),
    );
  const patched: ScriptReply = { output: [{ type: 'patch', patch }] };
  gives('give a patch as a function', patched, {}, ['patchText']);
  gives('give a patch as free text', patched, { capabilities: { customTools: true }, patchTool: 'custom' }, [
    'patchText',
  ]);
  gives(
    'give a patch as text',
    { output: [{ type: 'text', text: patch }] },
    { capabilities: { tools: false } },
    ['patchText'],
  );
  gives('give a call', { output: [{ type: 'tool', name: 'finish', arguments: { summary: '日本' } }] }, {}, [
    '{"summary":"日本"}',
  ]);
  gives(
    'give malformed arguments as they are',
    { fault: { type: 'badArguments', name: 'finish', arguments: '{"summary": "D' } },
    {},
    ['{"summary": "D'],
  );

  for (const chunking of ['awkward', 'whole'] as const) {
    it(`give text sent in ${chunking} chunks, with its usage and timing`, () =>
      withEndpoint(
        {
          output: [{ type: 'text', text: 'Grüße – 日本語 🙂' }],
          usage: { input: 50, cached: 20, cacheWritten: 7, output: 30, reasoning: 10 },
        },
        async ({ send }) => {
          let shown = '';
          const reply = completed(
            await send(
              {},
              {
                onText: (delta) => {
                  shown += delta;
                },
              },
            ),
          );
          assert.deepEqual([reply.text, shown], ['Grüße – 日本語 🙂', 'Grüße – 日本語 🙂']);
          assert.deepEqual(reply.usage, {
            input: 50,
            cached: 20,
            cacheWritten: 7,
            output: 30,
            reasoning: 10,
          });
          const { firstTokenMs = Number.NaN, totalMs } = reply.timing;
          assert.ok(firstTokenMs > 0 && firstTokenMs <= totalMs);
        },
        { tier: chat, chunking },
      ));
  }

  it('estimate what the endpoint does not count', () =>
    withEndpoint(
      { output, usage: 'none' },
      async ({ send }) => {
        assert.equal(completed(await send()).usage.estimated, true);
      },
      { tier: chat },
    ));

  for (const capabilities of [{}, { customTools: true }, { tools: false }]) {
    it(`take part in a talk with ${JSON.stringify(capabilities)}`, () =>
      withEndpoint(
        ({ nth }) =>
          nth === 0
            ? {
                output:
                  'tools' in capabilities
                    ? [{ type: 'text', text: `${patch}\n\`\`\`tool finish\n{"summary":"x"}\n\`\`\`` }]
                    : [
                        { type: 'text', text: 'I change it.' },
                        { type: 'patch', patch },
                        { type: 'tool', name: 'finish', arguments: {} },
                      ],
              }
            : { output: [{ type: 'text', text: 'Good.' }] },
        async ({ send, endpoint }) => {
          const input: ModelRequest['input'] = [{ type: 'user', text: 'Mend this.' }];
          const first = completed(await send({ input, tools }));
          assert.equal(first.calls.length, 2);
          const results = first.calls.map((call, i) => ({
            type: 'toolResult' as const,
            call,
            ok: i === 0,
            output: `result ${i}`,
          }));
          const again: ModelRequest['input'] = [
            ...input,
            { type: 'earlier', items: first.items },
            ...results,
            { type: 'user', text: 'Go on.' },
          ];
          assert.equal(completed(await send({ input: again, tools })).text, 'Good.');
          assert.match(endpoint.calls[1]?.text ?? '', /result 0.*result 1.*Go on/s);
        },
        { tier: { ...chat, patchTool: 'custom', capabilities } },
      ));
  }

  const fails = (fault: ScriptFault, kind: FaultKind, options: ClientOptions = {}) =>
    it(`tell ${kind} from ${JSON.stringify(fault)}`, () =>
      withEndpoint(
        { output, fault },
        async ({ send, endpoint }) => {
          assert.equal(faultOf(await send()).kind, kind);
          assert.equal(endpoint.calls.length, 1);
        },
        { tier: chat, ...options },
      ));
  const status = (code: number, name = 'x'): ScriptFault => ({
    type: 'status',
    status: code,
    code: name,
    message: 'no',
  });
  fails(status(400), 'bad_request');
  fails(status(401), 'unauthorized');
  fails(status(404, 'model_not_found'), 'unknown_model');
  fails(status(429, 'rate_limit_exceeded'), 'rate_limited');
  fails(status(429, 'insufficient_quota'), 'quota');
  fails(status(503), 'server');
  fails({ type: 'noTerminalEvent' }, 'interrupted');
  fails({ type: 'reset', afterBytes: 0 }, 'interrupted');
  fails({ type: 'reset', afterBytes: 1_500 }, 'interrupted');
  fails({ type: 'stall', afterBytes: 1_500 }, 'stalled', { stallTimeoutMs: 100 });

  it('give no calls of an answer that was cut off', () =>
    withEndpoint(
      {
        output: [{ type: 'tool', name: 'finish', arguments: { summary: 'long' } }],
        fault: { type: 'incomplete' },
      },
      async ({ send }) => assert.equal((await send({ tools })).type, 'cutOff'),
      { tier: chat },
    ));

  it('close the connection when cancelled in the middle of an answer', () =>
    withEndpoint(
      { output, fault: { type: 'stall', afterBytes: 4_000 } },
      async ({ send, endpoint }) => {
        const controller = new AbortController();
        const reason = new Error('stop');
        const reply = send({}, { signal: controller.signal, onText: () => controller.abort(reason) });
        await assert.rejects(reply, reason);
        assert.equal(await endpoint.calls[0]?.ended, 'closedByClient');
      },
      { tier: chat },
    ));

  it('come through when tried again after the wait asked for', () =>
    withEndpoint(
      ({ nth }) =>
        nth === 0
          ? { fault: { ...(status(429) as Extract<ScriptFault, { type: 'status' }>), retryAfterSeconds: 3 } }
          : { output },
      async ({ endpoint }) => {
        const waits: number[] = [];
        let now = 0;
        const endpoints = new EndpointStates({ now: () => now, after: () => () => undefined });
        const sleep = async (ms: number) => {
          waits.push(ms);
          now += ms;
        };
        const client = clientFor(endpoint.url, { tier: chat, more: { endpoints } });
        const model = createRetryingModel(client, { maxAttempts: 3, random: () => 0, sleep });
        completed(await model.send(plainRequest, { signal: never }));
        assert.deepEqual(waits, [3_000]);
      },
      { tier: chat },
    ));
});

describe('an endpoint that does not take all of a request', () => {
  const unsupported = (
    param: string,
    message = `Unsupported parameter: '${param}' is not supported with this model.`,
  ) => ({ type: 'status', status: 400, code: 'unsupported_parameter', param, message }) as const;

  /** Refuses parameters one after the other, as long as they are sent. */
  const picky =
    (...params: readonly string[]) =>
    ({ body }: { readonly body: Record<string, unknown> }): ScriptReply => {
      const refused = params.find((param) => param in body);
      return refused === undefined ? { output } : { fault: unsupported(refused) };
    };

  const without = (
    provider: 'chat' | 'responses',
    params: readonly string[],
    request: Partial<ModelRequest> = {},
    tier: Partial<TierSettings> = {},
  ) =>
    it(`is asked by ${provider} without ${params.join(', ')} from then on`, async () => {
      const told: Degradation[] = [];
      await withEndpoint(
        picky(...params),
        async ({ send, endpoint }) => {
          completed(await send(request));
          assert.equal(endpoint.calls.length, params.length + 1);
          completed(await send(request));
          assert.equal(endpoint.calls.length, params.length + 2, 'the second request goes out right');
          assert.equal(told.length, params.length);
        },
        { tier: { provider, ...tier }, more: { onDegraded: (each) => told.push(each) } },
      );
    });
  without('chat', ['metadata', 'prompt_cache_key', 'store', 'stream_options']);
  without('chat', ['reasoning_effort'], {}, { reasoningEffort: 'low' });
  without('chat', ['response_format'], { answer: { name: 'gate', schema } });
  without('chat', ['tools'], { tools });
  without('chat', ['parallel_tool_calls', 'tool_choice'], { tools });
  without('chat', ['max_tokens']);
  without('responses', ['reasoning'], {}, { reasoningEffort: 'low' });
  without('responses', ['parallel_tool_calls'], { tools });

  it('is not made to store what the Responses API would store', () =>
    withEndpoint(picky('store'), async ({ send }) =>
      assert.equal(faultOf(await send()).kind, 'bad_request'),
    ));

  it('keeps a cap of the output, whatever it says', () =>
    withEndpoint(
      picky('max_tokens', 'max_completion_tokens'),
      async ({ send }) => {
        assert.equal(faultOf(await send()).kind, 'bad_request');
      },
      { tier: chat },
    ));

  it('is told to the user where it refuses a value', () =>
    withEndpoint(
      {
        fault: unsupported(
          'reasoning_effort',
          "Unsupported value: 'minimal' is not supported with this model.",
        ),
      },
      async ({ send, endpoint }) => {
        assert.equal(faultOf(await send()).kind, 'bad_request');
        assert.equal(endpoint.calls.length, 1);
      },
      { tier: { ...chat, reasoningEffort: 'minimal' } },
    ));

  it('gets a patch tool that it knows', () =>
    withEndpoint(
      ({ body }) =>
        JSON.stringify(body.tools).includes('"type":"apply_patch"')
          ? {
              fault: unsupported(
                'tools[0].type',
                "Invalid value: 'apply_patch'. Supported values are: 'function'.",
              ),
            }
          : { output: [{ type: 'patch', patch }] },
      async ({ send }) => assert.equal(completed(await send({ tools: [{ type: 'patch' }] })).calls.length, 1),
    ));

  it('is asked as usual where there is no room for what is not urgent', () =>
    withEndpoint(
      ({ body }) =>
        body.service_tier === 'flex'
          ? {
              fault: {
                type: 'status',
                status: 429,
                code: 'resource_unavailable',
                message: 'Resource unavailable',
              },
            }
          : { output },
      async ({ send, endpoint }) => {
        assert.equal(completed(await send()).usage.rate, undefined);
        assert.deepEqual(
          endpoint.calls.map(({ body }) => body.service_tier),
          ['flex', undefined],
        );
      },
      { tier: { serviceTier: 'flex' } },
    ));

  it('gives the half price of what is not urgent', () =>
    withEndpoint({ output }, async ({ send }) => assert.equal(completed(await send()).usage.rate, 'flex'), {
      tier: { serviceTier: 'flex' },
    }));
});
