import assert from 'node:assert/strict';
import { describeCommand, describeVerdict } from '../../../../src/core/verify/describeVerdict.ts';
import type { CommandCheck, FurtherEvidence } from '../../../../src/core/verify/evidence.ts';
import { judge, withEvidence } from '../../../../src/core/verify/verdict.ts';
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
  it('tells how commands ended', () => {
    const checkCommand = (parts: Partial<CommandCheck>, expected: string) =>
      assert.equal(describeCommand({ ...run, ...parts }), expected);
    const run = {
      command: ['npm', 'test'],
      exitCode: 0,
      ms: 2_340,
      outcome: 'passed',
      summary: '12 passed',
    } as const;
    checkCommand({}, 'Ran npm test in 2.3 s, passed with exit code 0: 12 passed.');
    checkCommand({ summary: '', ms: 87 }, 'Ran npm test in 87 ms, passed with exit code 0.');
    checkCommand(
      { outcome: 'failed', exitCode: 1, summary: 'total adds up' },
      'Ran npm test in 2.3 s, failed with exit code 1: total adds up.',
    );
    checkCommand(
      { outcome: 'stopped', exitCode: null, ms: 60_000, summary: 'its time was up' },
      'Stopped npm test after 60.0 s: its time was up.',
    );
    checkCommand(
      { outcome: 'notRun', exitCode: null, summary: 'not allowed' },
      'Did not run npm test: not allowed.',
    );
  });
  it('names what looks odd', () => {
    const evidence: FurtherEvidence = {
      suspicions: [
        { kind: 'skippedTest', path: 'a.test.ts', line: 4, detail: 'skips a test' },
        { kind: 'testLiteral', path: 'a.ts', line: 0, detail: 'answers 1 with 2, as a test has it' },
      ],
    };
    const verdict = withEvidence(judge(report({}), [], ['a.ts']), evidence);
    assert.equal(
      describeVerdict(verdict),
      'Checked by TypeScript 7.0.2 in 34 ms: 0 errors before, 0 after, 0 new. Look twice: a.test.ts:5 skips a test; a.ts:1 answers 1 with 2, as a test has it.',
    );
  });
});
