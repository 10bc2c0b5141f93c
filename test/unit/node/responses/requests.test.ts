import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import type { ModelRequest } from '../../../../src/core/model/modelClient.ts';
import { type ClientOptions, clientFor, plainRequest, testKey, withEndpoint, withServer } from './support.ts';

const schema = {
  type: 'object',
  properties: { route: { type: 'string' } },
  required: ['route'],
  additionalProperties: false,
};

/** The body that a request has on the wire. */
async function bodyOf(request: Partial<ModelRequest>, options: ClientOptions = {}) {
  let body: Record<string, unknown> = {};
  await withEndpoint(
    { output: [{ type: 'text', text: 'ok' }] },
    async ({ send, endpoint }) => {
      await send(request);
      body = endpoint.calls[0]?.body ?? {};
    },
    options,
  );
  return body;
}

describe('requests to the Responses API', () => {
  it('have only what is needed', async () => {
    assert.deepEqual(await bodyOf({}), {
      model: 'scripted',
      instructions: plainRequest.instructions,
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Mend this.' }] }],
      max_output_tokens: 1_000,
      metadata: {
        tiercel_run: 'run-1',
        tiercel_task: 'task-1',
        tiercel_role: 'work',
        tiercel_tier: 'mini',
      },
      prompt_cache_key: 'work',
      store: false,
      stream: true,
    });
  });

  it('ask for a structured answer in strict form', async () => {
    const { text } = await bodyOf({ answer: { name: 'gate', schema } });
    assert.deepEqual(text, { format: { type: 'json_schema', name: 'gate', schema, strict: true } });
  });

  const has = (title: string, options: ClientOptions, expected: Record<string, unknown>) =>
    it(title, async () => {
      const { reasoning, include } = await bodyOf({}, options);
      assert.deepEqual({ reasoning, include }, expected);
    });
  has(
    'ask for reasoning in the form to send back',
    { tier: { reasoningEffort: 'high' } },
    {
      reasoning: { effort: 'high' },
      include: ['reasoning.encrypted_content'],
    },
  );
  has(
    'ask for no reasoning where there is none',
    { tier: { reasoningEffort: 'none' } },
    {
      reasoning: { effort: 'none' },
      include: undefined,
    },
  );

  for (const [patchTool, choice] of [
    ['apply_patch', { type: 'apply_patch' }],
    ['custom', { type: 'custom', name: 'apply_patch' }],
    ['function', { type: 'function', name: 'apply_patch' }],
  ] as const) {
    it(`can make the model patch, by the tool as ${patchTool}`, async () => {
      const body = await bodyOf({ tools: [{ type: 'patch' }], toolChoice: 'patch' }, { tier: { patchTool } });
      assert.deepEqual(body.tool_choice, choice);
      assert.equal(body.parallel_tool_calls, true);
    });
  }

  it('shorten what the API takes only short', async () => {
    const body = await bodyOf({ cacheKey: 'k'.repeat(65), task: 't'.repeat(600) });
    assert.match(String(body.prompt_cache_key), /^[0-9a-f]{64}$/);
    assert.equal((body.metadata as Record<string, string>).tiercel_task?.length, 512);
  });

  it('carry no header beyond those needed, whatever the environment says', async () => {
    const names = ['OPENAI_CUSTOM_HEADERS', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID', 'OPENAI_BASE_URL'];
    const before = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = name.endsWith('HEADERS') ? 'x-leak: yes' : 'leak';
    try {
      await withEndpoint({ output: [{ type: 'text', text: 'ok' }] }, async ({ send, endpoint }) => {
        await send();
        const headers = endpoint.calls[0]?.headers ?? {};
        assert.equal(headers.authorization, `Bearer ${testKey}`);
        assert.equal(headers['user-agent'], 'tiercel-test');
        const leaked = Object.entries(headers).filter(([name, value]) =>
          /leak|stainless|openai/i.test(`${name} ${value}`),
        );
        assert.deepEqual(leaked, []);
      });
    } finally {
      names.forEach((name, i) => {
        const value = before[i];
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      });
    }
  });

  it('send no reasoning that the endpoint could not find again, and no ids that point to it', async () => {
    const items = [
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: null },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Hm.', annotations: [], logprobs: [] }],
      },
      {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        name: 'finish',
        arguments: '{}',
        status: 'completed',
        parsed_arguments: {},
      },
    ];
    const call = { type: 'function', callId: 'call_1', name: 'finish', arguments: '{}' } as const;
    const { input } = await bodyOf({
      input: [
        { type: 'earlier', items },
        { type: 'toolResult', call, ok: true, output: 'done' },
      ],
    });
    assert.deepEqual(input, [
      { type: 'message', role: 'assistant', content: 'Hm.' },
      { type: 'function_call', call_id: 'call_1', name: 'finish', arguments: '{}', status: 'completed' },
      { type: 'function_call_output', call_id: 'call_1', output: 'done' },
    ]);
  });

  it('send reasoning back as it came', async () => {
    const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' };
    const { input } = await bodyOf({
      input: [
        { type: 'earlier', items: [{ ...reasoning, status: null }] },
        { type: 'user', text: 'Go on.' },
      ],
    });
    assert.deepEqual((input as unknown[])[0], reasoning);
  });

  it('ask for reasoning in the form to send back once a model has shown to reason', async () => {
    const included: unknown[] = [];
    const reasoning = { type: 'reasoning', id: 'rs_1', summary: [] };
    const response = { status: 'completed', output: [reasoning] };
    await withServer(
      async (request, answer) => {
        included.push(JSON.parse(await text(request)).include);
        answer.writeHead(200, { 'content-type': 'text/event-stream' });
        answer.end(`data: ${JSON.stringify({ type: 'response.completed', response })}\n\n`);
      },
      async (url) => {
        const client = clientFor(url);
        const { signal } = new AbortController();
        await client.send(plainRequest, { signal });
        await client.send(plainRequest, { signal });
      },
    );
    assert.deepEqual(included, [undefined, ['reasoning.encrypted_content']]);
  });
});
