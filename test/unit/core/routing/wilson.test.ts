import assert from 'node:assert/strict';
import { wilsonBounds } from '../../../../src/core/routing/wilson.ts';

describe('wilsonBounds', () => {
  const check = (passed: number, tried: number, lower: number, upper: number) => {
    const bounds = wilsonBounds(passed, tried);
    assert.ok(
      Math.abs(bounds.lower - lower) < 5e-5 && Math.abs(bounds.upper - upper) < 5e-5,
      JSON.stringify(bounds),
    );
  };

  it('knows nothing of an empty sample', () => check(0, 0, 0, 1));
  // Worked by hand from the formula: with n = 10, z²/n = 0.38415.
  it('does not believe ten of ten', () => check(10, 10, 0.7225, 1));
  it('mirrors at a half', () => {
    check(0, 10, 0, 0.2775);
    check(5, 10, 0.2366, 0.7634);
  });
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  it('gives what is published', () => {
    check(81, 263, 0.2553, 0.3662);
    check(15, 148, 0.0624, 0.1605);
    check(0, 20, 0, 0.1611);
    check(1, 29, 0.0061, 0.1718);
  });
});
