import assert from 'node:assert/strict';
import type { InputItem } from '../../../../src/core/model/modelClient.ts';
import { completed, faultOf, withEndpoint } from '../responses/support.ts';

const image = { mediaType: 'image/png', data: 'iVBORw0KGgo=', width: 64, height: 32 } as const;
const url = 'data:image/png;base64,iVBORw0KGgo=';
const input: readonly InputItem[] = [
  { type: 'user', text: 'The page looks like this.', images: [image] },
  { type: 'user', text: 'Move the button.' },
];
const script = { output: [{ type: 'text', text: 'ok' }] } as const;

describe('images', () => {
  it('go behind their text to the Responses API', () =>
    withEndpoint(script, async ({ send, endpoint }) => {
      completed(await send({ input }));
      const items = endpoint.calls[0]?.body.input as { content: unknown }[];
      assert.deepEqual(items[0]?.content, [
        { type: 'input_text', text: 'The page looks like this.' },
        { type: 'input_image', image_url: url, detail: 'high' },
      ]);
      assert.deepEqual(items[1]?.content, [{ type: 'input_text', text: 'Move the button.' }]);
    }));

  it('go in one message with the text around them to chat completions', () =>
    withEndpoint(
      script,
      async ({ send, endpoint }) => {
        completed(await send({ input }));
        const messages = endpoint.calls[0]?.body.messages as { content: unknown }[];
        assert.deepEqual(messages.at(-1)?.content, [
          { type: 'text', text: 'The page looks like this.' },
          { type: 'image_url', image_url: { url, detail: 'high' } },
          { type: 'text', text: 'Move the button.' },
        ]);
      },
      { tier: { provider: 'chat', capabilities: { images: true } } },
    ));

  it('are counted by their size where the endpoint does not count', () =>
    withEndpoint(
      { ...script, usage: { input: 0, cached: 0, output: 0, reasoning: 0 } },
      async ({ send }) => {
        const plain = completed(await send({ input: [{ type: 'user', text: 'x' }] })).usage.input;
        const images = [{ ...image, data: 'A'.repeat(400_000), width: 140, height: 140 }];
        const seen = completed(await send({ input: [{ type: 'user', text: 'x', images }] })).usage.input;
        assert.equal(seen - plain, 100);
      },
      { tier: { provider: 'chat', capabilities: { images: true } } },
    ));

  it('are sent to no model that is not known to see', () =>
    withEndpoint(
      script,
      async ({ send, endpoint }) => {
        const { kind, detail } = faultOf(await send({ input }));
        assert.equal(kind, 'misconfigured');
        assert.match(detail, /not known to see images/);
        assert.equal(endpoint.calls.length, 0);
      },
      { tier: { provider: 'chat' } },
    ));
});
