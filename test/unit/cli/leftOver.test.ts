import assert from 'node:assert/strict';
import { describeNotChecked, isAchieved, lookAgain } from '../../../src/cli/leftOver.ts';
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
  it('is not known where the system stands in the way of looking', async () => {
    const end = foldEvents([
      {
        ...{ type: 'run-start', run: 'r', time: 1, budgetUsd: 1, ceiling: 'none' },
        job: { type: 'fixProblems' },
      },
    ]);
    assert.ok(end);
    const { signal } = new AbortController();
    const checker = new FakeChecker(new InMemoryWorkspace({}), rule);
    const system = { code: 'EMFILE', syscall: 'open' };
    checker.survey = () =>
      Promise.reject(Object.assign(new Error("EMFILE: too many open files, open '/a.ts'"), system));
    const notChecked = [{ path: './', reason: 'EMFILE: too many open files' }];
    const left = { errors: 0, notChecked, isBlind: true };
    assert.deepEqual(await lookAgain(end, [], checker, { signal }), left);
    checker.survey = () => Promise.reject(new Error('a bug'));
    await assert.rejects(lookAgain(end, [], checker, { signal }), /a bug/);
  });
  it('is not known of a file in a folder whose files nobody can tell, which is named', async () => {
    const { signal } = new AbortController();
    const checker = new FakeChecker(new InMemoryWorkspace({ 'a.ts': 'good' }), rule);
    const survey = await checker.survey({ signal });
    const closed = { path: 'lib/', reason: 'no' };
    checker.survey = async () => ({ ...survey, notChecked: [closed] });
    const left = async (file: string) => {
      const job = { type: 'fixProblems', file } as const;
      const end = foldEvents([{ type: 'run-start', run: 'r', time: 1, budgetUsd: 1, ceiling: 'none', job }]);
      assert.ok(end);
      return lookAgain(end, [], checker, { signal });
    };
    assert.deepEqual(await left('lib/b.ts'), { errors: 0, notChecked: [closed], isBlind: true });
    assert.deepEqual(await left('a.ts'), { errors: 0, notChecked: [], isBlind: false });
  });
  it('is what is left in the file that it was for', async () => {
    await check(both, ['a.ts'], { errors: 1, isBlind: false }, 'a.ts');
    await check(both, ['a.ts'], { errors: 1, isBlind: true }, 'a.py');
  });
  it('is no success while a fault holds the run up', () => {
    const heldUp = (fault: string) => {
      const end = foldEvents([
        {
          ...{ type: 'run-start', run: 'r', time: 1, budgetUsd: 1, ceiling: 'none' },
          job: { type: 'fixProblems' },
        },
        { type: 'run-pause', reason: { type: 'fault', fault, message: 'No.' } },
      ]);
      assert.ok(end);
      return isAchieved(end, { errors: 0, notChecked: [], isBlind: false });
    };
    assert.deepEqual(['disk', 'rate_limit', 'no_key'].map(heldUp), [false, false, true]);
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
