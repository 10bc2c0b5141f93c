import assert from 'node:assert/strict';
import type { ModelReply, ModelRequest } from '../../../../src/core/model/modelClient.ts';
import type { TierSettings } from '../../../../src/core/model/tier.ts';
import {
  type LanguageModel,
  LanguageModelRefusal,
  type Message,
  type AnswerPart as Part,
  type Tool,
} from '../../../../src/host/languageModels/languageModel.ts';
import { createLanguageModelClient } from '../../../../src/host/languageModels/languageModelClient.ts';
import { EndpointStates } from '../../../../src/node/http/endpointStates.ts';

interface Sent {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly mustCall: boolean;
}

/** A model of VS Code that answers with what the test wrote, keeps what it was sent, and counts words as tokens. */
class ScriptedLanguageModel implements LanguageModel {
  readonly sent: Sent[] = [];
  readonly maxInputTokens: number = 1_000;
  /** Whether the last request was told to stop. */
  isStopped = false;
  readonly #answer: (nth: number, signal: AbortSignal) => AsyncIterable<Part> | readonly Part[];

  constructor(answer: (nth: number, signal: AbortSignal) => AsyncIterable<Part> | readonly Part[]) {
    this.#answer = answer;
  }

  async count(text: string): Promise<number> {
    return text.split(/\s+/).filter(Boolean).length;
  }

  async *send(
    messages: readonly Message[],
    options: Omit<Sent, 'messages'> & { readonly signal: AbortSignal },
  ) {
    options.signal.addEventListener('abort', () => {
      this.isStopped = true;
    });
    const nth = this.sent.push({ messages, tools: options.tools, mustCall: options.mustCall }) - 1;
    yield* this.#answer(nth, options.signal);
  }
}

const say = (text: string): Part => ({ type: 'text', text });
const request: ModelRequest = {
  run: 'run-1',
  task: 'task-1',
  role: 'work',
  tier: 'mini',
  instructions: 'You mend code.',
  input: [{ type: 'user', text: 'Mend this.' }],
  tools: [],
  maxOutputTokens: 100,
  cacheKey: 'work',
};
const tools: ModelRequest['tools'] = [
  { type: 'function', name: 'finish', description: 'Ends.', parameters: { type: 'object' } },
  { type: 'patch' },
];

function clientFor(
  model: LanguageModel | undefined,
  options: { readonly stallTimeoutMs?: number } & Partial<TierSettings> = {},
) {
  const { stallTimeoutMs = 5_000, ...more } = options;
  const tier: TierSettings = {
    provider: 'vscode',
    baseUrl: '',
    model: 'copilot/small',
    reasoningEffort: undefined,
    price: { input: 1, cached: 1, output: 1, source: 'test' },
    contextTokens: 100_000,
    maxOutputTokens: 1_000,
    patchTool: 'apply_patch',
    ...more,
  };
  const client = createLanguageModelClient({
    tiers: { nano: tier, mini: tier, planner: tier },
    models: { find: async (name) => (name === 'copilot/small' ? model : undefined) },
    endpoints: new EndpointStates(),
    stallTimeoutMs,
  });
  const never = new AbortController().signal;
  return (changes: Partial<ModelRequest> = {}, signal = never, onText?: (text: string) => void) =>
    client.send({ ...request, ...changes }, { signal, ...(onText && { onText }) });
}

function completed(reply: ModelReply) {
  assert.equal(reply.type, 'completed', JSON.stringify(reply));
  return reply as Extract<ModelReply, { type: 'completed' }>;
}

describe('the models of VS Code', () => {
  it('give text, and a usage that is marked as estimated', async () => {
    const model = new ScriptedLanguageModel(() => [say('Hi '), say('there.')]);
    let shown = '';
    const reply = completed(
      await clientFor(model)({}, undefined, (text) => {
        shown += text;
      }),
    );
    assert.deepEqual([reply.text, shown], ['Hi there.', 'Hi there.']);
    assert.deepEqual(reply.usage, { input: 5, cached: 0, output: 2, reasoning: 0, estimated: true });
    const { firstTokenMs = Number.NaN, totalMs } = reply.timing;
    assert.ok(firstTokenMs >= 0 && firstTokenMs <= totalMs);
  });

  it('are shown images, which count by their size', async () => {
    const image = { mediaType: 'image/png', data: 'AAAA', width: 64, height: 32 } as const;
    const model = new ScriptedLanguageModel(() => [say('A button.')]);
    const input = [{ type: 'user', text: 'Look.', images: [image] }] as const;
    const reply = completed(await clientFor(model)({ input }));
    assert.deepEqual(model.sent[0]?.messages[0]?.parts.at(-1), { type: 'image', image });
    // The words of instructions and request, and the image in patches of 14 pixels.
    assert.equal(reply.usage.input, 4 + 15);
  });

  it('are not asked about images where they can not see them', async () => {
    const image = { mediaType: 'image/png', data: 'AAAA', width: 64, height: 32 } as const;
    const model = new ScriptedLanguageModel(() => [say('A button.')]);
    const input = [{ type: 'user', text: 'Look.', images: [image] }] as const;
    const reply = await clientFor(model, { capabilities: { images: false } })({ input });
    assert.equal(reply.type === 'fault' && reply.fault.kind, 'misconfigured');
    assert.equal(model.sent.length, 0);
  });

  it('are told the instructions first', async () => {
    const model = new ScriptedLanguageModel(() => [say('ok')]);
    await clientFor(model)();
    assert.deepEqual(model.sent, [
      {
        messages: [{ role: 'user', parts: [say('You mend code.'), say('Mend this.')] }],
        tools: [],
        mustCall: false,
      },
    ]);
  });

  it('have the schema of an answer in their prompt', async () => {
    const model = new ScriptedLanguageModel(() => [say('{}')]);
    await clientFor(model)({ answer: { name: 'gate', schema: { type: 'object', title: 'Gate' } } });
    assert.match(JSON.stringify(model.sent[0]?.messages), /one JSON value of this schema.*Gate/);
  });

  it('take part in a talk with tools', async () => {
    const patch = '*** Begin Patch\n*** Delete File: a\n*** End Patch';
    const model = new ScriptedLanguageModel((nth) =>
      nth === 0
        ? [
            say('I change it.'),
            { type: 'call', callId: 'a', name: 'apply_patch', input: { patch } },
            { type: 'call', callId: 'b', name: 'finish', input: {} },
          ]
        : [say('Good.')],
    );
    const send = clientFor(model);
    const first = completed(await send({ tools }));
    assert.deepEqual(first.calls, [
      { type: 'patchText', callId: 'a', text: patch, wire: 'function' },
      { type: 'function', callId: 'b', name: 'finish', arguments: '{}' },
    ]);
    const results = first.calls.map((call, i) => ({
      type: 'toolResult' as const,
      call,
      ok: true,
      output: `r${i}`,
    }));
    completed(
      await send({ tools, input: [...request.input, { type: 'earlier', items: first.items }, ...results] }),
    );
    assert.deepEqual(
      model.sent[0]?.tools.map(({ name }) => name),
      ['finish', 'apply_patch'],
    );
    assert.deepEqual(
      model.sent[1]?.messages.map(({ role, parts }) => [role, parts.map(({ type }) => type)]),
      [
        ['user', ['text', 'text']],
        ['assistant', ['text', 'call', 'call']],
        ['user', ['result', 'result']],
      ],
    );
  });

  it('are made to call only a single tool', async () => {
    const model = new ScriptedLanguageModel(() => [say('ok')]);
    const send = clientFor(model);
    await send({ tools: [{ type: 'patch' }], toolChoice: 'patch' });
    await send({ tools, toolChoice: 'required' });
    assert.deepEqual(
      model.sent.map(({ mustCall }) => mustCall),
      [true, false],
    );
  });

  it('may write their calls as text', async () => {
    const model = new ScriptedLanguageModel(() => [say('```tool finish\n{"summary":"x"}\n```')]);
    const [call] = completed(await clientFor(model, { capabilities: { tools: false } })({ tools })).calls;
    assert.deepEqual(call, {
      type: 'function',
      callId: 'text_1',
      name: 'finish',
      arguments: '{"summary":"x"}',
    });
    assert.deepEqual(model.sent[0]?.tools, []);
  });

  it('are stopped when they write far more than they may, and none of their calls is run', async () => {
    const model = new ScriptedLanguageModel(async function* () {
      for (;;) yield say('word '.repeat(20));
    });
    const reply = await clientFor(model)();
    assert.ok(reply.type === 'cutOff' && !('calls' in reply));
  });

  const fails = (
    title: string,
    thrown: unknown,
    expected: readonly unknown[],
    before: readonly Part[] = [],
  ) =>
    it(title, async () => {
      const model = new ScriptedLanguageModel(async function* () {
        yield* before;
        throw thrown;
      });
      const reply = await clientFor(model)();
      assert.ok(reply.type === 'fault');
      const { kind, status, endpoint, detail } = reply.fault;
      assert.deepEqual([kind, status, endpoint, detail], expected);
    });
  const refusal = (code: string, message = 'no') => new LanguageModelRefusal(code, message);
  fails('may not be permitted', refusal('NoPermissions'), ['not_permitted', undefined, 'VS Code', 'no']);
  fails('may be blocked', refusal('Blocked'), ['quota', 403, 'VS Code', 'no']);
  fails('may be gone', refusal('NotFound'), ['unknown_model', undefined, 'VS Code', 'no']);
  fails('may have no quota left', refusal('Unknown', 'Quota exceeded'), [
    'quota',
    429,
    'VS Code',
    'Quota exceeded',
  ]);
  fails('may be asked too often', refusal('Unknown', 'Rate limit hit'), [
    'rate_limited',
    429,
    'VS Code',
    'Rate limit hit',
  ]);
  fails('may fail', new Error('boom'), ['server', undefined, 'VS Code', 'boom']);
  fails('may break off', new Error('boom'), ['interrupted', undefined, 'VS Code', 'boom'], [say('H')]);

  it('may not be there', async () => {
    const reply = await clientFor(undefined)();
    assert.ok(reply.type === 'fault' && reply.fault.kind === 'unknown_model');
  });

  it('are not sent more than they take', async () => {
    const model = new ScriptedLanguageModel(() => []);
    const reply = await clientFor(model)({ input: [{ type: 'user', text: 'word '.repeat(2_000) }] });
    assert.ok(reply.type === 'fault' && reply.fault.kind === 'bad_request');
    assert.match(reply.fault.detail, /about 2003 tokens, and the model takes 1000/);
    assert.equal(model.sent.length, 0);
  });

  it('have to answer something', async () => {
    const reply = await clientFor(new ScriptedLanguageModel(() => []))();
    assert.ok(reply.type === 'fault' && reply.fault.kind === 'interrupted');
  });

  const hangs = () =>
    new ScriptedLanguageModel(async function* () {
      yield say('H');
      await new Promise(() => undefined);
    });

  it('are cut when they stall, even where they do not heed it', async () => {
    const model = hangs();
    const reply = await clientFor(model, { stallTimeoutMs: 20 })();
    assert.ok(reply.type === 'fault' && reply.fault.kind === 'stalled');
    assert.ok(model.isStopped);
  });

  it('stop when cancelled, even where they do not heed it', async () => {
    const model = hangs();
    const controller = new AbortController();
    const reason = new Error('stop');
    await assert.rejects(
      clientFor(model)({}, controller.signal, () => controller.abort(reason)),
      reason,
    );
    assert.ok(model.isStopped);
  });
});
