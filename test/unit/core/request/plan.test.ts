import assert from 'node:assert/strict';
import { checkPlan, normalizePlan, type PlannedTask } from '../../../../src/core/request/plan.ts';

const task = (id: string, more: Partial<PlannedTask> = {}): PlannedTask => ({
  id,
  kind: 'edit',
  title: `Task ${id}`,
  instructions: 'Do it.',
  files: [],
  dependsOn: [],
  acceptance: 'Done.',
  ...more,
});

describe('checkPlan', () => {
  const files = new Set(['src/a.ts', 'src/b.ts']);
  const check = (tasks: PlannedTask[], ...problems: RegExp[]) => {
    const found = checkPlan({ summary: '', tasks }, (path) => files.has(path));
    assert.equal(found.length, problems.length, found.join('\n'));
    for (const [index, problem] of problems.entries()) assert.match(found[index] ?? '', problem);
  };

  it('takes a plan that keeps the rules', () => {
    check([task('a', { files: ['src/a.ts'] }), task('b', { files: ['./src/b.ts'] })]);
    check([task('a', { files: ['src/a.ts'] }), task('b', { files: ['src/a.ts'], dependsOn: ['a'] })]);
  });
  it('refuses an empty plan, doubled ids and unknown dependencies', () => {
    check([], /no tasks/);
    check([task('a'), task('a')], /Two tasks have the id "a"/);
    check([task('a', { dependsOn: ['z'] })], /depends on "z", which is not in the plan/);
    check([task('a', { dependsOn: ['a'] })], /depends on itself/);
  });
  it('refuses a circle', () => {
    check(
      [task('a', { dependsOn: ['c'] }), task('b', { dependsOn: ['a'] }), task('c', { dependsOn: ['b'] })],
      /circle: a, b, c/,
    );
  });
  it('refuses two owners of a file without an order between them, directly or through others', () => {
    check(
      [task('a', { files: ['src/a.ts'] }), task('b', { files: ['src/a.ts'] })],
      /both change "src\/a.ts"/,
    );
    check([
      task('a', { files: ['src/a.ts'] }),
      task('b', { dependsOn: ['a'] }),
      task('c', { files: ['src/a.ts'], dependsOn: ['b'] }),
    ]);
  });
  it('wants files to exist or to be declared new', () => {
    check([task('a', { files: ['src/zz.ts'] })], /"src\/zz.ts", which does not exist/);
    check([task('a', { files: ['new: src/zz.ts'] }), task('b', { files: ['src/zz.ts'], dependsOn: ['a'] })]);
    check([task('a', { kind: 'test', files: ['test/a.test.ts'] })]);
    check([task('a', { instructions: 'Create src/zz.ts with a class.', files: ['src/zz.ts'] })]);
  });
  it('refuses files that no worker may write', () => {
    check([task('a', { files: ['new: ../x.ts'] })], /names "new: ..\/x.ts", which no task may change/);
    check([task('a', { files: ['new: .git/hooks/x'] })], /which no task may change: git's own files/);
  });
  it('takes the marks off the paths', () => {
    const plan = normalizePlan({
      summary: '',
      tasks: [task('a', { files: ['new: src/zz.ts', './src/a.ts'] })],
    });
    assert.deepEqual(plan.tasks[0]?.files, ['src/zz.ts', 'src/a.ts']);
  });
});
