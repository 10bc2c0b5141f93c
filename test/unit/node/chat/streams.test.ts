import assert from 'node:assert/strict';
import { chatReply } from '../../../../src/node/chat/chatReply.ts';
import { readChunks } from '../../../../src/node/chat/readChunks.ts';
import { plainRequest } from '../responses/support.ts';

const tools = [
  { type: 'function', name: 'read_file', description: 'Reads.', parameters: { type: 'object' } },
  { type: 'function', name: 'finish', description: 'Ends.', parameters: { type: 'object' } },
  { type: 'patch' },
] as const;

const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});
const say = (content: unknown) => chunk({ content });
const call = (piece: object) => chunk({ tool_calls: [piece] });
const end = (reason = 'stop') => chunk({}, reason);
const named = (index: number | undefined, id: string | undefined, name: string, args: unknown = '') => ({
  ...(index !== undefined && { index }),
  ...(id !== undefined && { id }),
  type: 'function',
  function: { name, arguments: args },
});
const more = (index: number | undefined, args: string) => ({
  ...(index !== undefined && { index }),
  function: { arguments: args },
});

async function read(chunks: readonly unknown[], offered = tools as readonly (typeof tools)[number][]) {
  let shown = '';
  const stream = (async function* () {
    yield* chunks;
  })();
  const report = await readChunks(stream, {
    onDelta: () => undefined,
    onEnd: () => undefined,
    onText: (text) => {
      shown += text;
    },
  });
  const request = { ...plainRequest, tools: offered };
  return { reply: chatReply(report, request, { model: 'scripted' }, { totalMs: 1 }), shown };
}

/** What a stream of chunks comes to, in few words. */
async function outcome(chunks: readonly unknown[]) {
  const { reply } = await read(chunks);
  if ('kind' in reply) return reply.kind;
  switch (reply.type) {
    case 'completed':
      return {
        text: reply.text,
        calls: reply.calls.map((each) =>
          each.type === 'function' ? `${each.name} ${each.arguments}` : each.type,
        ),
      };
    case 'cutOff':
      return { cutOff: reply.text, reason: reply.reason };
    case 'refused':
      return { refused: reply.text };
    default:
      return reply.type;
  }
}

describe('a stream of chat chunks', () => {
  const check = (title: string, chunks: readonly unknown[], expected: unknown) =>
    it(title, async () => assert.deepEqual(await outcome(chunks), expected));
  const calls = (title: string, chunks: readonly unknown[], expected: readonly string[]) =>
    check(title, chunks, { text: '', calls: expected });

  const hi = { text: 'Hi.', calls: [] };
  check('gives text', [say('H'), say('i.'), end()], hi);
  check('passes over what it does not know', [7, null, { choices: [] }, say('Hi.'), end()], hi);
  check('gives text sent in parts', [say([{ type: 'text', text: 'Hi.' }]), end()], hi);
  check(
    'gives text of a last message sent whole',
    [{ choices: [{ message: { content: 'Hi.' }, finish_reason: 'stop' }] }],
    hi,
  );
  check('knows no end but its own', [say('Hi.'), end('eos')], hi);
  check('leaves out what comes after the end', [say('Hi.'), end(), say('No.')], hi);
  check(
    'leaves out reasoning',
    [chunk({ reasoning_content: 'Hm' }), chunk({ reasoning: 'Hm' }), say('Hi.'), end()],
    hi,
  );
  check('leaves out thoughts in the text', [say('<thi'), say('nk>Hm</think>'), say('\n\nHi.'), end()], hi);
  check('keeps what only looks like a thought', [say('<'), end()], { text: '<', calls: [] });

  check('without a reason to finish is interrupted', [say('Hi.')], 'interrupted');
  check('without chunks is interrupted', [], 'interrupted');
  check('that was aborted is interrupted', [say('Hi.'), end('abort')], 'interrupted');
  check('without a reason to finish runs no call', [call(named(0, 'a', 'finish', '{}'))], 'interrupted');
  check('may be cut', [say('Hi'), end('length')], { cutOff: 'Hi', reason: 'max_output_tokens' });
  check('cut short runs no call', [call(named(0, 'a', 'finish', '{}')), end('length')], {
    cutOff: '',
    reason: 'max_output_tokens',
  });
  check('may be filtered', [say('Hi'), end('content_filter')], { cutOff: 'Hi', reason: 'content_filter' });
  check('may be refused', [chunk({ refusal: 'No.' }), end()], { refused: 'No.' });
  check('may fail by its end', [say('Hi'), end('error')], 'server');
  check(
    'may fail by an error among its chunks',
    [say('Hi'), { error: { code: 429, message: 'slow' } }],
    'rate_limited',
  );
  check('may fail by the error of a gateway', [{ error: { code: 502, message: 'down' } }], 'server');
  check('that promises calls and has none is its text', [say('Hi.'), end('tool_calls')], hi);

  const read1 = 'read_file {"path":"a"}';
  const read2 = 'read_file {"path":"b"}';
  calls(
    'gives a call in pieces',
    [call(named(0, 'a', 'read_file')), call(more(0, '{"path"')), call(more(0, ':"a"}')), end('tool_calls')],
    [read1],
  );
  calls(
    'gives calls sent whole',
    [
      call(named(0, 'a', 'read_file', '{"path":"a"}')),
      call(named(1, 'b', 'read_file', '{"path":"b"}')),
      end('tool_calls'),
    ],
    [read1, read2],
  );
  calls(
    'gives calls although it ends with stop',
    [call(named(0, 'a', 'read_file', '{"path":"a"}')), end()],
    [read1],
  );
  calls(
    'tells calls of the same index apart by their ids',
    [
      call(named(0, 'a', 'read_file', '{"path":"a"}')),
      call(named(0, 'b', 'read_file', '{"path":"b"}')),
      end(),
    ],
    [read1, read2],
  );
  calls(
    'tells calls of the same index apart by their ids alone',
    [call(named(0, 'a', 'finish')), call(named(0, 'b', 'finish')), end()],
    ['finish {}', 'finish {}'],
  );
  calls(
    'tells calls of the same index apart without ids',
    [
      call(named(0, undefined, 'read_file', '{"path":"a"}')),
      call(named(0, '', 'read_file', '{"path":"b"}')),
      end(),
    ],
    [read1, read2],
  );
  calls(
    'puts pieces together that have no index',
    [call(named(undefined, 'a', 'read_file')), call(more(undefined, '{"path":"a"}')), end()],
    [read1],
  );
  calls(
    'takes a name that is said with each piece as one call',
    [call(named(0, 'a', 'read_file', '{"path"')), call(named(0, 'a', 'read_file', ':"a"}')), end()],
    [read1],
  );
  calls(
    'puts interleaved pieces where they belong',
    [
      call(named(0, 'a', 'read_file')),
      call(named(1, 'b', 'read_file')),
      call(more(1, '{"path":"b"}')),
      call(more(0, '{"path":"a"}')),
      end(),
    ],
    [read1, read2],
  );
  calls('takes empty arguments as none', [call(named(0, 'a', 'finish')), end()], ['finish {}']);
  calls(
    'takes arguments sent as an object',
    [call(named(0, 'a', 'read_file', { path: 'a' })), end()],
    [read1],
  );
  calls(
    'gives cut arguments as they are, to be refused',
    [call(named(0, 'a', 'read_file', '{"path":"a')), end('tool_calls')],
    ['read_file {"path":"a'],
  );
  calls(
    'gives a patch out of a function',
    [call(named(0, 'a', 'apply_patch', '{"patch":"*** Begin Patch\\n*** End Patch"}')), end()],
    ['patchText'],
  );
  calls('leaves out a call without a name', [call(more(0, '{}')), end()], []);

  it('shows no thoughts', async () => {
    const { shown } = await read([say('<think>'), say('Hm'), say('</think>Hi'), say('.'), end()]);
    assert.equal(shown, 'Hi.');
  });

  it('gives each call an id', async () => {
    const { reply } = await read([
      call(named(0, '', 'finish', '{}')),
      call(named(1, undefined, 'finish', '{}')),
      end(),
    ]);
    assert.ok(!('kind' in reply) && reply.type === 'completed');
    const ids = reply.calls.map(({ callId }) => callId);
    assert.equal(new Set(ids).size, 2);
    assert.ok(
      ids.every((id) => /^call_\w+$/.test(id)),
      ids.join(),
    );
  });

  it('is not undone by a connection that breaks after its end', async () => {
    const stream = (async function* () {
      yield say('Hi.');
      yield end();
      throw new Error('reset');
    })();
    const quiet = { onDelta: () => undefined, onText: () => undefined, onEnd: () => undefined };
    assert.equal((await readChunks(stream, quiet)).end.type, 'finished');
  });

  describe('with calls written as text', () => {
    const written = (title: string, text: string, expected: readonly string[]) =>
      it(title, async () => {
        const { reply } = await read([say(text), end()]);
        assert.ok(!('kind' in reply) && reply.type === 'completed');
        const found = reply.calls.map((each) =>
          each.type === 'function' ? `${each.name} ${each.arguments}` : each.type,
        );
        assert.deepEqual(found, expected);
      });
    written('finds them in fences', 'I look.\n```tool read_file\n{"path":"a"}\n```\n', [read1]);
    written('finds them in JSON fences', '```json\n{"name":"read_file","arguments":{"path":"a"}}\n```', [
      read1,
    ]);
    written(
      'finds them in tags',
      '<tool_call>\n{"name":"read_file","arguments":{"path":"a"}}\n</tool_call>',
      [read1],
    );
    written(
      'finds them in tags of functions',
      '<function=read_file>\n<parameter=path>\na\n</parameter>\n</function>',
      [read1],
    );
    written('finds them as nothing but JSON', '{"name":"read_file","parameters":{"path":"a"}}', [read1]);
    written(
      'finds a list of them',
      '[TOOL_CALLS] [{"name":"read_file","arguments":{"path":"a"}},{"name":"finish","arguments":{}}]',
      [read1, 'finish {}'],
    );
    written(
      'finds a patch, and what follows it',
      '*** Begin Patch\n*** Delete File: a\n*** End Patch\n```tool finish\n{}\n```',
      ['patchText', 'finish {}'],
    );
    written('runs none of a fence that is cut', '```tool read_file\n{"path":"a"}\n', []);
    written('runs none of a tag that is cut', '<tool_call>{"name":"read_file","arguments":{"path":"a"}}', []);
    written('runs no patch that is cut', '*** Begin Patch\n*** Delete File: a\n', []);
    written('runs no tool that was not offered', '```tool run_command\n{"command":"rm"}\n```', []);
    written('takes JSON that is no call for text', '{"name":"Ann","age":7}', []);
  });
});

describe('the usage of a chat answer', () => {
  const check = (title: string, usage: unknown, expected: object) =>
    it(title, async () => {
      const { reply } = await read([say('Hi.'), { ...end(), usage }]);
      assert.ok(!('kind' in reply) && reply.type === 'completed');
      assert.deepEqual(reply.usage, expected);
    });
  const plain = { input: 9, cached: 0, output: 7, reasoning: 0 };
  check('is read', { prompt_tokens: 9, completion_tokens: 7 }, plain);
  check(
    'has its details',
    {
      prompt_tokens: 9,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
    { input: 9, cached: 4, cacheWritten: 3, output: 7, reasoning: 5 },
  );
  check(
    'may count its cache apart',
    { prompt_tokens: 9, completion_tokens: 7, prompt_cache_hit_tokens: 6 },
    { ...plain, cached: 6 },
  );
  check(
    'has reasoning that only the total counts',
    { prompt_tokens: 9, completion_tokens: 2, total_tokens: 16 },
    plain,
  );

  it('is estimated where there is none, and marked so', async () => {
    const { reply } = await read([say('Hi there, you.'), end()]);
    assert.ok(!('kind' in reply) && reply.type === 'completed');
    const { estimated, input, output } = reply.usage;
    assert.ok(estimated === true && input > 10 && output >= 3, JSON.stringify(reply.usage));
  });
});
