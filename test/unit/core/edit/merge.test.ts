import assert from 'node:assert/strict';
import { type MergeConflict, merge3 } from '../../../../src/core/edit/merge/merge.ts';

/** One letter a line: texts that are short to read. */
const text = (letters: string): string => letters.replaceAll(' ', '').replace(/./g, '$&\n');

const clean = (base: string, mine: string, theirs: string, expected: string) =>
  it(`${base} | ${mine} | ${theirs} gives ${expected}`, () =>
    assert.deepEqual(merge3(text(base), text(mine), text(theirs)), { type: 'clean', text: text(expected) }));

const conflicts = (
  base: string,
  mine: string,
  theirs: string,
  reason: MergeConflict['reason'],
  lines: readonly number[],
) =>
  it(`${base} | ${mine} | ${theirs} is a conflict: ${reason}`, () => {
    const merged = merge3(text(base), text(mine), text(theirs));
    assert.ok(merged.type === 'conflict', JSON.stringify(merged));
    const [first] = merged.conflicts;
    assert.deepEqual(
      [first?.reason, first?.base.line, first?.mine.line, first?.theirs.line],
      [reason, ...lines],
    );
  });

describe('a three-way merge', () => {
  describe('takes both sides', () => {
    clean('abcdef', 'abcdef', 'abXdef', 'abXdef');
    clean('abcdef', 'aXcdef', 'abcdYf', 'aXcdYf');
    clean('abcdef', 'Xabcdef', 'abcdefY', 'XabcdefY');
    clean('abcdef', 'acdef', 'abcde', 'acde');
    clean('abcdef', 'aXYbcdef', 'abcd', 'aXYbcd');
  });
  describe('takes once what both did alike', () => {
    clean('abcdef', 'abXdef', 'abXdef', 'abXdef');
    clean('abcdef', 'aXbcdef', 'aXbcdYf', 'aXbcdYf');
    clean('abcdef', 'abcdefX', 'abcdefX', 'abcdefX');
    clean('abcdef', 'abef', 'abeY', 'abeY');
  });
  describe('shows what can not be', () => {
    conflicts('abcdef', 'abXdef', 'abYdef', 'overlap', [3, 3, 3]);
    conflicts('abcdef', 'PabXdef', 'abYdef', 'overlap', [3, 4, 3]);
    conflicts('abcdef', 'abXdef', 'abdef', 'overlap', [3, 3, 3]);
    conflicts('abcdef', 'abXcdef', 'abYcdef', 'overlap', [3, 3, 3]);
  });
  describe('takes changes without a line between as a conflict', () => {
    conflicts('abcdef', 'abXdef', 'abcYef', 'overlap', [3, 3, 3]);
    conflicts('abcdef', 'abXcdef', 'aYcdef', 'overlap', [2, 2, 2]);
    clean('abcdef', 'aXcdef', 'abcYef', 'aXcYef');
  });
  describe('never puts in a second time what the other side has put elsewhere', () => {
    conflicts('abcdefgh', 'XYabcdefgh', 'abcdXYefgh', 'twice', [1, 1, 1]);
    conflicts('abcdefgh', 'abcXefgh', 'abcdefXgh', 'twice', [7, 7, 7]);
  });
  describe('never guesses which of several equal blocks is meant', () => {
    // The second of three equal functions is changed; the other side has one more, or one less.
    conflicts('H pqr pqr pqr F', 'H pqr pXr pqr F', 'H pqr pqr pqr pqr F', 'unclear', [6, 6, 6]);
    conflicts('H pqr pqr pqr F', 'H pqr pXr pqr F', 'H pqr pqr F', 'unclear', [6, 6, 6]);
    conflicts('H pqr pqr pqr F', 'H pqr pqr pqr pqr F', 'H pqr pXr pqr F', 'unclear', [6, 6, 6]);
    // As many as there were, and named: the change stays where it was.
    clean('H pqr pqr pqr F', 'H pqr pXr pqr F', 'G pqr pqr pqr F', 'G pqr pXr pqr F');
    clean('H 1pqr 2pqr 3pqr F', 'H 1pqr 2pXr 3pqr F', 'H 0pqr 1pqr 2pqr 3pqr F', 'H 0pqr 1pqr 2pXr 3pqr F');
    clean('H 1pqr 2pqr 3pqr F', 'H 1pqr 2pXr 3pqr F', 'H 2pqr 3pqr F', 'H 2pXr 3pqr F');
    conflicts('H 1pqr 2pqr 3pqr F', 'H 1pqr 2pXr 3pqr F', 'H 1pqr 3pqr F', 'overlap', [6, 6, 6]);
  });
  describe('never holds on to lines that say nothing', () => {
    conflicts('12}=34}=56', '12}X=34}=56', 'ab}=cd', 'unclear', [4, 4, 4]);
    conflicts('12}=34}=56', '12}X=34}=56', 'ab}=cd}=ef', 'unclear', [4, 4, 4]);
  });
});
