import assert from 'node:assert/strict';
import type { RunTask } from '../../../../src/core/request/runTask.ts';
import { problemTasks } from '../../../../src/core/run/problems/problemTasks.ts';
import { repeatSibling } from '../../../../src/core/run/problems/repeatSibling.ts';
import { startRun } from '../../../../src/core/run/run.ts';
import type { RunDeps } from '../../../../src/core/run/session/runDeps.ts';
import { createSession } from '../../../../src/core/run/session/session.ts';
import { overlayFor } from '../../../../src/core/run/session/taskOverlay.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import { defaultSettings } from '../../../../src/core/settings/settings.ts';
import type { Diagnostic } from '../../../../src/core/verify/diagnostic.ts';
import { TemporaryLedgers } from '../../node/ledger/temporaryLedger.ts';
import { countTurns } from '../../support/countTurns.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const count = 100;
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
const diagnostics = Array.from(
  { length: count },
  (_, k): Diagnostic => ({ path: `f${k}.ts`, message: 'It is wrong.', code: '1', severity: 'error', range }),
);
/** After so many of one kind that no fix mends, the others are not tried. */
const tried = 3;

/** `npm run bench -- problems` says how long thousands take; here it is that the host's loop has its turns between. */
describe('many problems in a run', () => {
  const { signal } = new AbortController();
  const turns = countTurns();

  it('become tasks one by one', async () => {
    const group = { id: 'g', title: 'G', diagnostics, reach: 0 };
    const tasks = await problemTasks({ groups: [group], importsOf: () => [] }, new Map(), { signal });
    assert.ok(turns() >= tasks.length, `${turns()} turns for ${tasks.length} tasks`);
  });

  describe('of a run with a ledger', () => {
    let ledgers: TemporaryLedgers;
    beforeEach(() => {
      ledgers = new TemporaryLedgers();
    });
    afterEach(() => ledgers.dispose());

    const checked = diagnostics.map(({ path }) => path);
    const none = { diagnostics, checked, notChecked: [], servers: ['TypeScript 7.0.2'] };
    const depsFor = async (workspace: InMemoryWorkspace): Promise<RunDeps> => ({
      ...{ workspace, endpoint: undefined, ledger: await ledgers.open() },
      checker: {
        survey: async () => none,
        check: async () => ({ ...none, before: [], after: [], ms: 1 }),
        quickFixes: async () => [],
      },
      journal: { append: async () => {}, load: async () => ({ runs: [], problems: [] }) },
      settings: { ...defaultSettings, ceiling: 'none' },
      retry: { maxAttempts: 1, sleep: async () => {}, random: () => 0 },
      now: () => 1,
      newId: () => 'r1',
    });

    it('that no fix is tried for are passed over one by one', async () => {
      const workspace = new InMemoryWorkspace(
        Object.fromEntries(diagnostics.map(({ path }) => [path, 'wrong\n'])),
      );
      let atLastTry = 0;
      let passedOver = 0;
      await startRun({ type: 'fixProblems' }, await depsFor(workspace), {
        signal,
        onChange: (_, event) => {
          if (event.type === 'step' && event.text.startsWith('Trying')) atLastTry = turns();
          if (event.type === 'quick-fixes-end') passedOver = turns() - atLastTry;
        },
      });
      assert.ok(passedOver >= count - tried, `${passedOver} turns`);
    });

    it('that were mended are learned from one by one', async () => {
      const [first] = diagnostics;
      assert.ok(first);
      const mended = diagnostics.map((each, line) => ({
        ...each,
        path: 'a.ts',
        range: { start: { ...range.start, line }, end: { ...range.end, line } },
      }));
      const group = { id: 'g', title: 'G' };
      const task = (id: string, targets: readonly Diagnostic[]): RunTask => ({
        ...{ id, kind: 'edit', title: id, instructions: '', files: [], dependsOn: [], acceptance: '' },
        ...{ targets, group },
      });
      const changes = [{ path: 'a.ts', base: 'wrong\n'.repeat(count), content: 'right\n'.repeat(count) }];
      const of = { task: 'mended', tier: 'nano' } as const;
      const own = task('own', [first]);
      const state = foldEvents([
        {
          type: 'run-start',
          run: 'r1',
          job: { type: 'fixProblems' },
          ...{ time: 1, budgetUsd: 1, ceiling: 'none' },
        },
        { type: 'tasks-added', tasks: [task('mended', mended), own] },
        { type: 'attempt-start', ...of, attempt: 0, reason: '' },
        { type: 'attempt-end', ...of, attempt: 0, outcome: 'passed', note: '' },
        { type: 'task-end', ...of, outcome: 'done', changes, note: '' },
      ]);
      assert.ok(state);
      const deps = await depsFor(new InMemoryWorkspace({ [first.path]: 'other\n' }));
      const session = createSession(state, deps, { signal, onChange: () => {} });
      const before = turns();
      await repeatSibling(session, own, await overlayFor(deps, state, 'own', { signal }));
      assert.ok(turns() - before >= count, `${turns() - before} turns`);
    });
  });
});
