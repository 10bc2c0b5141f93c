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
      // From the end, so that the places before stay what they are.
      return (spans.get(index) ?? []).toReversed().reduce((marked, { start, end }) => {
        const [from, to] = [start + 1, end + 1];
        return `${marked.slice(0, from)}[${marked.slice(from, to)}]${marked.slice(to)}`;
      }, line);
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
  it('marks each word that changed, and what stands between them as one with them', () => {
    check(
      ['-call(first, second, third)', '+call(one, second, three)'],
      ['-call([first], second, [third])', '+call([one], second, [three])'],
    );
    check(
      ['-return a b of the list', '+return c d of the list'],
      ['-return [a b] of the list', '+return [c d] of the list'],
    );
  });
  it('compares no lines that take long', () => {
    const long = 'word '.repeat(500);
    check([`-${long}a`, `+${long}b`], [`-${long}a`, `+${long}b`]);
  });
});
