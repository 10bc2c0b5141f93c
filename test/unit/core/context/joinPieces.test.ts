import assert from 'node:assert/strict';
import { joinPieces } from '../../../../src/core/context/pack/joinPieces.ts';
import { linesPiece } from '../../../../src/core/context/pack/pack.ts';

const lines = Array.from({ length: 10 }, (_, at) => `line ${at}`);

describe('pieces that share lines', () => {
  /** Pieces as "file first-last value". */
  const check = (pieces: readonly string[], expected: readonly string[]) => {
    const made = pieces.map((each) => {
      const [path = '', span = '', value] = each.split(' ');
      const [first = 0, last = 0] = span.split('-').map(Number);
      return linesPiece(path, lines, { first, last }, Number(value));
    });
    const joined = joinPieces(made);
    assert.deepEqual(
      joined.map(({ name, span, value }) => `${name} ${span?.first}-${span?.last} ${value}`),
      expected,
    );
    for (const { span, text, isWhole = false } of joined) {
      assert.ok(span);
      assert.equal(text, lines.slice(span.first, span.last + 1).join('\n'));
      assert.equal(isWhole, span.first === 0 && span.last === 9);
    }
  };

  it('become one, which stands where the more valuable stood', () => {
    check(['a 1-3 5', 'b 1-2 1', 'a 2-6 9'], ['b 1-2 1', 'a 1-6 9']);
    check(['a 1-3 9', 'b 1-2 1', 'a 2-6 5'], ['a 1-6 9', 'b 1-2 1']);
  });
  it('vanish in one that holds them', () => {
    check(['a 0-9 5', 'a 2-3 9'], ['a 0-9 9']);
    check(['a 2-3 9', 'a 0-9 5'], ['a 0-9 9']);
  });
  it('become one in chains', () => check(['a 0-2 1', 'a 4-6 2', 'a 2-4 3'], ['a 0-6 3']));
  it('stay apart where they share none', () =>
    check(['a 0-2 1', 'a 3-4 2', 'b 0-2 3'], ['a 0-2 1', 'a 3-4 2', 'b 0-2 3']));
});
