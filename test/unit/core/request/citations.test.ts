import assert from 'node:assert/strict';
import { checkCitations, withRemovals } from '../../../../src/core/request/citations.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const workspace = new InMemoryWorkspace({
  'src/tax.ts': 'import x from "y";\n\nexport function taxOn(total: number) {\n  return total * 2;\n}\n',
  'main.ts': 'run();\n',
  'app/[id]/page.tsx': 'one\ntwo\n',
  'docs/my notes.md': '# One\ntwo\n',
  'src/größe.ts': 'eins();\n',
  'lib/a/util.ts': '1\n',
  'lib/b/util.ts': '1\n',
  '.env': 'A=1\n',
});

async function answer(text: string) {
  const { signal } = new AbortController();
  const all = await workspace.list(signal);
  const checked = await checkCitations(text, { read: (path) => workspace.read(path), all, signal });
  return withRemovals(checked);
}

describe('the citations of an answer', () => {
  const check = async (text: string, expected: string) => assert.equal(await answer(text), expected);
  const removal = '\n\n(One citation of this answer is taken out: no such place was found.)';

  it('stay where file and line are there', async () => {
    await check('In `taxOn` (src/tax.ts:3).', 'In `taxOn` (src/tax.ts:3).');
    await check('See `src/tax.ts:3-5`, main.ts:1.', 'See src/tax.ts:3-5, main.ts:1.');
    await check('./src/tax.ts#L3 and app/[id]/page.tsx:2', 'src/tax.ts:3 and app/[id]/page.tsx:2');
    await check('src/tax.ts:4-90', 'src/tax.ts:4-5');
  });
  it('lose a quotation that is found on the line', async () => {
    await check('src/tax.ts:4 «return total * 2», so', 'src/tax.ts:4, so');
    await check('src/tax.ts:3 "function taxOn(total"', 'src/tax.ts:3');
  });
  it('are put right where the quotation is a few lines off', async () => {
    await check('src/tax.ts:1 «return total»', 'src/tax.ts:4');
  });
  it('are taken out where no such file, line or quotation is', async () => {
    await check('It is in src/none.ts:3.', `It is in none.ts.${removal}`);
    await check('It is in src/tax.ts:300.', `It is in src/tax.ts.${removal}`);
    await check('src/tax.ts:3 «return total + 1» it says', `src/tax.ts it says${removal}`);
    await check('.env/x.ts:1', `x.ts${removal}`);
    await check('../up/a.ts:1', `a.ts${removal}`);
    assert.match(await answer('a/b.ts:1 and a/c.ts:2'), /2 citations of this answer are taken out/);
  });
  it('are known again however the path is written', async () => {
    await check('src\\tax.ts:3', 'src/tax.ts:3');
    await check('C:\\work\\shop\\src\\tax.ts:3', 'src/tax.ts:3');
    await check('file:///home/me/shop/src/tax.ts:3 says', 'src/tax.ts:3 says');
    await check('(/home/me/shop/src/tax.ts:3)', '(src/tax.ts:3)');
    await check('tax.ts:3 does it', 'src/tax.ts:3 does it');
    await check('src/größe.ts:1', 'src/größe.ts:1');
    await check('src/tax.ts:3:17', 'src/tax.ts:3');
    await check('See docs/my notes.md:2.', 'See `docs/my notes.md:2`.');
    await check('See `docs/my notes.md:2`.', 'See `docs/my notes.md:2`.');
    await check(
      '[taxOn](src/tax.ts#L3) and [src/tax.ts:3](src/tax.ts#L3)',
      'taxOn (src/tax.ts:3) and src/tax.ts:3',
    );
  });
  it('are known in words too', async () => {
    await check('In src/tax.ts line 3.', 'In src/tax.ts:3.');
    await check('In `src/tax.ts`, lines 3 to 5, it', 'In src/tax.ts:3-5, it');
    await check('src/tax.ts (lines 3–5) has it', 'src/tax.ts:3-5 has it');
    await check('In src/tax.ts line 300.', `In src/tax.ts.${removal}`);
  });
  it('are not guessed where several files may be meant', () => check('util.ts:1', `util.ts${removal}`));
  it('leave backticks that are not theirs', () => check('`see src/tax.ts:3` now', '`see src/tax.ts:3` now'));
  it('are not looked for in code', async () => {
    const code = '```\nat run (src/none.ts:300:1)\n```';
    await check(`So:\n${code}\nsee src/tax.ts:3`, `So:\n${code}\nsee src/tax.ts:3`);
    await check(`${code.slice(0, -3)}src/none.ts:9`, `${code.slice(0, -3)}src/none.ts:9`);
  });
  it('are not looked for in addresses, times and versions', async () => {
    for (const text of ['https://example.org/a.ts:3', 'at 12:30', 'v1.2:3', 'a: b']) await check(text, text);
  });
  it('take no longer than a text asks for', async () => {
    for (const part of ['a/', 'a.', '(a.ts:1 «', 'a.ts:1"']) await answer(part.repeat(20_000));
  });
});
