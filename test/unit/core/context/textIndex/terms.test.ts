import assert from 'node:assert/strict';
import { termNumber, termsOf } from '../../../../../src/core/context/textIndex/terms.ts';

describe('terms', () => {
  const check = (word: string, ...expected: string[]) =>
    it(`${word} gives ${expected.join(' ')}`, () => assert.deepEqual(termsOf(word), expected));
  check('total', 'total');
  check('readFile', '=readfile', 'read', 'fil');
  check('read_file_2', '=read_file_2', 'read', 'fil');
  check('HTTPServer', '=httpserver', 'http', 'serv');
  check('x');
  check('$el', 'el');
  check('größe', 'größ');
  check('ÖffneGröße', '=öffnegröße', 'öffn', 'größ');
  check('Überweisung', 'überweisung');
  check('顧客番号', '顧客番号');
  check('получитьЗаказ', 'получитьзаказ');
  check('नमस्ते', 'नमस्ते');
  check('cartTotalを直す', '=carttotal', 'cart', 'total', 'を直す');
  check('“cart”—total…', 'cart', 'total');

  it('brings forms of a word together', () =>
    assert.equal(new Set(termsOf('parse parses parsed parsing parser')).size, 1));
  it('tells where a term was found', () =>
    assert.equal(
      new Set((['text', 'declared', 'path'] as const).map((field) => termNumber('a', field))).size,
      3,
    ));
});
