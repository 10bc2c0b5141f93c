import assert from 'node:assert/strict';
import { declaredNames } from '../../../../../src/core/context/textIndex/declaredNames.ts';
import { importedKey } from '../../../../../src/core/context/textIndex/importKey.ts';
import { keywords } from '../../../../../src/core/context/textIndex/keywords.ts';
import { scanText } from '../../../../../src/core/context/textIndex/scanText.ts';

describe('what a text imports', () => {
  const check = (path: string, text: string, ...expected: readonly string[]) =>
    it(text.trim(), () => {
      const bytes = new TextEncoder().encode(text);
      const textAt = (start: number, end: number) => new TextDecoder().decode(bytes.subarray(start, end));
      const keys = new Set<string>();
      scanText(bytes, {
        word: (_, start, end) => keywords.get(textAt(start, end)) ?? 0,
        declared: () => undefined,
        imported: ({ start, end, isPath }) => keys.add(importedKey(path, textAt(start, end), isPath)),
      });
      assert.deepEqual([...keys].sort(), expected);
    });

  check('src/a/b.ts', "import { x } from '../edit/patch.ts';", 'edit/patch');
  check('src/a/b.ts', "import { x } from '../../patch.ts';", 'patch');
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
  check('a/b.ts', "from 'a path that goes on\nin the next line'");
  check('a/b.ts', `import '${'x'.repeat(300)}'`);
});

describe('what a text declares', () => {
  const check = (text: string, ...expected: readonly string[]) =>
    it(text.trim().replaceAll('\n', ' '), () => assert.deepEqual([...declaredNames(text)], expected));

  check('export default class Cart {', 'Cart');
  check('class Cart {\r\n  total() {\r\n    if (a) {\r\n    }\r\n  }\r\n}', 'Cart', 'total');
  check('  async #load(path: string): Promise<void> {', 'load');
  check('  public static get(key) {', 'get');
  check('function* walk() {}', 'walk');
  check('const type = 1;', 'type');
  check('export const enum Kind {', 'Kind');
  check('async def price():', 'price');
  check('    def get(self):', 'get');
  check('func (c *Cart) Sum() int {', 'Sum');
  check('pub(crate) const fn sum() {', 'sum');
  check('let mut total = 0;', 'total');
  check("impl<'a> fmt::Display for Cart<'a> {", 'Cart');
  check('impl Cart {', 'Cart');
  check('macro_rules! list {', 'list');
  check('data class Cart(val total: Int)', 'Cart');
  check('total(1);\ncart.total() {\n  call(1);\n  const { a } = b;');
  check('\ufeffexport class Widget {}', 'Widget');
  check('export const 顧客番号 = 1;', '顧客番号');
  check('class Größe {', 'Größe');
  check('  fetch(url).then((r) => {');
  check('  async *gen() {', 'gen');
  check('  public void readFile(String a) throws IOException {', 'readFile');
  check('  private int count = total(a);');
  check('impl<T: From<U>> Cart<T> {', 'Cart');
  for (const word of 'elif foreach synchronized using lock unless until match await super'.split(' '))
    check(`  ${word} (x) {`);
  check('const');
  check('class ');
});
