import assert from 'node:assert/strict';
import { apply } from '../../../src/cli/apply.ts';

async function* stream(...chunks: readonly (string | Uint8Array)[]): AsyncIterable<string | Uint8Array> {
  yield* chunks;
}

async function run(
  ...chunks: readonly (string | Uint8Array)[]
): Promise<{ code: number; answers: unknown[] }> {
  const written: string[] = [];
  const code = await apply(stream(...chunks), (line) => void written.push(line));
  return {
    code,
    answers: written
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}

const patch = '*** Begin Patch\n*** Update File: a\n-x\n+y\n*** End Patch\n';
const good = { id: 1, format: 'v4a', files: { a: 'x\n', b: '' }, patch };

describe('tiercel apply', () => {
  it('answers with the changed files alone', async () =>
    assert.deepEqual(await run(JSON.stringify(good)), {
      code: 0,
      answers: [{ id: 1, ok: true, files: { a: 'y\n' } }],
    }));

  it('knows a file by whatever name', async () => {
    const line = JSON.stringify({ ...good, patch: patch.replace('File: a', 'File: __proto__') });
    const { answers } = await run(line.replace('"a":', '"__proto__":'));
    assert.equal(JSON.stringify(answers), '[{"id":1,"ok":true,"files":{"__proto__":"y\\n"}}]');
  });

  it('takes a refused patch for an answer', async () => {
    const { code, answers } = await run(JSON.stringify({ ...good, files: {} }));
    assert.equal(code, 0);
    assert.partialDeepStrictEqual(answers, [{ id: 1, ok: false, error: { code: 'file_not_found' } }]);
  });

  describe('of a patch that fits in part', () => {
    const half =
      '*** Begin Patch\n*** Update File: a\n-x\n+y\n@@\n-no\n+yes\n*** Add File: new\n+new\n*** End Patch';
    const hunks = [{ path: 'a', applied: [1], failed: [{ number: 2, code: 'context_not_found' }] }];
    it('gives the files that fit whole, and says which changes of the others do', async () => {
      const [answer] = (await run(JSON.stringify({ ...good, patch: half }))).answers;
      assert.partialDeepStrictEqual(answer, { ok: false, error: { code: 'context_not_found' }, hunks });
      assert.deepEqual(Object(answer).files, { new: 'new\n' });
    });
    it('gives what did apply when asked to', async () => {
      const { answers } = await run(JSON.stringify({ ...good, patch: half, partial: true }));
      assert.partialDeepStrictEqual(answers, [{ ok: false, hunks, files: { a: 'y\n', new: 'new\n' } }]);
    });
  });

  it('takes edits instead of a patch', async () => {
    const line = {
      format: 'search_replace',
      files: { a: 'x x\n' },
      edits: [{ path: 'a', old: 'x', new: 'y', all: true }],
    };
    assert.deepEqual((await run(JSON.stringify(line))).answers, [{ ok: true, files: { a: 'y y\n' } }]);
  });

  it('names bad lines, goes on and exits with 2', async () => {
    const bad = [
      'no json',
      '[]',
      '{"id":2,"format":"v9","files":{},"patch":""}',
      '{"id":3,"format":"v4a","files":{}}',
      '{"id":4,"format":"v4a","files":{"a":"x","b":3},"patch":""}',
      '{"id":5,"format":"v4a","files":["a"],"patch":""}',
    ];
    const { code, answers } = await run(`${bad.join('\n')}\n\n${JSON.stringify(good)}\n`);
    assert.equal(code, 2);
    assert.partialDeepStrictEqual(answers, [
      { ok: false, error: { code: 'bad_input' } },
      { ok: false, error: { code: 'bad_input' } },
      { id: 2, ok: false, error: { code: 'bad_input' } },
      { id: 3, ok: false, error: { code: 'bad_input' } },
      {
        id: 4,
        error: { message: '✖ must hold contents by path, and "b" holds something else\n  → at files' },
      },
      { id: 5, error: { message: '✖ must be an object of contents by path\n  → at files' } },
      { id: 1, ok: true },
    ]);
  });

  it('puts lines and characters together that chunks cut', async () => {
    const line = { ...good, files: { a: 'x\né😀\n' } };
    const bytes = new TextEncoder().encode(`${JSON.stringify(line)}\n${JSON.stringify(line)}`);
    const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
    const { answers } = await run(...chunks);
    const expected = { id: 1, ok: true, files: { a: 'y\né😀\n' } };
    assert.deepEqual(answers, [expected, expected]);
  });

  it('answers each line before it reads the next', async () => {
    const order: string[] = [];
    async function* input(): AsyncIterable<string> {
      for (const name of ['first', 'second']) {
        order.push(`read ${name}`);
        yield `${JSON.stringify({ ...good, id: name })}\n`;
      }
    }
    await apply(input(), (line) => void order.push(`wrote ${JSON.parse(line).id}`));
    assert.deepEqual(order, ['read first', 'wrote first', 'read second', 'wrote second']);
  });
});
