import assert from 'node:assert/strict';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { lineMovesOf } from '../../../../src/core/verify/lineMoves.ts';
import { judge } from '../../../../src/core/verify/verdict.ts';
import { report } from './diagnostics.ts';

describe('judging lines side by side that have a problem of one kind each', () => {
  /** The names `q`, `r` and `s` are unknown. */
  const problemsOf = (text: string): readonly Diagnostic[] =>
    text.split('\n').flatMap((content, line) =>
      [...content.matchAll(/\b[qrs]\b/g)].map(({ 0: name, index }) => ({
        path: 'a.ts',
        range: { start: { line, character: index }, end: { line, character: index + 1 } },
        severity: 'error' as const,
        message: `Cannot find name '${name}'.`,
        code: '2304',
      })),
    );
  /** What comes of the problem of each line as the target. */
  function check(old: readonly string[], next: readonly string[], expected: readonly string[]) {
    const [before, after] = [old, next].map((lines) => lines.map((line) => `${line}\n`).join(''));
    const said = {
      ...report({}),
      before: problemsOf(before ?? ''),
      after: problemsOf(after ?? ''),
      lineMoves: lineMovesOf(new Map([['a.ts', before ?? '']]), new Map([['a.ts', after ?? '']])),
    };
    const outcomes = said.before.map((target) => judge(said, [target], ['a.ts']).outcome);
    assert.deepEqual(outcomes, expected, next.join(' '));
  }

  const calls = ['use(q);', 'call(q);'];
  it('does not take the one for mended that went to the place of the other', () => {
    check(calls, ['call(q, 1);', 'use(0);'], ['failed', 'failed']);
    check(calls, ['call(1, q);', 'use(0);'], ['failed', 'failed']);
    check(calls, ['use(0);', 'call(q, 1);'], ['passed', 'failed']);
    check(calls, ['call(0);', 'use(q, 1);'], ['failed', 'failed']);
    check(calls, ['other(q);', 'use(0);'], ['failed', 'failed']);
    check(calls, ['wrap(() => call(q));', 'use(0);'], ['failed', 'failed']);
    const made = ['  const a = use(q);', '  return call(q, a);'];
    check(made, ['  const b = call(q);', '  return use(0, b);'], ['failed', 'failed']);
    check(
      ['use(q);', 'more(q);', 'call(q);'],
      ['call(q, 1);', 'use(0);', 'more(0);'],
      Array(3).fill('failed'),
    );
  });
  it('does not take it for mended where nothing tells which of them is left', () => {
    check(calls, ['send(it, q, 1);', 'log(0);'], ['failed', 'failed']);
  });
  it('takes it for mended where what is left stands as it did, its line changed beside it', () => {
    check(calls, ['use(q, 1);', 'call(0);'], ['failed', 'passed']);
    check(calls, ['await use(q);', 'log(0);'], ['failed', 'passed']);
    check(calls, ['let a = use(q, 1);', 'call(0);'], ['failed', 'passed']);
    check(['use(q);', 'use(r);'], ['use(s);', 'use(0);'], ['failed', 'passed']);
    check(['use(q);', 'use(r);'], ['use(0);', 'use(s);'], ['passed', 'failed']);
    check(['a.x = f(q);', 'a.y = f(q);'], ['a.x = f(0);', 'a.y = f(q) + 1;'], ['passed', 'failed']);
  });
});
