import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import type { TierTable } from '../../../../src/core/model/tier.ts';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { noHistory } from '../../../../src/core/routing/attempts.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { nextStep } from '../../../../src/core/run/task/routeTask.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { errorAt, runTask } from '../../support/runTask.ts';

const wide = (lines: number) => `${'const filler = "some words that fill a line up";\n'.repeat(lines)}`;

describe('a task that a tier could not see whole', () => {
  const check = async (
    task: RunTask,
    files: Readonly<Record<string, string>>,
    expected: RegExp,
    mini = 400_000,
  ) => {
    const workspace = new InMemoryWorkspace(files);
    const overlay = new Overlay((path) => workspace.read(path));
    const { tiers } = defaultSettings;
    const table: TierTable = { ...tiers, mini: { ...tiers.mini, contextTokens: mini } };
    const deps = { workspace, settings: { ...defaultSettings, tiers: table } } as unknown as RunDeps;
    const step = await nextStep({ deps, history: noHistory }, task, overlay, []);
    assert.match(step.type === 'attempt' ? step.reason : step.type, expected);
  };
  const edit = (files: readonly string[]) =>
    runTask({ kind: 'simple_edit', files, instructions: 'Mend filler.' });

  it('stays with nano where it fits', () =>
    check(edit(['a.ts']), { 'a.ts': wide(100) }, /^nano: simple_edit, 1 file/));
  it('goes a tier up where nano would be shown a part', () => {
    const files = { 'a.ts': wide(149), 'b.ts': wide(149), 'c.ts': wide(149) };
    return check(edit(['a.ts', 'b.ts']), files, /^mini: simple_edit, more to see than nano is shown/);
  });
  it('goes two up where the model of mini is a small one', () =>
    check(edit(['a.ts']), { 'a.ts': wide(390) }, /^planner: .*more to see than its model takes/, 6_000));
  it('is told by its problems where it has some', () => {
    const text = wide(59);
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => [`${name}.ts`, text]),
    );
    const targets = Object.keys(files).map((path) => errorAt(path, text, 'filler', 'It is wrong.'));
    return check(
      runTask({ kind: 'simple_edit', files: ['a.ts', 'b.ts'], targets: targets.slice(0, 5), effort: 'nano' }),
      files,
      /more to see than nano is shown/,
    );
  });
});
