import assert from 'node:assert/strict';
import { describeEvent } from '../../../src/cli/describeEvent.ts';
import { errorAt } from '../support/runTask.ts';

describe('describeEvent', () => {
  const error = errorAt('a.ts', 'x = y', 'y', "Cannot find name 'y'.");
  const check = (problems: number, notChecked: readonly string[], expected: string) =>
    assert.equal(
      describeEvent({
        type: 'diagnostics-found',
        diagnostics: Array.from({ length: problems }, () => error),
        notChecked: notChecked.map((path) => ({ path, reason: 'its server was not found' })),
      }),
      expected,
    );

  it('counts the problems and the files that were not checked', () => {
    check(1, [], 'Found 1 problem');
    check(0, ['b.go'], 'Found 0 problems; 1 file was not checked');
    check(2, ['b.go', 'c.go'], 'Found 2 problems; 2 files were not checked');
    check(2, ['lib/'], 'Found 2 problems; 1 folder was not checked');
    check(0, ['b.go', 'lib/', 'c.go'], 'Found 0 problems; 2 files and 1 folder were not checked');
  });
});
