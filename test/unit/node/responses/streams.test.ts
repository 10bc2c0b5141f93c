import assert from 'node:assert/strict';
import { readEvents, type StreamReport } from '../../../../src/node/responses/readEvents.ts';
import { replyOf } from '../../../../src/node/responses/replyOf.ts';

const message = (text: string, more: object = {}) => ({
  type: 'message',
  status: 'completed',
  content: [{ type: 'output_text', text }],
  ...more,
});
const call = (more: object = {}) => ({
  type: 'function_call',
  status: 'completed',
  call_id: 'call_1',
  name: 'finish',
  arguments: '{}',
  ...more,
});
const delta = (text: string, sequence_number?: number) => ({
  type: 'response.output_text.delta',
  delta: text,
  ...(sequence_number !== undefined && { sequence_number }),
});
const done = (item: object, output_index: number) => ({
  type: 'response.output_item.done',
  output_index,
  item,
});
const end = (type: string, response: object) => ({ type: `response.${type}`, response });
const completed = (output: unknown, more: object = {}) =>
  end('completed', { status: 'completed', output, usage: { input_tokens: 5, output_tokens: 2 }, ...more });

async function read(events: readonly unknown[]): Promise<StreamReport & { shown: string }> {
  let shown = '';
  const stream = (async function* () {
    yield* events;
  })();
  const report = await readEvents(stream, {
    onDelta: () => undefined,
    onEnd: () => undefined,
    onText: (text) => {
      shown += text;
    },
  });
  return { ...report, shown };
}

/** What a stream of events comes to, in few words. */
async function outcome(events: readonly unknown[]) {
  const { end: ending, doneItems } = await read(events);
  if (ending.type === 'brokenOff' || ending.type === 'failed') return ending.type;
  const reply = replyOf(ending, doneItems, { totalMs: 1 });
  if (reply.type === 'completed') return { text: reply.text, calls: reply.calls.length };
  return reply.type === 'cutOff' || reply.type === 'refused' ? { [reply.type]: reply.text } : reply.type;
}

describe('a stream of response events', () => {
  const check = (title: string, events: readonly unknown[], expected: unknown) =>
    it(title, async () => assert.deepEqual(await outcome(events), expected));

  const hi = { text: 'Hi.', calls: 0 };
  check('is what its terminal event says', [completed([message('Hi.')])], hi);
  check(
    'is so also where done items say otherwise',
    [done(message('No.'), 0), completed([message('Hi.')])],
    hi,
  );
  check('is so with deltas lost', [delta('H'), completed([message('Hi.')])], hi);
  check(
    'is its done items where the terminal event lists none',
    [done(message('Hi.'), 0), completed([])],
    hi,
  );
  check(
    'has its done items in their order',
    [done(message('two'), 1), done(message('one'), 0), completed([])],
    { text: 'one\ntwo', calls: 0 },
  );
  check(
    'passes over what it does not know',
    [{ type: 'keepalive' }, 7, null, completed([message('Hi.')])],
    hi,
  );
  check('ends with its terminal event', [completed([message('Hi.')]), completed([message('No.')])], hi);
  check(
    'gives the final answer without the remarks on the way',
    [completed([message('I look.', { phase: 'commentary' }), message('Hi.', { phase: 'final_answer' })])],
    hi,
  );
  check('gives calls', [completed([call()])], { text: '', calls: 1 });

  check('without a terminal event is broken off', [done(message('Hi.'), 0), done(call(), 1)], 'brokenOff');
  check('without events is broken off', [], 'brokenOff');
  check(
    'with a terminal event without a response is broken off',
    [{ type: 'response.completed' }],
    'brokenOff',
  );
  check('may fail', [done(message('Hi.'), 0), end('failed', { error: { code: 'server_error' } })], 'failed');
  check('may fail by an event of its own', [{ type: 'error', message: 'boom' }], 'failed');
  check('may be cancelled', [completed([], { status: 'cancelled' })], 'failed');
  check('may be incomplete', [end('incomplete', { status: 'incomplete', output: [message('H'), call()] })], {
    cutOff: 'H',
  });
  check('is incomplete by its event', [end('incomplete', { output: [call()] })], { cutOff: '' });
  check('is incomplete by its status', [completed([call()], { status: 'incomplete' })], { cutOff: '' });
  check('is incomplete by a call’s status', [completed([call({ status: 'incomplete' })])], { cutOff: '' });

  it('shows each delta once', async () => {
    const { shown } = await read([delta('a', 1), delta('a', 1), delta('b', 2), delta('a', 1), delta('c', 3)]);
    assert.equal(shown, 'abc');
  });

  it('shows all deltas where they have no numbers', async () => {
    assert.equal((await read([delta('a'), delta('a')])).shown, 'aa');
  });

  it('is not undone by a connection that breaks after the terminal event', async () => {
    const stream = (async function* () {
      yield completed([message('Hi.')]);
      throw new Error('reset');
    })();
    const quiet = { onDelta: () => undefined, onText: () => undefined, onEnd: () => undefined };
    assert.equal((await readEvents(stream, quiet)).end.type, 'completed');
  });
});

describe('the usage of a response', () => {
  const check = (title: string, usage: unknown, expected: readonly number[]) =>
    it(title, () => {
      const reply = replyOf({ type: 'completed', response: { output: [], usage } }, [], { totalMs: 1 });
      assert.equal(reply.type, 'completed');
      if (reply.type !== 'completed') return;
      const { input, cached, output, reasoning } = reply.usage;
      assert.deepEqual([input, cached, output, reasoning], expected);
    });
  check(
    'is read',
    {
      input_tokens: 9,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 7,
      output_tokens_details: { reasoning_tokens: 5 },
    },
    [9, 4, 7, 5],
  );
  check('may have no details', { input_tokens: 9, output_tokens: 7 }, [9, 0, 7, 0]);
  check(
    'has no more cached than input',
    { input_tokens: 9, input_tokens_details: { cached_tokens: 99 } },
    [9, 9, 0, 0],
  );
  check('may be missing', null, [0, 0, 0, 0]);
  check('may be nonsense', { input_tokens: '9', output_tokens: -1 }, [0, 0, 0, 0]);
});
