import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import ranks from 'gpt-tokenizer/bpeRanks/o200k_base';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { O200K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';
import { pieceCounter } from '../../../../src/node/tokenizer/countPieces.ts';
import { processorMs } from '../../support/processorMs.ts';
import { seed, seeded } from '../../support/seed.ts';

/** As many tokens of the vocabulary as esbuild.mjs leaves in what ships. */
const kept = 100_000;
const count = pieceCounter(ranks.slice(0, kept), O200K_TOKEN_SPLIT_REGEX);
const whole = (text: string) => countTokens(text, { disallowedSpecial: new Set() });

describe('counting tokens', () => {
  it('keeps as many tokens as what ships has', () =>
    assert.match(readFileSync('esbuild.mjs', 'utf8'), /const keptTokens = 100_000;/));

  const check = (title: string, text: string, atMost: number) =>
    it(`counts ${title} at most ${atMost} times, and never less than there is`, () => {
      const [counted, real] = [count(text), whole(text)];
      assert.ok(counted >= real && counted <= real * atMost, `${counted} for ${real}`);
    });
  check('code', readFileSync('src/core/ledger/meteredModel.ts', 'utf8'), 1.05);
  check('prose', readFileSync('ARCHITECTURE.md', 'utf8'), 1.08);
  check('JSON', readFileSync('package.json', 'utf8'), 1.08);
  check('Chinese and Japanese', '这是一个测试，用来检查。日本語の文章を書いています。'.repeat(20), 1.5);
  check('what looks like a special token', '<|endoftext|><|im_start|>user', 1.2);
  it('bounds runs that no pattern cuts by their bytes, in no time', () => {
    for (const run of ['a'.repeat(100_000), ' '.repeat(100_000), '='.repeat(100_000), '\n'.repeat(100_000)]) {
      const start = processorMs();
      const counted = count(`x ${run} y`);
      assert.ok(counted >= 100_000 && counted < 100_020, String(counted));
      assert.ok(processorMs() - start < 2_000);
    }
  });
  it(seeded('counts no text too low'), () => {
    const word = fc.constantFrom(
      'const ',
      'ε',
      '😀',
      '\n\t',
      '    ',
      'foo_bar',
      '123',
      '}',
      "'s",
      'ß',
      '한국어',
      '==',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 60 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (value) => count(value) >= whole(value)),
      { seed, numRuns: 1_000 },
    );
  });
});
