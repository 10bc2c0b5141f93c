import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fold } from '../../../../../src/core/edit/place/fold.ts';
import { foldHash, foldHashWithin } from '../../../../../src/core/edit/place/foldHash.ts';

const pieces = [
  ' ',
  '\t',
  '\v',
  '\u00A0',
  '\u200B',
  '\uFEFF',
  "'",
  '\u2019',
  '"',
  '\u201C',
  '-',
  '\u2013',
  '...',
  '\u2026',
];
const others = [
  'a',
  'b',
  '_',
  '7',
  '{',
  '\u00E9',
  'e\u0301',
  '\u0301',
  '\u1E9B\u0323',
  '\uAC00',
  '\u1100\u1161',
  '\u4E2D',
  '\u{1F600}',
  '\u{1D15E}',
  '\uD83D',
  '\u0085',
];
const line = fc
  .array(fc.constantFrom(...pieces, ...others), { maxLength: 12 })
  .map((parts) => parts.join(''));

const differs = (one: string, other: string) =>
  it(`tells ${JSON.stringify(one)} from ${JSON.stringify(other)}`, () =>
    assert.notEqual(foldHash(one), foldHash(other)));

describe('the hash of a folded line', () => {
  it('is that of the line as it is when folded', () => {
    fc.assert(
      fc.property(line, line, (text, beside) => {
        assert.equal(foldHash(text), foldHash(fold(text)));
        assert.equal(foldHash(text.normalize('NFD')), foldHash(text.normalize('NFC')));
        assert.equal(
          foldHashWithin(beside + text, beside.length, beside.length + text.length),
          foldHash(text),
        );
      }),
      { numRuns: 3000 },
    );
  });

  differs('ab', 'ba');
  differs('a', 'aa');
  differs('', 'a');
  differs('\u00E9a', 'a\u00E9');
  differs('1, 12', '2, 11');
});
