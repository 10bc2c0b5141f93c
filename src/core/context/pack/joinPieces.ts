import type { Piece } from './pack.ts';

type Spanned = Piece & Required<Pick<Piece, 'span'>>;

const isSpanned = (piece: Piece): piece is Spanned => piece.span !== undefined;

/**
 * Makes one piece of those that share lines of a file. It stands where the most valuable of them stood, since that is
 * what a reader looks for there.
 */
export function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    let next = piece;
    let at = joined.length;
    for (let other = joined.length - 1; other >= 0; other--) {
      const before = joined[other];
      if (!before || !isSpanned(before) || !isSpanned(next) || !overlap(before, next)) continue;
      joined.splice(other, 1);
      at = before.value >= next.value ? other : at - 1;
      next = join(before, next);
    }
    joined.splice(at, 0, next);
  }
  return joined;
}

function overlap(a: Spanned, b: Spanned): boolean {
  return a.name === b.name && a.span.first <= b.span.last && b.span.first <= a.span.last;
}

function join(one: Spanned, other: Spanned): Piece {
  const [a, b] = one.span.first <= other.span.first ? [one, other] : [other, one];
  const rest = b.text.split('\n').slice(a.span.last + 1 - b.span.first);
  const text = b.span.last <= a.span.last ? a.text : [a.text, ...rest].join('\n');
  const notes = [...new Set([a.note, b.note].filter((note) => note !== undefined))].join(', ');
  return {
    name: a.name,
    span: { first: a.span.first, last: Math.max(a.span.last, b.span.last) },
    ...((a.isWhole || b.isWhole) && { isWhole: true }),
    ...(notes !== '' && { note: notes }),
    text,
    value: Math.max(a.value, b.value),
  };
}
