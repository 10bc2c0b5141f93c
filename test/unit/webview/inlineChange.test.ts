import assert from 'node:assert/strict';
import { inlineChanges } from '../../../src/webview/model/inlineChange.ts';

describe('inlineChanges', () => {
  /** Lines as in a patch; expected: the same lines with what changed in brackets. */
  const check = (patch: readonly string[], expected: readonly string[]) => {
    const types = { '-': 'removed', '+': 'added', ' ': 'context' } as const;
    const lines = patch.map((line) => ({
      type: types[line.charAt(0) as '-' | '+' | ' '],
      text: line.slice(1),
    }));
    const spans = inlineChanges(lines);
    const shown = patch.map((line, index) => {
      const span = spans.get(index);
      if (!span) return line;
      const text = line.slice(1);
      return `${line.charAt(0)}${text.slice(0, span.start)}[${text.slice(span.start, span.end)}]${text.slice(span.end)}`;
    });
    assert.deepEqual(shown, expected);
  };

  it('marks what changed within a pair of lines', () => {
    check(['-let a = 1;', '+let a = 20;'], ['-let a = [1];', '+let a = [20];']);
    check(
      [' x', '-aaaa b', '-cccc d', '+aaaa e', '+cccc f', ' y'],
      [' x', '-aaaa [b]', '-cccc [d]', '+aaaa [e]', '+cccc [f]', ' y'],
    );
  });
  it('marks only the side that has something', () => {
    check(['-let a', '+let a;'], ['-let a', '+let a[;]']);
  });
  it('marks nothing where lines share little, or do not pair', () => {
    check(['-    one', '+    two'], ['-    one', '+    two']);
    check(['-same start a', '+same start b', '+more'], ['-same start a', '+same start b', '+more']);
    check(['+new'], ['+new']);
  });
  it('counts no character twice', () => {
    check(['-aa', '+aaa'], ['-aa', '+aa[a]']);
  });
});
