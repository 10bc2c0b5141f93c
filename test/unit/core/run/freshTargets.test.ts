import assert from 'node:assert/strict';
import { overlayWith } from '../../../../src/core/run/session/taskOverlay.ts';
import { freshTargets } from '../../../../src/core/run/task/freshTargets.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const at = (line: number): Diagnostic => ({
  path: 'a.ts',
  range: { start: { line, character: 0 }, end: { line, character: 3 } },
  severity: 'error',
  message: 'That is bad.',
  code: '2322',
  source: 'ts',
});

/** The lines on which targets are found again, by the lines on which they were. */
async function check(now: string, was: readonly number[], expected: readonly (readonly [number, number])[]) {
  const workspace = new InMemoryWorkspace({ 'a.ts': now });
  const checker = new FakeChecker(workspace, errorsWhere({ bad: 'That is bad.' }));
  const targets = was.map(at);
  const task = {
    ...{ id: 't', kind: 'edit' as const, title: '', instructions: '', files: ['a.ts'], dependsOn: [] },
    ...{ acceptance: '', targets },
  };
  const overlay = await overlayWith(workspace, []);
  const found = await freshTargets({ checker, job: { type: 'fixProblems' } }, task, overlay, {
    signal: new AbortController().signal,
  });
  assert.deepEqual(
    [...found].map(([{ range }, origin]) => [range.start.line, origin.range.start.line]),
    expected,
  );
}

describe('the problems of a task when it begins', () => {
  it('are where they were found', () =>
    check(
      'bad\nbad\n',
      [0, 1],
      [
        [0, 0],
        [1, 1],
      ],
    ));
  it('are as many as they were, where lines came in above them', () =>
    check(
      'new\nbad\nbad\n',
      [0, 1],
      [
        [1, 0],
        [2, 1],
      ],
    ));
  it('are the one that is left, not the one before it', () => check('good\nbad\n', [0, 1], [[1, 1]]));
  it('are none where all are gone', () => check('good\n', [0], []));
});
