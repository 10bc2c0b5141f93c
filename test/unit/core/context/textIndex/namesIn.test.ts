import assert from 'node:assert/strict';
import { declaredNames, importedKeys } from '../../../../../src/core/context/textIndex/namesIn.ts';

describe('importedKeys', () => {
  const check = (path: string, text: string, ...expected: readonly string[]) =>
    it(text.trim(), () => assert.deepEqual([...importedKeys(path, text)].sort(), expected));

  check('src/a/b.ts', "import { x } from '../edit/patch.ts';", 'edit/patch');
  check('src/a/b.ts', "import './c.ts';", 'a/c');
  check('src/a/b.ts', "export * from './index.ts';", 'src/a');
  check('src/a/b.ts', "const c = await import('./c.ts');", 'a/c');
  check('src/a/b.js', "const c = require('./c');", 'a/c');
  check('a/b.py', 'from pkg.part import thing', 'pkg/part');
  check('a/b.py', '  import os.path', 'os/path');
  check('a/b.rs', 'pub use crate::ledger::money;', 'ledger/money');
  check('a/b.rs', 'mod tests;', 'tests');
  check('a/b.c', '#include "lib/list.h"', 'lib/list');
  check('a/b.ts', '// What comes from the important use of a mod is no import.');
});

describe('declaredNames', () => {
  it('finds what languages declare, and no statements', () =>
    assert.deepEqual(
      [
        ...declaredNames(
          'export class Cart {\n  total() {\n    if (a) {\n    }\n  }\n}\ndef price():\nfunc (c *Cart) Sum() int {\nconst x = 1;\n',
        ),
      ].sort(),
      ['Cart', 'Sum', 'price', 'total', 'x'],
    ));
});
