import assert from 'node:assert/strict';
import { tokensPerSecond } from '../../../../src/core/model/speed.ts';

describe('the speed of an answer', () => {
  const check = (
    title: string,
    output: number,
    timing: { firstTokenMs?: number; totalMs: number },
    expected: number | undefined,
  ) => it(title, () => assert.equal(tokensPerSecond({ output }, timing), expected));
  check('counts from the first token on', 50, { firstTokenMs: 500, totalMs: 1_000 }, 100);
  check('is not known without a first token', 50, { totalMs: 1_000 }, undefined);
  check('is not known of a single token', 1, { firstTokenMs: 500, totalMs: 1_000 }, undefined);
  check('is not known of an answer that came at once', 50, { firstTokenMs: 500, totalMs: 500 }, undefined);
});
