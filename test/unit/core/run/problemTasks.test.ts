import assert from 'node:assert/strict';
import type { ProblemGroup } from '../../../../src/core/problems/groups.ts';
import type { KnownLabel } from '../../../../src/core/problems/labelCache.ts';
import { labelGroups } from '../../../../src/core/problems/labelGroups.ts';
import { templateOf } from '../../../../src/core/problems/template.ts';
import { problemTasks } from '../../../../src/core/run/problems/problemTasks.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';

const problem = (path: string, message = 'wrong', line = 0): Diagnostic => ({
  path,
  message,
  code: '1',
  severity: 'error',
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
});
const group = (
  id: string,
  diagnostics: readonly Diagnostic[],
  more: Partial<ProblemGroup> = {},
): ProblemGroup => ({
  id,
  title: id,
  diagnostics,
  reach: 0,
  ...more,
});

describe('problemTasks', () => {
  const { signal } = new AbortController();
  const check = async (
    groups: readonly ProblemGroup[],
    expected: readonly string[],
    more: { imports?: Record<string, string[]>; last?: Map<string, string> } = {},
  ) => {
    const importsOf = (path: string) => more.imports?.[path] ?? [];
    const tasks = await problemTasks({ groups, importsOf }, more.last ?? new Map(), { signal });
    const lines = tasks.map(
      ({ title, files, targets, effort, dependsOn, group: of }) =>
        `${title} | ${files.join(' ')} ${targets.length} | ${effort} ${of?.id ?? ''} | ${dependsOn.join(' ')}`,
    );
    assert.deepEqual(lines, expected);
  };

  it('makes one task of a group over a few files, and says what one problem says', () =>
    check(
      [group('a', [problem('a.ts'), problem('b.ts')]), group('c', [problem('c.ts', 'Odd.\n  Why.')])],
      ['a (2 problems) | a.ts b.ts 2 | nano a | ', 'Odd. | c.ts 1 | nano  | '],
    ));

  it('says what all problems of a group speak of: its root, else what their messages have in common', async () => {
    const both = [problem('a.ts', "no 'x'"), problem('b.ts', "no 'y'")];
    const root = { key: 'order.ts#Order.total', name: 'Order.total' };
    const groups = [group('a', both, { root }), group('b', both)];
    const tasks = await problemTasks({ groups, importsOf: () => [] }, new Map(), { signal });
    const subjects = tasks.map(({ group: of }) => of?.subject);
    assert.deepEqual(subjects, ['Order.total', templateOf(problem('a.ts', "no 'x'")).key]);
  });

  it('begins a wide group with one file, and has the others follow it, a few together, at the smallest tier', () =>
    check(
      [
        group(
          'w',
          ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => problem(`${name}.ts`)),
          { effort: 'mini' },
        ),
      ],
      [
        'wrong | a.ts 1 | mini w | ',
        'w (5 of 8 problems) | b.ts c.ts d.ts e.ts f.ts 5 | nano w | fix-1',
        'w (2 of 8 problems) | g.ts h.ts 2 | nano w | fix-1',
      ],
    ));

  it('begins with an example of each kind that there are several of', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    return check(
      [
        group('k', [
          ...names.slice(0, 4).map((name) => problem(`${name}.ts`, 'one')),
          ...names.slice(3).map((name) => problem(`${name}.ts`, 'two', 5)),
          problem('h.ts', 'three'),
        ]),
      ],
      [
        'k (2 of 9 problems) | a.ts d.ts 2 | nano k | ',
        'k (5 of 9 problems) | b.ts c.ts d.ts e.ts f.ts 5 | nano k | fix-1',
        'k (2 of 9 problems) | g.ts h.ts 2 | nano k | fix-1',
      ],
    );
  });

  it('puts tasks on a file behind those before, and behind what mends what it imports', () =>
    check(
      [group('a', [problem('lib.ts')]), group('b', [problem('use.ts')]), group('c', [problem('use.ts')])],
      [
        'wrong | lib.ts 1 | nano  | quickfix-1',
        'wrong | use.ts 1 | nano  | fix-1',
        'wrong | use.ts 1 | nano  | fix-2 fix-1',
      ],
      { imports: { 'use.ts': ['lib.ts'] }, last: new Map([['lib.ts', 'quickfix-1']]) },
    ));

  it('tells also of one problem what a module has in place of what is looked for', async () => {
    const root = { key: 'lib.ts#old', name: 'old', path: 'lib.ts', instead: ['newer', 'other'] };
    const groups = [group('g', [problem('a.ts')], { root })];
    const [task] = await problemTasks({ groups, importsOf: () => [] }, new Map(), { signal });
    assert.match(task?.instructions ?? '', /It has newer, other, and no old\.$/);
  });

  it('shows no worker more problems than it can be shown', () => {
    const many = Array.from({ length: 45 }, (_, line) => problem('a.ts', 'wrong', line));
    return check(
      [group('m', many)],
      [
        'wrong | a.ts 1 | nano m | ',
        'm (20 of 45 problems) | a.ts 20 | nano m | fix-1',
        'm (20 of 45 problems) | a.ts 20 | nano m | fix-1 fix-2',
        'm (4 of 45 problems) | a.ts 4 | nano m | fix-1 fix-3',
      ],
    );
  });
});

describe('labelGroups', () => {
  const root = (name: string, path = 'lib.ts') => ({ root: { key: `${path}#${name}`, name, path, line: 1 } });
  const label = (rootCause: string, more: Partial<KnownLabel> = {}): KnownLabel => ({
    category: 'x',
    rootCause,
    effort: 'nano',
    confidence: 0.9,
    ...more,
  });
  const check = async (
    groups: readonly ProblemGroup[],
    labels: Record<string, KnownLabel>,
    expected: readonly string[],
  ) => {
    const byKey = new Map(
      Object.entries(labels).map(([message, each]) => [templateOf(problem('', message)).key, each]),
    );
    const { signal } = new AbortController();
    const labelled = await labelGroups(groups, byKey, { signal });
    assert.deepEqual(
      labelled.map(({ title, effort, diagnostics }) => `${title} | ${effort} | ${diagnostics.length}`),
      expected,
    );
  };
  const two = (message: string) => [problem('a.ts', message), problem('b.ts', message)];

  it('names groups by what most of their labels say, and by their root', () =>
    check(
      [group('g', [...two('odd one'), problem('c.ts', 'other')], root('Order.sum'))],
      { 'odd one': label('a member was renamed'), other: label('else', { effort: 'mini' }) },
      ['Order.sum: a member was renamed | mini | 3'],
    ));
  it('puts together what is one cause of one declaration in the words of labels, and nothing else', () =>
    check(
      [
        group('a', two('one'), root('Order.sum')),
        group('b', two('two'), root('Order.total')),
        group('c', two('two'), root('Order.total', 'other.ts')),
        group('d', two('two')),
      ],
      { one: label('No number '), two: label('no number') },
      ['Order.sum: no number | nano | 4', 'Order.total: no number | nano | 2', 'no number | nano | 2'],
    ));
  it('has a tier look around where a label is unsure, and leaves groups alone that have none', () =>
    check([group('a', two('one')), group('b', two('unknown'))], { one: label('c', { confidence: 0.2 }) }, [
      'c | mini | 2',
      'b | nano | 2',
    ]));
  it('pays for no planner where all that there is for it is doubt', () =>
    check([group('a', two('one'))], { one: label('c', { effort: 'mini', confidence: 0.2 }) }, [
      'c | mini | 2',
    ]));
});
