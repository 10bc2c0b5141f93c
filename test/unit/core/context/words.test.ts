import assert from 'node:assert/strict';
import { queryWords, stem, wordParts } from '../../../../src/core/context/code/words.ts';

describe('queryWords', () => {
  const check = (text: string, expected: readonly string[]) => assert.deepEqual(queryWords(text), expected);

  it('keeps what is worth looking for, identifiers first', () => {
    check('Please fix the formatMoney function in src/money.ts', ['formatMoney', 'money.ts', 'money', 'src']);
    check('it is the of', []);
    check('', []);
  });
});

describe('stem', () => {
  const check = (words: string, expected: string) =>
    assert.deepEqual([...new Set(words.split(' ').map(stem))], [expected]);

  it('is one for the forms of a word', () => {
    check('cache caches cached caching Cache', 'cach');
    check('order orders ordering', 'order');
    check('entry entries', 'entr');
    check('class', 'class');
    check('is', 'is');
  });
});

describe('wordParts', () => {
  it('splits identifiers and paths', () => {
    assert.deepEqual(wordParts('src/readHTMLFile_v2.ts'), ['src', 'read', 'html', 'file', 'v2', 'ts']);
  });
});
