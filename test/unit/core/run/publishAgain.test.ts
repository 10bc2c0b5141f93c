import assert from 'node:assert/strict';
import type { FileChanges } from '../../../../src/core/edit/fileChanges.ts';
import { publish } from '../../../../src/core/run/publish/publish.ts';
import type { Session } from '../../../../src/core/run/session/session.ts';
import { applyEvent, foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { FileChange, RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import type { Commands } from '../../../../src/core/verify/commands/commands.ts';
import { type CheckRule, errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';
import { errorAt, runTask } from '../../support/runTask.ts';

const base = Array.from({ length: 40 }, (_, at) => `l${at}\n`).join('');
const withLines = (text: string, lines: Readonly<Record<number, string>>) =>
  Object.entries(lines).reduce((all, [at, word]) => all.replace(`l${at}\n`, `${word}\n`), text);

interface Work {
  readonly id: string;
  readonly after?: readonly string[];
  /** Its own where it is not given. */
  readonly group?: string;
  readonly changes: readonly FileChange[];
}

/** A task that was done and passed its check. */
const doneBy = ({ id, after = [], group = id, changes }: Work): readonly RunEvent[] => [
  { type: 'tasks-added', tasks: [runTask({ id, dependsOn: after, group: { id: group, title: group } })] },
  { type: 'attempt-start', task: id, attempt: 0, tier: 'nano', reason: '' },
  {
    ...{ type: 'attempt-end', task: id, attempt: 0, tier: 'nano', outcome: 'passed', note: '' },
    verdict: passedVerdict,
  },
  { type: 'task-end', task: id, outcome: 'done', tier: 'nano', changes, note: '' },
];

describe('publishing what a run has done since it published', () => {
  /**
   * @param works what is done before each time that it publishes, or what the user does then
   * @param expected each proposal in the end, with its verdict
   */
  const check = (
    title: string,
    works: readonly (readonly (Work | RunEvent)[])[],
    expected: readonly string[],
    rule: CheckRule = () => [],
    failsCommand: (changes: FileChanges) => boolean = () => false,
  ) =>
    it(title, async () => {
      const workspace = new InMemoryWorkspace({ p: base, q: base, r: base });
      const job = { type: 'fixProblems' } as const;
      let state = foldEvents([{ type: 'run-start', run: 'r', job, time: 1, budgetUsd: 1, ceiling: 'mini' }]);
      const emit = async (event: RunEvent) => {
        state = applyEvent(state ?? assert.fail(), event);
      };
      const commands: Pick<Commands, 'allowed' | 'check'> = {
        allowed: () => ['npm test'],
        check: async (changes) => {
          const outcome = failsCommand(changes) ? 'failed' : 'passed';
          return [{ command: ['npm', 'test'], exitCode: 0, ms: 1, outcome, before: 'passed', summary: '' }];
        },
      };
      const session = {
        ...{ state: () => state, emit, signal: new AbortController().signal },
        deps: { workspace, checker: new FakeChecker(workspace, rule), commands },
      } as unknown as Session;
      for (const some of works) {
        for (const each of some)
          for (const event of 'type' in each ? [each] : doneBy(each)) await emit(event);
        await publish(session);
      }
      assert.deepEqual(
        state?.proposals.map(({ tasks, verdict }) => `${tasks.join('+')} ${verdict.outcome}`),
        expected,
      );
    });

  const one = withLines(base, { 5: 'A', 30: 'B' });
  const rejectsB: RunEvent = {
    ...{ type: 'hunks-decided', proposal: 'r/one', path: 'p', hunks: [1], decision: 'rejected' },
  };
  const first = { id: 'one', changes: [{ path: 'p', base, content: one }] };
  const left = withLines(base, { 5: 'A' });
  const overIt = { path: 'p', base: left, content: left.replace('A\n', 'AA\n') };
  check(
    'calls nothing checked that changes lines which were proposed before',
    [[first], [rejectsB, { id: 'two', after: ['one'], changes: [overIt] }]],
    ['one passed', 'two unchecked'],
  );
  const third = withLines(base, { 10: 'C' });
  check(
    'does so where that shares another file with others',
    [
      [first],
      [
        rejectsB,
        { id: 'three', changes: [{ path: 'q', base, content: third }] },
        {
          id: 'two',
          after: ['one', 'three'],
          changes: [overIt, { path: 'q', base: third, content: withLines(third, { 25: 'D' }) }],
        },
      ],
    ],
    ['one passed', 'three passed', 'two unchecked'],
  );
  /** What changes a file of these needs the change of the one before it. */
  const files = ['p', 'q', 'r'];
  const needsBefore: CheckRule = (path, own, all) => {
    const before = files[files.indexOf(path) - 1];
    const stands = before === undefined || all(before)?.includes('A') === true;
    return own.includes('A') && !stands ? [errorAt(path, own, 'A', 'not without the one before')] : [];
  };
  const [inP, inQ, inR] = files.map(
    (path, at): Work => ({
      id: `in-${path}`,
      after: files.slice(0, at).map((each) => `in-${each}`),
      changes: [{ path, base, content: left }],
    }),
  );
  assert.ok(inP && inQ && inR);
  check(
    'puts what builds on two of one proposal with both',
    [[inP, inQ], [inR]],
    ['in-p+in-q+in-r passed'],
    needsBefore,
  );
  check(
    'puts nothing with them that stands without',
    [[inP, inQ], [inR]],
    ['in-p+in-q passed', 'in-r passed'],
    (...of) => (of[0] === 'q' ? needsBefore(...of) : []),
  );
  check(
    'keeps what is sound of those that fail a command together',
    [[inP, inQ, inR]],
    ['in-p+in-q passed'],
    needsBefore,
    (changes) => changes.has('r'),
  );
  const onP = (path: string): Work => ({
    ...{ id: `on-${path}`, after: ['in-p'] },
    changes: [{ path, base: null, content: left }],
  });
  const needsP: CheckRule = (path, own, all) =>
    path !== 'p' && own.includes('A') && !all('p')?.includes('A')
      ? [errorAt(path, own, 'A', 'not without p')]
      : [];
  check(
    'keeps those that have nothing to do with the one that fails a command',
    [[inP, ...['s', 't', 'u'].map(onP)]],
    ['in-p+on-t+on-u passed'],
    needsP,
    (changes) => changes.has('s'),
  );
  check(
    'gives up all where what the others build on fails a command',
    [[inP, inQ, inR]],
    [],
    needsBefore,
    (changes) => changes.has('p'),
  );
  const beside = { id: 'beside', changes: [{ path: 's', base: null, content: 'BESIDE' }] };
  check(
    'keeps what is sound of those that break another together',
    [[beside, inP, inQ]],
    ['beside passed', 'in-p passed'],
    (path, own, all) => [
      ...needsBefore(path, own, all),
      ...(path === 'q' && own.includes('A') && all('s') ? [errorAt(path, own, 'A', 'not beside s')] : []),
    ],
  );
  const inOne = [{ 5: 'A' }, { 5: 'A', 15: 'WRONG' }, { 5: 'A', 15: 'WRONG', 25: 'C' }].map((lines) =>
    withLines(base, lines),
  );
  const [a = '', b = '', c = ''] = inOne;
  check(
    'has none of what is given up in what was worked on top of it',
    [
      [
        { id: 'one', changes: [{ path: 'p', base, content: a }] },
        { id: 'two', after: ['one'], changes: [{ path: 'p', base: a, content: b }] },
        { id: 'three', after: ['two'], changes: [{ path: 'p', base: b, content: c }] },
      ],
    ],
    ['one passed', 'three passed'],
    errorsWhere({ WRONG: 'is wrong' }),
  );
  const own = withLines(base, { 20: 'OWN' });
  const others = withLines(own, { 5: 'OTHER', 9: 'REJECTED' });
  check(
    'calls nothing checked that is worked on top of what was rejected',
    [
      [
        { id: 'first', group: 'g', changes: [{ path: 'p', base, content: own }] },
        { id: 'other', after: ['first'], changes: [{ path: 'p', base: own, content: others }] },
      ],
      [
        { type: 'hunks-decided', proposal: 'r/other', path: 'p', hunks: [0, 1], decision: 'rejected' },
        {
          ...{ id: 'second', after: ['other'], group: 'g' },
          changes: [{ path: 'p', base: others, content: others.replace('OTHER', 'OVER') }],
        },
      ],
    ],
    ['other passed', 'first+second unchecked'],
  );
  const needsTwo = { id: 'two', changes: [{ path: 'q', base, content: withLines(base, { 5: 'Q' }) }] };
  const keepsVerified = (
    title: string,
    path: string,
    content: string,
    needs: readonly (readonly string[])[],
  ) =>
    check(
      `keeps what is verified so where one that builds on it ${title}`,
      [
        [first, needsTwo],
        [
          rejectsB,
          {
            id: 'three',
            after: ['one', 'two'],
            changes: [{ path, base: path === 'p' ? left : base, content }],
          },
        ],
      ],
      ['one passed', 'two passed', 'three unchecked'],
      (of, own, all) =>
        of === path &&
        own.includes('THREE') &&
        needs.some(([file = '', word = '']) => !all(file)?.includes(word))
          ? [errorAt(of, own, 'THREE', 'not without them')]
          : [],
    );
  keepsVerified('has no place', 'p', left.replace('A\n', 'THREE\n'), [['q', 'Q']]);
  keepsVerified('leans on the user’s as well', 'r', withLines(base, { 5: 'THREE' }), [
    ['q', 'Q'],
    ['p', 'A'],
  ]);
});
