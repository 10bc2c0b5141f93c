import assert from 'node:assert/strict';
import { applyTextEdit, textEdit } from '../../../../src/core/edit/textEdit.ts';
import { plainEnds } from '../../../../src/core/problems/siblingEdit/lineEnds.ts';

describe('a text with plain line ends', () => {
  /** Puts a line before one that is found in the plain text. */
  const check = (text: string, before: string, expected: string) => {
    const { text: plain, back } = plainEnds(text);
    const at = plain.split('\n').indexOf(before);
    assert.notEqual(at, -1);
    const start = plain.split('\n').slice(0, at).join('\n').length + Math.min(at, 1);
    assert.equal(applyTextEdit(textEdit([back({ start, end: start, text: 'new\n' })]), text), expected);
  };

  it('is edited where the text is meant, with its ends', () => {
    check('one\ntwo\n', 'two', 'one\nnew\ntwo\n');
    check('one\r\ntwo\r\n', 'two', 'one\r\nnew\r\ntwo\r\n');
  });
  it('begins behind a byte-order mark', () => {
    check('\ufeffone\ntwo\n', 'one', '\ufeffnew\none\ntwo\n');
    check('\ufeffone\r\ntwo\r\n', 'two', '\ufeffone\r\nnew\r\ntwo\r\n');
  });
});
