import assert from 'node:assert/strict';
import { overlayWith } from '../../../../src/core/run/session/taskOverlay.ts';
import { freshTargets } from '../../../../src/core/run/task/freshTargets.ts';
import { asFound, type Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { type CheckRule, errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const at = (line: number): Diagnostic => ({
  path: 'a.ts',
  range: { start: { line, character: 0 }, end: { line, character: 3 } },
  severity: 'error',
  message: 'That is bad.',
  code: '2322',
  source: 'ts',
});

const taskFor = (targets: readonly Diagnostic[]) => ({
  ...{ id: 't', kind: 'edit' as const, title: '', instructions: '', files: ['a.ts'], dependsOn: [] },
  ...{ acceptance: '', targets },
});
const options = { signal: new AbortController().signal };
const job = { type: 'fixProblems' } as const;

/** The lines on which targets are found again, by the lines on which they were. */
async function check(now: string, was: readonly number[], expected: readonly (readonly [number, number])[]) {
  const workspace = new InMemoryWorkspace({ 'a.ts': now });
  const checker = new FakeChecker(workspace, errorsWhere({ bad: 'That is bad.' }));
  const overlay = await overlayWith(workspace, []);
  const found = await freshTargets({ checker, job }, taskFor(was.map(at)), overlay, options);
  assert.deepEqual(
    found.map((each) => [each.range.start.line, asFound(each).range.start.line]),
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
  it('are those that an earlier task has only given other words', async () => {
    const shape = (text = '') => text.slice(text.lastIndexOf('{'));
    const rule: CheckRule = (path, text, all) =>
      path === 'a.ts' && text.includes('size.deep')
        ? [
            {
              ...at(text.split('\n').indexOf('size.deep')),
              message: `No 'deep' on '${shape(all('size.ts'))}'.`,
            },
          ]
        : [];
    const [size, use] = ['const size = { wide }', 'size.deep'];
    const workspace = new InMemoryWorkspace({ 'size.ts': size, 'a.ts': use });
    const checker = new FakeChecker(workspace, rule);
    const { diagnostics } = await checker.survey(options);
    const overlay = await overlayWith(workspace, [
      { path: 'size.ts', base: size, content: 'const size = { wide: 1 }' },
    ]);
    const found = await freshTargets({ checker, job }, taskFor(diagnostics), overlay, options);
    assert.deepEqual(
      found.map((each) => [each.message, asFound(each).message]),
      [["No 'deep' on '{ wide: 1 }'.", "No 'deep' on '{ wide }'."]],
    );
    await overlay.write(new Map([['a.ts', 'size.wide']]));
    assert.deepEqual(await freshTargets({ checker, job }, taskFor(found), overlay, options), []);
  });
});
