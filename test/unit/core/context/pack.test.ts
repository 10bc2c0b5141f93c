import assert from 'node:assert/strict';
import { linesPiece, packPieces } from '../../../../src/core/context/pack/pack.ts';

const piece = (name: string, length: number, value: number) => ({ name, text: 'x'.repeat(length), value });

describe('packPieces', () => {
  it('keeps the order given and names each piece with its lines', () => {
    const lines = ['one', 'two', 'three'];
    const pack = packPieces(
      [
        linesPiece('b.ts', lines, { first: 1, last: 1 }, 1),
        linesPiece('a.ts', lines, { first: 0, last: 2 }, 9),
      ],
      1_000,
    );
    assert.equal(
      pack.text,
      'b.ts lines 2-2:\n```\ntwo\n```\n\na.ts lines 1-3 (the whole file):\n```\none\ntwo\nthree\n```',
    );
    assert.deepEqual(pack.leftOut, []);
  });
  it('leaves out the least valuable first, and says so', () => {
    const pack = packPieces([piece('low', 400, 1), piece('high', 400, 9), piece('mid', 400, 5)], 270);
    assert.deepEqual(pack.leftOut, ['low']);
    assert.match(pack.text, /^high:[\s\S]*mid:[\s\S]*Left out for length: low\.$/);
  });
  it('shortens a long text at its end and names the lines that are missing', () => {
    const lines = Array.from({ length: 100 }, (_, at) => `line number ${at + 1}`);
    const pack = packPieces([linesPiece('a.ts', lines, { first: 0, last: 99 }, 1)], 200);
    const shown = /^a\.ts lines 1-(\d+):/.exec(pack.text)?.[1];
    assert.deepEqual(pack.leftOut, [`a.ts lines ${Number(shown) + 1}-100`]);
    assert.match(pack.text, new RegExp(`line number ${shown}\n\`\`\``));
  });
  it('never passes its budget', () => {
    for (let budget = 60; budget < 1_200; budget += 37) {
      const pieces = Array.from({ length: 12 }, (_, at) => piece(`file${at}.ts`, 50 + at * 60, at % 5));
      assert.ok(packPieces(pieces, budget).tokens <= budget, `${budget}`);
    }
  });
});
