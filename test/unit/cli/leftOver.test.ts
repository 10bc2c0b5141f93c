import assert from 'node:assert/strict';
import { describeNotChecked, lookAgain } from '../../../src/cli/leftOver.ts';
import { foldEvents } from '../../../src/core/run/state/applyEvent.ts';
import type { Diagnostic } from '../../../src/core/verify/diagnostic.ts';
import { errorsWhere, FakeChecker } from '../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../support/inMemoryWorkspace.ts';

const rule = errorsWhere({ bad: 'Bad.' });
const found: readonly Diagnostic[] = ['a.py', 'a.ts'].flatMap((path) => rule(path, 'bad', () => undefined));

/** What a run that found an error in a.py and in a.ts leaves, where a server looks at these files by then. */
async function check(
  files: Readonly<Record<string, string>>,
  seen: readonly string[],
  expected: { readonly errors: number; readonly isBlind: boolean },
  file?: string,
): Promise<void> {
  const end = foldEvents([
    {
      ...{ type: 'run-start', run: 'r', time: 1, budgetUsd: 1, ceiling: 'none' },
      job: { type: 'fixProblems', ...(file !== undefined && { file }) },
    },
    { type: 'diagnostics-found', diagnostics: found, notChecked: [], checked: 2 },
  ]);
  assert.ok(end);
  const checker = new FakeChecker(new InMemoryWorkspace(files), rule, ['Server'], (path) =>
    seen.includes(path),
  );
  const { signal } = new AbortController();
  const { errors, isBlind } = await lookAgain(end, [], checker, { signal });
  assert.deepEqual({ errors, isBlind }, expected);
}

describe('what a fix leaves', () => {
  const both = { 'a.py': 'bad', 'a.ts': 'bad' };
  it('is what is found at its end', () =>
    check({ ...both, 'a.ts': 'good' }, ['a.py', 'a.ts'], { errors: 1, isBlind: false }));
  it('is what was found, where a server has ended since', () =>
    check({ 'a.py': 'good', 'a.ts': 'good' }, ['a.ts'], { errors: 1, isBlind: false }));
  it('is not known where nobody looks any more', () => check(both, [], { errors: 2, isBlind: true }));
  it('is what is left in the file that it was for', async () => {
    await check(both, ['a.ts'], { errors: 1, isBlind: false }, 'a.ts');
    await check(both, ['a.ts'], { errors: 1, isBlind: true }, 'a.py');
  });
  it('is not known of files that are named by their reason, a few of each', () => {
    const files = ['a.go', 'b.go', 'c.go', 'd.go', 'e.go'].map((path) => ({
      path,
      reason: 'no server for Go',
    }));
    assert.deepEqual(describeNotChecked([{ path: 'x.kt', reason: 'none for Kotlin' }, ...files]), [
      'not checked: x.kt: none for Kotlin',
      'not checked: a.go, b.go, c.go and 2 more: no server for Go',
    ]);
  });
});
