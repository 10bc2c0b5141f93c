import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TermCounter } from '../../../../../src/core/context/textIndex/countTerms.ts';
import { SegmentBuilder } from '../../../../../src/core/context/textIndex/segmentBuilder.ts';
import { termNumber, termsOf } from '../../../../../src/core/context/textIndex/terms.ts';

describe('TermCounter', () => {
  function counting() {
    const terms = new SegmentBuilder();
    return { terms, counter: new TermCounter(terms) };
  }
  function countsOf(text: string, { terms, counter } = counting()) {
    const counts = new Map<number, { count: number; parts: number }>();
    const { length } = counter.count(0, '', new TextEncoder().encode(text));
    const segment = terms.build((doc) => doc);
    for (const term of segment.arrays.terms)
      segment.visit(term, (_, count, parts) => counts.set(term, { count, parts }));
    counts.delete(termNumber('', 'module'));
    return { length, of: (term: string) => counts.get(termNumber(term, 'text')), size: counts.size };
  }

  it('counts words by their terms', () => {
    const found = countsOf('cart two Cart\n3total carts');
    assert.deepEqual(
      ['cart', 'two', 'total'].map((term) => found.of(term)?.count),
      [3, 1, 1],
    );
    assert.equal(found.length, 5);
  });
  it('says in which sixteenths of the text a term stands', () => {
    const lines = Array.from({ length: 16 }, (_, line) => (line % 6 === 0 ? 'here' : 'x').padEnd(399));
    assert.equal(countsOf(lines.join('\n')).of('her')?.parts, 0b1011);
    const long = Array.from({ length: 1600 }, (_, line) => (line === 1599 ? 'here' : 'x').padEnd(99));
    assert.equal(countsOf(long.join('\n')).of('her')?.parts, 1 << 15);
  });
  it('takes letters of any script as parts of words, capital or small', () =>
    assert.equal(countsOf('über größe = 顧客番号 // Größe').of('größ')?.count, 2));
  it('has of any text the terms that a request with the same words asks for', () => {
    const pieces = `readFile HTTPServer x _a $el 2nd parsing größe Überweisung ÄÖÜ Καλημέρα получитьЗаказ 顧客番号 番号のTotal नमस्ते “cart” — · 🙂 é \u0301 İx import from class # func impl for / . :: ( ) { ' "`;
    const piece = fc.constantFrom(...pieces.split(' '), '\n', ' ', '\t', 'q'.repeat(40));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (text) => {
        const terms = termsOf(text.join(''));
        const found = countsOf(text.join(''));
        assert.equal(found.length, terms.length);
        for (const term of terms)
          assert.equal(found.of(term)?.count, terms.filter((each) => each === term).length, term);
      }),
      { numRuns: 150 },
    );
  });
  it('has of any text in Unicode the terms that a request with the same words asks for', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const terms = termsOf(text);
        const found = countsOf(text);
        assert.equal(found.length, terms.length);
        for (const term of terms) assert.ok(found.of(term), term);
      }),
      { numRuns: 60 },
    ));
  it('ends on any bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        counting().counter.count(0, 'a.ts', bytes);
      }),
      { numRuns: 50 },
    ));
  it('leaves out data', () => assert.equal(countsOf('x'.repeat(100)).length, 0));
  it('knows many terms apart, and each text by itself', () => {
    const letters = (k: number) => [...String(k)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const words = Array.from({ length: 15_000 }, (_, k) => `q${letters(k)}q`);
    const counter = counting();
    const first = countsOf([...words, ...words].join(' '), counter);
    assert.equal(first.size, words.length);
    assert.ok(words.every((word) => first.of(word)?.count === 2));
    assert.equal(countsOf('one', counter).size, 1);
  });
  it('keeps to a limit of terms', () => {
    const words = Array.from({ length: 60_000 }, (_, k) =>
      [...k.toString(2)].map((bit) => (bit === '1' ? 'Y' : 'z')).join('k'),
    );
    assert.ok(countsOf(words.join('\n')).size <= 20_000);
  });
});
