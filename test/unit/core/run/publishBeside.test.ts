import assert from 'node:assert/strict';
import { publish } from '../../../../src/core/run/publish/publish.ts';
import type { Session } from '../../../../src/core/run/session/session.ts';
import { applyEvent, foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { FileChange, RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { type CheckRule, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';
import { errorAt, runTask } from '../../support/runTask.ts';

const base = Array.from({ length: 40 }, (_, at) => `l${at}\n`).join('');
const with5 = base.replace('l5\n', 'A\n');
const with20 = base.replace('l20\n', 'X\n');

describe('publishing while somebody writes in the files', () => {
  /** @param whileChecked what `f` holds once the first part is being checked */
  const check = (
    title: string,
    tasks: readonly { readonly id: string; readonly changes: readonly FileChange[] }[],
    {
      now,
      whileChecked,
      rule = () => [],
    }: {
      readonly now: Readonly<Record<string, string>>;
      readonly whileChecked?: string;
      readonly rule?: CheckRule;
    },
    expected: readonly string[],
  ) =>
    it(title, async () => {
      const workspace = new InMemoryWorkspace(now);
      const events: readonly RunEvent[] = [
        { type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: 1, budgetUsd: 1, ceiling: 'mini' },
        ...tasks.flatMap(({ id, changes }): readonly RunEvent[] => [
          { type: 'tasks-added', tasks: [runTask({ id, dependsOn: [], group: { id, title: id } })] },
          { type: 'attempt-start', task: id, attempt: 0, tier: 'nano', reason: '' },
          {
            type: 'attempt-end',
            task: id,
            attempt: 0,
            tier: 'nano',
            outcome: 'passed',
            note: '',
            verdict: passedVerdict,
          },
          { type: 'task-end', task: id, outcome: 'done', tier: 'nano', changes, note: '' },
        ]),
      ];
      let state = foldEvents(events);
      assert.ok(state);
      const session = {
        state: () => state,
        deps: { workspace, checker: new FakeChecker(workspace, rule) },
        signal: new AbortController().signal,
        emit: async (event: RunEvent) => {
          state = applyEvent(state ?? assert.fail(), event);
          if (event.type === 'step' && whileChecked !== undefined) workspace.files.set('f', whileChecked);
        },
      } as unknown as Session;
      await publish(session);
      assert.deepEqual(
        state.proposals.map(({ tasks, verdict, files }) =>
          [...tasks, verdict.outcome, ...files.map(({ path }) => path)].join(' '),
        ),
        expected,
      );
    });
  const two = [
    { id: 'one', changes: [{ path: 'f', base, content: with5 }] },
    { id: 'two', changes: [{ path: 'f', base, content: base.replace('l30\n', 'C\n') }] },
  ];
  const both = ['one passed f', 'two passed f'];
  check('proposes both of two in one file', two, { now: { f: base } }, both);
  check('does so beside what is written', two, { now: { f: with20 } }, both);
  check('calls nothing checked that has lost its place', two, { now: { f: base.replace('l30\n', 'X\n') } }, [
    'one passed f',
    'two unchecked f',
  ]);
  check('does so where it is written meanwhile', two, { now: { f: base }, whileChecked: with20 }, both);

  const use = [
    {
      id: 'one',
      changes: [
        { path: 'a', base: 'a\n', content: 'use\n' },
        { path: 'f', base, content: with5 },
      ],
    },
  ];
  const rule: CheckRule = (path, own, all) =>
    own.includes('use') && !all('f')?.includes('l30') ? [errorAt(path, own, 'use', 'no l30')] : [];
  check('takes a check that was made for the same', use, { now: { a: 'a\n', f: base }, rule }, [
    'one passed a f',
  ]);
  check(
    'checks again what one file of is there already, with more that was done to it',
    use,
    { now: { a: 'a\n', f: with5.replace('l30\n', '') }, rule },
    [],
  );
});
