import assert from 'node:assert/strict';
import { checkCitations, withRemovals } from '../../../../src/core/request/citations.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const workspace = new InMemoryWorkspace({
  'src/tax.ts': 'import x from "y";\n\nexport function taxOn(total: number) {\n  return total * 2;\n}\n',
  'main.ts': 'run();\n',
  'app/[id]/page.tsx': 'one\ntwo\n',
  '.env': 'A=1\n',
});

async function answer(text: string) {
  const checked = await checkCitations(text, (path) => workspace.read(path), new AbortController().signal);
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
  it('are not looked for in addresses, times and versions', async () => {
    for (const text of ['https://example.org/a.ts:3', 'at 12:30', 'v1.2:3', 'a: b']) await check(text, text);
  });
  it('take no longer than a text asks for', async () => {
    for (const part of ['a/', 'a.', '(a.ts:1 «', 'a.ts:1"']) await answer(part.repeat(20_000));
  });
});
