import assert from 'node:assert/strict';
import { mentionedPaths } from '../../../../../src/core/context/textIndex/queryTerms.ts';
import { processorMs } from '../../../support/processorMs.ts';

describe('the paths that a request mentions', () => {
  const check = (query: string, ...expected: readonly string[]) =>
    it(query, () => assert.deepEqual(mentionedPaths(query), expected));
  check('look at src/app.py and "config.ts"', 'src/app.py', 'config.ts');
  check('at total (/home/me/shop/src/price.ts:1:2)', 'home/me/shop/src/price.ts');
  check('in .\\src\\a-b.ts', 'src/a-b.ts');
  check('no path here');
  for (const path of ['src/größe.ts', 'src/顧客/番号.ts', 'größe.ts'])
    it(`${path}, in letters outside of ASCII`, () => assert.ok(mentionedPaths(`in ${path}.`).includes(path)));
  it('a path in a sentence without blanks', () =>
    assert.ok(mentionedPaths('src/app.pyが壊れている').includes('src/app.py')));
  it('a path in a long request without blanks', () =>
    assert.deepEqual(mentionedPaths(`${'これは長い文です。'.repeat(50)}「src/app.py」を直してください。`), [
      'src/app.py',
    ]));

  for (const [what, piece] of [
    ['hex', '0123456789abcdef'],
    ['dashes', 'a-'],
    ['dots', 'a.'],
  ] as const)
    it(`finds them beside long data, here ${what}, in a time that does not grow with its square`, () => {
      const start = processorMs();
      const found = mentionedPaths(`${piece.repeat(80_000 / piece.length)} src/app.py`);
      assert.deepEqual(found, ['src/app.py']);
      assert.ok(processorMs() - start < 2_000);
    });
});
