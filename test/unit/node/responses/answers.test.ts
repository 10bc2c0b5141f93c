import assert from 'node:assert/strict';
import type { ModelRequest, ToolCall } from '../../../../src/core/model/modelClient.ts';
import type { ScriptReply } from '../../../models/script.ts';
import { type ClientOptions, completed, withEndpoint } from './support.ts';

const patch = `*** Begin Patch
*** Update File: src/a.ts
@@
-const a = 1;
+const a = '日本 🙂';
*** Add File: src/b.ts
+export {};
*** Delete File: src/c.ts
*** End Patch`;

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

describe('answers of the Responses API', () => {
  for (const chunking of ['awkward', 'whole'] as const) {
    const text = 'Grüße – 日本語 🙂, and more than one piece of it.';
    it(`gives text sent in ${chunking} chunks`, async () => {
      await withEndpoint(
        { output: [{ type: 'text', text }], usage: { input: 50, cached: 20, output: 30, reasoning: 10 } },
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
          assert.equal(reply.text, text);
          assert.equal(shown, text);
          assert.deepEqual(reply.usage, { input: 50, cached: 20, output: 30, reasoning: 10 });
          const { firstTokenMs = Number.NaN, totalMs } = reply.timing;
          assert.ok(firstTokenMs > 0 && firstTokenMs <= totalMs, `${firstTokenMs} of ${totalMs} ms`);
        },
        { chunking },
      );
    });
  }

  const operations = [
    { type: 'update_file', path: 'src/a.ts', diff: "@@\n-const a = 1;\n+const a = '日本 🙂';\n" },
    { type: 'create_file', path: 'src/b.ts', diff: '+export {};\n' },
    { type: 'delete_file', path: 'src/c.ts' },
  ];
  const gives = (title: string, options: ClientOptions, reply: ScriptReply, expected: object[]) =>
    it(title, () =>
      withEndpoint(
        reply,
        async ({ send }) => {
          const calls = completed(await send({ tools })).calls.map(withoutId);
          assert.deepEqual(calls, expected);
        },
        options,
      ),
    );
  const patched: ScriptReply = { output: [{ type: 'patch', patch }] };
  gives(
    'gives a patch as operations',
    {},
    patched,
    operations.map((operation) => ({ type: 'patchOperation', operation })),
  );
  gives('gives a patch as free text', { tier: { patchTool: 'custom' } }, patched, [
    { type: 'patchText', text: patch, wire: 'custom' },
  ]);
  gives('gives a patch out of a function’s argument', { tier: { patchTool: 'function' } }, patched, [
    { type: 'patchText', text: patch, wire: 'function' },
  ]);
  gives(
    'gives function calls',
    {},
    { output: [{ type: 'tool', name: 'finish', arguments: { summary: 'Done – 日本.' } }] },
    [{ type: 'function', name: 'finish', arguments: '{"summary":"Done – 日本."}' }],
  );
  gives(
    'gives malformed arguments as the model wrote them',
    {},
    { fault: { type: 'badArguments', name: 'finish', arguments: '{"summary": "Don' } },
    [{ type: 'function', name: 'finish', arguments: '{"summary": "Don' }],
  );
  gives(
    'gives a patch that was put into a function not offered',
    {},
    { output: [{ type: 'tool', name: 'apply_patch', arguments: { input: patch } }] },
    [{ type: 'patchText', text: patch, wire: 'function' }],
  );

  it('tells a refusal', () =>
    withEndpoint({ output: [{ type: 'refusal', text: 'I won’t.' }] }, async ({ send }) => {
      const reply = await send();
      assert.deepEqual([reply.type, 'text' in reply && reply.text], ['refused', 'I won’t.']);
    }));

  it('gives no calls of an answer that was cut off', () =>
    withEndpoint(
      {
        output: [
          { type: 'text', text: 'First.' },
          { type: 'tool', name: 'finish', arguments: { summary: 'long' } },
        ],
        fault: { type: 'incomplete' },
      },
      async ({ send }) => {
        const reply = await send({ tools });
        assert.equal(reply.type, 'cutOff');
        assert.ok(!('calls' in reply));
        assert.deepEqual('text' in reply && [reply.text, 'reason' in reply && reply.reason], [
          'First.',
          'max_output_tokens',
        ]);
      },
    ));

  for (const patchTool of ['apply_patch', 'custom', 'function'] as const) {
    it(`takes part in a talk with the patch tool as ${patchTool}`, () =>
      withEndpoint(
        ({ nth }) =>
          nth === 0
            ? {
                output: [
                  { type: 'text', text: 'I change it.' },
                  { type: 'patch', patch },
                  { type: 'tool', name: 'finish', arguments: {} },
                ],
              }
            : { output: [{ type: 'text', text: 'Good.' }] },
        async ({ send, endpoint }) => {
          const input: ModelRequest['input'] = [{ type: 'user', text: 'Mend this.' }];
          const first = completed(await send({ input, tools, toolChoice: 'patch' }));
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
          ];
          assert.equal(completed(await send({ input: again, tools })).text, 'Good.');
          assert.match(endpoint.calls[1]?.text ?? '', /I change it\..*result 0.*result 1/s);
        },
        { tier: { patchTool } },
      ));
  }
});

function withoutId({ callId, ...call }: ToolCall) {
  assert.match(callId, /^call_/);
  return call;
}
