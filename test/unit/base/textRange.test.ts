import assert from 'node:assert/strict';
import { applyRangeEdits, LineIndex } from '../../../src/base/textRange.ts';

describe('applyRangeEdits', () => {
  const edit = (from: [number, number], to: [number, number], newText: string) => ({
    range: { start: { line: from[0], character: from[1] }, end: { line: to[0], character: to[1] } },
    newText,
  });
  const check = (text: string, edits: ReturnType<typeof edit>[], expected: string) =>
    assert.equal(applyRangeEdits(text, edits), expected);

  it('inserts, replaces and deletes', () => {
    check('ab\ncd\n', [edit([0, 1], [0, 1], 'X')], 'aXb\ncd\n');
    check('ab\ncd\n', [edit([1, 0], [1, 2], 'X')], 'ab\nX\n');
    check('ab\ncd\n', [edit([0, 2], [1, 0], '')], 'abcd\n');
  });
  it('takes several edits in any order, all meant for the text as it was', () => {
    check('ab\ncd\n', [edit([1, 0], [1, 1], 'C'), edit([0, 0], [0, 1], 'AAA')], 'AAAb\nCd\n');
  });
  it('throws on edits that overlap', () => {
    assert.throws(() => applyRangeEdits('abcd', [edit([0, 0], [0, 3], ''), edit([0, 2], [0, 4], '')]));
  });
  it('ends a position past its line at the end of the line', () => {
    assert.equal(new LineIndex('ab\ncd').offsetAt({ line: 0, character: 9 }), 2);
    assert.equal(new LineIndex('ab\ncd').offsetAt({ line: 7, character: 0 }), 5);
  });
});
