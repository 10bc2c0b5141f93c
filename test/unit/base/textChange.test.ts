import assert from 'node:assert/strict';
import { textChange } from '../../../src/base/textChange.ts';

describe('the smallest replacement between two texts', () => {
  const check = (
    before: string,
    after: string,
    expected: readonly [start: number, end: number, newText: string],
  ) => {
    const { start, end, newText } = textChange(before, after);
    assert.deepEqual([start, end, newText], expected);
    assert.equal(before.slice(0, start) + newText + before.slice(end), after);
  };

  it('a word in the middle', () => check('let a = 1;', 'let b = 1;', [4, 5, 'b']));
  it('an insertion', () => check('ab', 'axb', [1, 1, 'x']));
  it('an insertion of what stands there already', () => check('aa', 'aaa', [2, 2, 'a']));
  it('a removal', () => check('axb', 'ab', [1, 2, '']));
  it('all of it', () => check('abc', 'xyz', [0, 3, 'xyz']));
  it('into an empty text', () => check('', 'abc', [0, 0, 'abc']));
  it('nothing', () => check('abc', 'abc', [3, 3, '']));
  it('a line ending is replaced whole', () => check('a\r\nb', 'a\nb', [1, 3, '\n']));
  it('a carriage return is added with its line', () => check('a\nb', 'a\r\nb', [1, 2, '\r\n']));
  it('a surrogate pair with the same first half', () => check('\u{1f600}', '\u{1f601}', [0, 2, '\u{1f601}']));
  it('a surrogate pair with the same second half', () =>
    check('\u{1f600}', '\u{1fa00}', [0, 2, '\u{1fa00}']));
});
