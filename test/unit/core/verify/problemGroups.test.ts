import assert from 'node:assert/strict';
import type { Diagnostic, Severity } from '../../../../src/core/verify/diagnostic.ts';
import { groupsByLikeness } from '../../../../src/core/verify/problemGroups.ts';

const problem = (message: string, code?: string, severity: Severity = 'error'): Diagnostic => ({
  path: 'a.ts',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  severity,
  message,
  source: 'ts',
  ...(code && { code }),
});

describe('problems that are alike', () => {
  const check = (given: readonly Diagnostic[], expected: readonly string[]) =>
    assert.deepEqual(
      groupsByLikeness
        .group(given)
        .map(({ title, severity, diagnostics }) => `${diagnostics.length} ${severity} ${title}`),
      expected,
    );

  it('share a code, whatever they name', () =>
    check(
      [problem("Cannot find name 'a'.", '2304'), problem("Cannot find name 'b'.", '2304')],
      ["2 error Cannot find name '…'."],
    ));
  it('keep their names where all have the same', () =>
    check(
      [problem("Cannot find name 'a'.", '2304'), problem("Cannot find name 'a'.", '2304')],
      ["2 error Cannot find name 'a'."],
    ));
  it('share their words where there is no code', () =>
    check(
      [problem('Line 3 is long'), problem('Line 17 is long'), problem('Odd')],
      ['2 error Line … is long', '1 error Odd'],
    ));
  it('come with the worst first, then the most', () =>
    check(
      [
        problem('w', '1', 'warning'),
        problem('w', '1', 'warning'),
        problem('x', '2'),
        problem('y', '3'),
        problem('y', '3'),
      ],
      ['2 error y', '1 error x', '2 warning w'],
    ));
});
