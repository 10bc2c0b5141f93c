import assert from 'node:assert/strict';
import type { AnswerPart, LanguageModel } from '../../src/host/languageModels/languageModel.ts';
import { LanguageModelRefusal } from '../../src/host/languageModels/languageModel.ts';
import { vscodeLanguageModels } from '../../src/host/languageModels/vscodeLanguageModels.ts';

const never = new AbortController().signal;
const user = (text: string) => ({ role: 'user', parts: [{ type: 'text', text }] }) as const;
const readFile = { name: 'read_file', description: 'Reads.', inputSchema: { type: 'object' } };

/** The model that test/host/modelProvider offers. */
async function echo(): Promise<LanguageModel> {
  const model = await vscodeLanguageModels.find('scripted/echo');
  assert.ok(model, 'the provider of the tests is there');
  return model;
}

async function answer(...messages: Parameters<LanguageModel['send']>[0]): Promise<readonly AnswerPart[]> {
  const parts: AnswerPart[] = [];
  const options = { tools: [readFile], mustCall: false, signal: never };
  for await (const part of (await echo()).send(messages, options)) parts.push(part);
  return parts;
}

describe('the models that VS Code offers', () => {
  it('are found by family and by id, and not where there is none', async () => {
    const names = ['scripted/echo', 'scripted/echo-1', 'echo', 'nobody/echo', 'nothing'];
    const found = await Promise.all(names.map((name) => vscodeLanguageModels.find(name)));
    assert.deepEqual(
      found.map((model) => model !== undefined),
      [true, true, true, false, false],
    );
  });

  it('count by their own counter', async () => {
    assert.equal(await (await echo()).count('four', never), 4);
  });

  it('answer with text and calls, and are told the results', async () => {
    const first = await answer(user('Hi.'));
    assert.deepEqual(first, [
      { type: 'text', text: 'Hi.' },
      { type: 'call', callId: 'call-1', name: 'read_file', input: { path: 'a.ts' } },
    ]);
    const results = [{ type: 'result', callId: 'call-1', output: 'text' }] as const;
    const [second] = await answer(
      user('Hi.'),
      { role: 'assistant', parts: first },
      { role: 'user', parts: results },
    );
    assert.deepEqual(second, { type: 'text', text: 'Hi.|Hi. call read_file|result call-1' });
  });

  it('are shown images', async () => {
    // VS Code reads it, and may make it smaller: it has to be a true one.
    const data =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==';
    const image = { mediaType: 'image/png', data, width: 1, height: 1 } as const;
    const [first] = await answer({
      role: 'user',
      parts: [
        { type: 'text', text: 'Look:' },
        { type: 'image', image },
      ],
    });
    assert.match(first?.type === 'text' ? first.text : '', /^Look: image\/\w+ \d\d+$/);
  });

  it('tell why they can not be used', async () => {
    await assert.rejects(
      answer(user('blocked')),
      (error) => error instanceof LanguageModelRefusal && error.code === 'Blocked',
    );
  });

  it('stop when cancelled', async () => {
    const controller = new AbortController();
    const options = { tools: [], mustCall: false, signal: controller.signal };
    const parts: unknown[] = [];
    try {
      for await (const part of (await echo()).send([user('wait')], options)) {
        parts.push(part);
        controller.abort(new Error('stop'));
      }
    } catch (error) {
      assert.match(String(error), /cancel/i);
    }
    assert.deepEqual(parts, [{ type: 'text', text: 'waiting' }]);
  });
});
