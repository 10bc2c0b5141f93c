import assert from 'node:assert/strict';
import { describeDiagnostic } from '../../../../src/core/context/describeDiagnostic.ts';

describe('a problem as a model is shown it', () => {
  const check = (message: string, expected: string) => {
    const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } };
    const diagnostic = {
      path: 'a.ts',
      range,
      severity: 'error',
      source: 'ts',
      code: '2322',
      message,
    } as const;
    assert.equal(describeDiagnostic(diagnostic), `a.ts:3:5 error ts 2322: ${expected}`);
  };

  it('is one line', () => check('Type A\n  is no B.', 'Type A is no B.'));
  it('holds nothing that can not be seen, and opens no fence', () =>
    check('is `B`\u001b[31m \u202enow', "is 'B' [31m \ufffdnow"));
});
