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
  it('counts no byte-order mark, and puts nothing before one', () => {
    check('\ufeffab\ncd\n', [edit([0, 0], [0, 0], 'X\n'), edit([1, 1], [1, 2], '')], '\ufeffX\nab\nc\n');
    check('\ufeffab', [edit([0, 1], [0, 9], 'X')], '\ufeffaX');
    check('\ufeff', [edit([0, 0], [0, 0], 'X')], '\ufeffX');
  });
  it('throws on edits that overlap', () => {
    assert.throws(() => applyRangeEdits('abcd', [edit([0, 0], [0, 3], ''), edit([0, 2], [0, 4], '')]));
  });
  it('ends a line with whatever ends one in the Language Server Protocol', () => {
    check('ab\rcd\r\nef\n', [edit([1, 0], [1, 1], 'X'), edit([2, 0], [2, 1], 'Y')], 'ab\rXd\r\nYf\n');
  });
  it('ends a position past its line at the end of the line', () => {
    assert.equal(new LineIndex('ab\ncd').offsetAt({ line: 0, character: 9 }), 2);
    assert.equal(new LineIndex('ab\r\ncd').offsetAt({ line: 0, character: 9 }), 2);
    assert.equal(new LineIndex('ab\ncd').offsetAt({ line: 7, character: 0 }), 5);
  });
});
