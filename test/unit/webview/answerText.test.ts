import assert from 'node:assert/strict';
import { type Piece, readAnswer, readPieces } from '../../../src/webview/model/answerText.ts';

/** Places as [path:line], code as `code`, text as it is. */
function show(pieces: readonly Piece[]): string {
  const written: Record<Piece['type'], (piece: Piece) => string> = {
    text: ({ text }) => text,
    code: ({ text }) => `\`${text}\``,
    place: (piece) => (piece.type === 'place' ? `[${piece.path}:${piece.line}]` : ''),
  };
  return pieces.map((piece) => written[piece.type](piece)).join('');
}

describe('readPieces', () => {
  const check = (text: string, expected: string) => assert.equal(show(readPieces(text)), expected);

  it('finds places with a folder or a line', () => {
    check('see src/a.ts:12, then src/b.ts.', 'see [src/a.ts:12], then [src/b.ts:1].');
    check('(main.ts:3)', '([main.ts:3])');
    check('src/main.ts#L3', '[src/main.ts:3]');
    check('./src/a.ts:2', '[src/a.ts:2]');
    check('app/[id]/page.tsx:4', '[app/[id]/page.tsx:4]');
    check('.github/workflows/ci.yml', '[.github/workflows/ci.yml:1]');
  });
  it('finds them in backticks', () => {
    check('`src/a.ts:12` and `src/a.ts:12-20`', '[src/a.ts:12] and [src/a.ts:12]');
  });
  it('keeps other code', () => {
    check('call `order.total` or `a + b`', 'call `order.total` or `a + b`');
  });
  it('takes nothing else for a place', () => {
    for (const text of [
      'e.g. this',
      'Node.js 22.13',
      'https://example.com/a/b.ts',
      'and/or',
      'a@b.com',
      '../up.ts',
    ]) {
      check(text, text);
    }
  });
  it('never loses a character', () => {
    const text = '<b>`src/a.ts:1` x`y`z</b> a/b.ts';
    assert.equal(
      readPieces(text)
        .map((piece) => piece.text)
        .join(''),
      text.replaceAll('`', ''),
    );
  });
});

describe('readAnswer', () => {
  const check = (text: string, expected: readonly string[]) =>
    assert.deepEqual(
      readAnswer(text).map((block) => (block.type === 'code' ? `code:${block.text}` : show(block.pieces))),
      expected,
    );

  it('parts paragraphs at empty lines', () => check('one\ntwo\n\n \nthree', ['one\ntwo', 'three']));
  it('keeps fenced code as it is', () => {
    check('before\n```ts\nconst a = 1;\n\nsrc/a.ts:1\n```\nafter', [
      'before',
      'code:const a = 1;\n\nsrc/a.ts:1',
      'after',
    ]);
  });
  it('makes links of places alone that name their line', () =>
    check('src/a.ts:3 is called in src/none.ts, `src/b.ts` and `src/b.ts:4`', [
      '[src/a.ts:3] is called in src/none.ts, `src/b.ts` and [src/b.ts:4]',
    ]));
  it('shows a fence that is not closed yet', () => check('```\na', ['code:a']));
  it('reads Windows line ends', () => check('a\r\n\r\nb', ['a', 'b']));
  it('takes nothing', () => check('', []));
});
