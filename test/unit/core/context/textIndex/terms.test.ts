import assert from 'node:assert/strict';
import {
  stemOf,
  termNumber,
  termsOfWord,
  visitWords,
} from '../../../../../src/core/context/textIndex/terms.ts';

describe('terms', () => {
  const check = (word: string, ...expected: string[]) =>
    it(`${word} gives ${expected.join(' ')}`, () => assert.deepEqual(termsOfWord(word), expected));
  check('total', 'total');
  check('readFile', '=readfile', 'read', 'fil');
  check('read_file_2', '=read_file_2', 'read', 'fil');
  check('HTTPServer', '=httpserver', 'http', 'serv');
  check('x');
  check('$el', 'el');

  it('brings forms of a word together', () =>
    assert.equal(new Set(['parse', 'parses', 'parsed', 'parsing', 'parser'].map(stemOf)).size, 1));
  it('tells where a term was found', () =>
    assert.equal(
      new Set((['text', 'declared', 'path'] as const).map((field) => termNumber('a', field))).size,
      3,
    ));
  it('visits words with their lines and leaves out data', () => {
    const seen: string[] = [];
    const lines = visitWords(`one two\n\nthree3 4four ${'x'.repeat(100)}\n`, (word, line) =>
      seen.push(`${word}:${line}`),
    );
    assert.deepEqual(seen, ['one:0', 'two:0', 'three3:2', 'four:2']);
    assert.equal(lines, 4);
  });
});
