import assert from 'node:assert/strict';
import { describeVerdict } from '../../../../src/core/verify/describeVerdict.ts';
import { judge } from '../../../../src/core/verify/verdict.ts';
import { report } from './diagnostics.ts';

describe('describeVerdict', () => {
  const check = (parts: Parameters<typeof report>[0], expected: string) =>
    assert.equal(describeVerdict(judge(report(parts), [], ['a.ts'])), expected);

  it('says who checked and what changed', () => {
    check(
      { before: ['a.ts:1 1 x', 'a.ts:2 2 y'], after: ['a.ts:2 2 y'] },
      'Checked by TypeScript 7.0.2 in 34 ms: 2 errors before, 1 after, 0 new.',
    );
    check(
      { after: ['a.ts:2 2 y', '!a.ts:3 3 z'] },
      'Checked by TypeScript 7.0.2 in 34 ms: 0 errors before, 1 after, 1 new, 1 new warning.',
    );
  });
  it('names what was not checked', () => {
    const missing = (path: string) => ({ path, reason: 'no language server for CSS' });
    check(
      { notChecked: [missing('a.css')] },
      'Checked by TypeScript 7.0.2 in 34 ms: 0 errors before, 0 after, 0 new. Not checked: a.css (no language server for CSS).',
    );
    check(
      { notChecked: ['a.css', 'b.css', 'c.css', 'd.css'].map(missing) },
      'Checked by TypeScript 7.0.2 in 34 ms: 0 errors before, 0 after, 0 new. Not checked: a.css (no language server for CSS), b.css (no language server for CSS), c.css (no language server for CSS) and 1 more file.',
    );
  });
});
