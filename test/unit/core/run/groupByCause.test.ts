import assert from 'node:assert/strict';
import type { Label } from '../../../../src/core/request/label.ts';
import { groupByCause } from '../../../../src/core/run/findProblems.ts';

describe('groupByCause', () => {
  const item = (id: string, path: string, message = `message ${id}`) => ({
    id,
    diagnostic: {
      path,
      message,
      code: '1',
      severity: 'error' as const,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    },
  });
  const label = (
    id: string,
    rootCause: string,
    effort: Label['effort'] = 'nano',
    confidence = 0.9,
  ): Label => ({
    id,
    category: 'x',
    rootCause,
    effort,
    confidence,
  });
  const check = (
    items: ReturnType<typeof item>[],
    labels: Label[],
    expected: { title: string; files: string[]; effort: string; dependsOn: string[] }[],
    last = new Map<string, string>(),
  ) =>
    assert.deepEqual(
      groupByCause(items, labels, last).map(({ title, files, effort, dependsOn }) => ({
        title,
        files,
        effort,
        dependsOn,
      })),
      expected,
    );

  it('makes one task of diagnostics with the same cause, over files', () => {
    check(
      [item('d1', 'a.ts'), item('d2', 'b.ts'), item('d3', 'c.ts')],
      [label('d1', 'Rename total'), label('d2', 'rename total '), label('d3', 'Other')],
      [
        { title: 'Rename total (2 problems)', files: ['a.ts', 'b.ts'], effort: 'nano', dependsOn: [] },
        { title: 'message d3', files: ['c.ts'], effort: 'nano', dependsOn: [] },
      ],
    );
  });
  it('puts tasks on the same file one behind the other, and behind the quick fixes in it', () => {
    check(
      [item('d1', 'a.ts'), item('d2', 'a.ts')],
      [label('d1', 'one'), label('d2', 'two')],
      [
        { title: 'message d1', files: ['a.ts'], effort: 'nano', dependsOn: ['quickfix-1'] },
        { title: 'message d2', files: ['a.ts'], effort: 'nano', dependsOn: ['fix-1'] },
      ],
      new Map([['a.ts', 'quickfix-1']]),
    );
  });
  it('takes the highest effort of a group, and one tier more where the label is unsure', () => {
    const items = [item('d1', 'a.ts'), item('d2', 'b.ts')];
    check(
      items,
      [label('d1', 'x'), label('d2', 'x', 'mini')],
      [{ title: 'x (2 problems)', files: ['a.ts', 'b.ts'], effort: 'mini', dependsOn: [] }],
    );
    check(
      [item('d1', 'a.ts')],
      [label('d1', 'x', 'nano', 0.2)],
      [{ title: 'message d1', files: ['a.ts'], effort: 'mini', dependsOn: [] }],
    );
  });
  it('loses no diagnostic that has no label', () => {
    check(
      [item('d1', 'a.ts')],
      [],
      [{ title: 'message d1', files: ['a.ts'], effort: 'nano', dependsOn: [] }],
    );
  });
  it('splits a cause that reaches into many files', () => {
    const items = ['a', 'b', 'c', 'd', 'e'].map((name, index) => item(`d${index}`, `${name}.ts`));
    const labels = items.map(({ id }) => label(id, 'wide'));
    assert.equal(groupByCause(items, labels, new Map()).length, 5);
  });
  it('splits more problems than a worker is shown, one part after the other', () => {
    const items = Array.from({ length: 45 }, (_, at) => item(`d${at}`, 'a.ts'));
    const labels = items.map(({ id }) => label(id, 'one cause'));
    const tasks = groupByCause(items, labels, new Map());
    assert.deepEqual(
      tasks.map(({ targets, dependsOn }) => [targets.length, ...dependsOn]),
      [[20], [20, 'fix-1'], [5, 'fix-2']],
    );
  });
});
