import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contextLines } from '../../../src/cli/context.ts';
import { asNobody } from '../support/asNobody.ts';

describe('tiercel context', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'tiercel-context-'));
    await mkdir(path.join(root, 'src'));
    await put('src/cart.ts', 'export function cartTotal() {}\n');
    await put('src/price.ts', 'export const price = 4;\n');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const put = (file: string, text: string) => writeFile(path.join(root, file), text);

  async function answers(lines: AsyncIterable<string>, limit = 20) {
    const written: { files?: { path: string }[]; error?: { code: string } }[] = [];
    const { signal } = new AbortController();
    const code = await contextLines(lines, (line) => void written.push(JSON.parse(line)), {
      workspace: root,
      limit,
      signal,
    });
    return { code, written, paths: written.map(({ files }) => files?.map((file) => file.path)) };
  }
  async function* lines(...texts: readonly string[]) {
    yield* texts.map((text) => `${text}\n`);
  }

  it('answers each line with the files it is about', async () => {
    const { code, written, paths } = await answers(
      lines('{"id":7,"query":"cart total"}', '{"query":"the price"}'),
    );
    assert.deepEqual({ code, paths }, { code: 0, paths: [['src/cart.ts'], ['src/price.ts']] });
    assert.ok(JSON.stringify(written[0]).startsWith('{"id":7,"files":[{"path":"src/cart.ts","score":'));
  });
  it('sees what changes, comes and goes between two lines', async () => {
    async function* changing() {
      yield '{"query":"basket"}\n';
      await put('src/cart.ts', 'export const basket = 1;\n');
      await put('src/new.ts', 'export const other = basket;\n');
      await rm(path.join(root, 'src/price.ts'));
      yield '{"query":"basket"}\n{"query":"price"}\n';
    }
    const { paths } = await answers(changing());
    assert.deepEqual(paths, [[], ['src/cart.ts', 'src/new.ts'], []]);
  });
  it('answers for the folder that a line names', async () => {
    const line = JSON.stringify({ query: 'price', workspace: path.join(root, 'src') });
    assert.deepEqual((await answers(lines(line))).paths, [['price.ts']]);
  });
  it('names no more files than it is asked for', async () =>
    assert.deepEqual((await answers(lines('{"query":"cart price"}'), 1)).paths[0]?.length, 1));
  it('leaves out what is withheld from models', async () => {
    await put('.env', 'cartTotal=1\n');
    assert.deepEqual((await answers(lines('{"query":"cartTotal"}'))).paths, [['src/cart.ts']]);
  });
  for (const [what, line] of [
    ['no JSON', '{'],
    ['no query', '{"id":1}'],
    ['no folder', '{"query":"x","workspace":"/nowhere/at/all"}'],
  ] as const)
    it(`says what is wrong with a line that has ${what}, and goes on`, async () => {
      const { code, written } = await answers(lines(line, '{"query":"price"}'));
      assert.equal(code, 2);
      assert.equal(written[0]?.error?.code, 'bad_input');
      assert.equal(written[1]?.files?.length, 1);
    });
  it('says of a folder that may not be read why, and goes on', async () => {
    if (process.platform === 'win32') return;
    const closed = path.join(root, 'closed');
    await mkdir(closed);
    await chmod(root, 0o755);
    await chmod(closed, 0o111);
    const line = JSON.stringify({ query: 'price', workspace: closed });
    const { code, written } = await asNobody(() => answers(lines(line, '{"query":"price"}')));
    assert.deepEqual([code, written[0]?.error?.code, written[1]?.files?.length], [2, 'unreadable', 1]);
  });
});
