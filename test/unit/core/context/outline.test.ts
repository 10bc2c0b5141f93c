import assert from 'node:assert/strict';
import { outline } from '../../../../src/core/context/code/outline.ts';

describe('outline', () => {
  const check = (name: string, text: string, ...expected: readonly number[]) =>
    it(`has what is declared ${name}`, () =>
      assert.deepEqual(
        outline(text.split('\n'), 100).map((entry) => Number.parseInt(entry, 10)),
        expected,
      ));

  check(
    'in TypeScript',
    'import a from "a";\nexport class Shop {\n  static open() {\n    const x = 1;\n    if (x) {\n    }\n  }\n}\nexport const y = 2;',
    2,
    3,
    9,
  );
  check(
    'in Go',
    'package a\n\nfunc (s *Shop) Open() error {\n\treturn nil\n}\n\ntype Item struct {\n}',
    3,
    7,
  );
  check('in Rust', 'pub(crate) fn open() {\n    let x = 1;\n}\nimpl Display for Shop {\n}', 1, 4);
  check('in Python', 'class Shop:\n    async def open(self):\n        return 1', 1, 2);

  it('gives the lines with their numbers, as many as are asked for', () =>
    assert.deepEqual(outline(['let a;', '', 'let b;', 'let c;'], 2), ['1: let a;', '3: let b;']));
});
