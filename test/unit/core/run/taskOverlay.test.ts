import assert from 'node:assert/strict';
import type { HunkDecision, Proposal } from '../../../../src/core/edit/proposal/proposal.ts';
import { proposedFiles } from '../../../../src/core/run/publish/proposedFiles.ts';
import { overlayFor, overlayOfAll } from '../../../../src/core/run/session/taskOverlay.ts';
import { foldEvents } from '../../../../src/core/run/state/applyEvent.ts';
import type { RunEvent } from '../../../../src/core/run/state/runEvent.ts';
import { FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';
import { passedVerdict } from '../../support/passedVerdict.ts';
import { errorAt, runTask } from '../../support/runTask.ts';

const numbers = Array.from({ length: 40 }, (_, at) => `${at + 1}\n`).join('');
const withLines = (text: string, ...words: readonly (readonly [number, string])[]) =>
  words.reduce((all, [line, word]) => all.replace(`\n${line}\n`, `\n${word}\n`), text);

const first = withLines(numbers, [2, 'A'], [15, 'B']);
const second = withLines(first, [30, 'C'], [38, 'D']);

describe('the work that a task goes on with', () => {
  /** One task has made A and B of a file, and one after it C and D; each is a proposal of two hunks. */
  const check = (
    title: string,
    decisions: readonly (readonly HunkDecision[])[],
    expected: string,
    now = numbers,
  ) =>
    it(title, async () => {
      const works = [
        { id: 'one', dependsOn: [], base: numbers, content: first, alone: first },
        {
          id: 'two',
          dependsOn: ['one'],
          base: first,
          content: second,
          alone: withLines(numbers, [30, 'C'], [38, 'D']),
        },
      ];
      const events: RunEvent[] = [
        { type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: 1, budgetUsd: 1, ceiling: 'mini' },
        ...works.flatMap(({ id, dependsOn, base, content, alone }, at): readonly RunEvent[] => {
          const proposal: Proposal = {
            ...{ id: `r/${id}`, run: 'r', title: id, tasks: [id], tier: 'nano', verdict: passedVerdict },
            files: proposedFiles([{ path: 'f', base: numbers, content: alone }]).map((file) => ({
              ...file,
              decisions: decisions[at] ?? file.decisions,
            })),
          };
          const changes = [{ path: 'f', base, content }];
          return [
            { type: 'tasks-added', tasks: [runTask({ id, dependsOn })] },
            { type: 'task-end', task: id, outcome: 'done', tier: 'nano', changes, note: '' },
            { type: 'proposal', proposal },
          ];
        }),
      ];
      const state = foldEvents(events);
      assert.ok(state);
      const file = await (await overlayOfAll(new InMemoryWorkspace({ f: now }), state)).read('f');
      assert.equal(file.type === 'text' ? file.text.match(/[A-Z]+/g)?.join('') : file.type, expected);
    });
  const open = ['open', 'open'] as const;
  check('is all of it', [open, open], 'ABCD');
  check('has none of what was rejected of the later', [open, ['open', 'rejected']], 'ABC');
  check('has none of what was rejected of the earlier', [['open', 'rejected'], open], 'ACD');
  check(
    'has what was accepted of the later',
    [open, ['accepted', 'rejected']],
    'ABC',
    withLines(numbers, [30, 'C']),
  );
  check('has what somebody wrote meanwhile', [open, open], 'ABXCD', withLines(numbers, [22, 'X']));
  const mine = withLines(numbers, [15, 'MINE'], [22, 'X']);
  check('has the user’s lines where they were written over', [open, open], 'AMINEXCD', mine);
  check('has what the user made of accepted lines', [['open', 'accepted'], open], 'AMINEXCD', mine);
  check('has what was written where a hunk has gone stale', [['open', 'stale'], open], 'AMINEXCD', mine);
  check('has none of what the user took back by hand', [['open', 'accepted'], open], 'ACD');
});

describe('the work that a task goes on with, where some of it fails', () => {
  const word = (at: string) => withLines(numbers, [2, at]);
  const work = (id: string, path: string, content: string): readonly RunEvent[] => [
    { type: 'tasks-added', tasks: [runTask({ id })] },
    {
      ...{ type: 'task-end', task: id, outcome: 'done', tier: 'nano', note: '' },
      changes: [{ path, base: numbers, content }],
    },
  ];
  /** A proposal of A and B, of which the user has rejected B. */
  const inPart = (id: string, path: string): readonly RunEvent[] => {
    const content = withLines(numbers, [2, `A${path}`], [30, `B${path}`]);
    const files = proposedFiles([{ path, base: numbers, content }]);
    const proposal = { id, run: 'r', title: id, tasks: [id], tier: 'nano', verdict: passedVerdict } as const;
    return [
      ...work(id, path, content),
      { type: 'proposal', proposal: { ...proposal, files } },
      { type: 'hunks-decided', proposal: id, path, hunks: [1], decision: 'rejected' },
    ];
  };

  /** @param wrong each word that is wrong, and the word that it needs or does not go with */
  const check = (
    title: string,
    before: readonly (readonly RunEvent[])[],
    wrong: (word: string, has: (other: string) => boolean) => boolean,
    expected: string,
  ) =>
    it(title, async () => {
      const state = foldEvents([
        { type: 'run-start', run: 'r', job: { type: 'fixProblems' }, time: 1, budgetUsd: 1, ceiling: 'mini' },
        ...before.flat(),
        { type: 'tasks-added', tasks: [runTask({ id: 'next', dependsOn: ['one', 'two', 'three'] })] },
      ]);
      assert.ok(state);
      const paths = ['p', 'q', 's'];
      const workspace = new InMemoryWorkspace(Object.fromEntries(paths.map((path) => [path, numbers])));
      const checker = new FakeChecker(workspace, (path, own, all) =>
        (own.match(/[A-Z]\w*/g) ?? []).flatMap((each) =>
          wrong(each, (other) => paths.some((file) => all(file)?.includes(other)))
            ? [errorAt(path, own, each, 'is wrong')]
            : [],
        ),
      );
      const { signal } = new AbortController();
      const overlay = await overlayFor({ workspace, checker }, state, 'next', { signal });
      const read = await Promise.all(paths.map((path) => overlay.read(path)));
      const texts = read.map((file) => (file.type === 'text' ? file.text : file.type));
      assert.equal(
        texts
          .join('')
          .match(/[A-Z]\w*/g)
          ?.join(' '),
        expected,
      );
    });

  check(
    'has what is left of a proposal that is not to blame',
    [inPart('one', 'p'), work('two', 'q', word('Q')), work('three', 's', word('S'))],
    (each, has) => each === 'S' && has('Q'),
    'Ap Q S',
  );
  check(
    'has none of what is left and fails, though other work needs what else is left',
    [inPart('one', 'p'), inPart('three', 's'), work('two', 'q', word('Q'))],
    (each, has) => each === 'As' || (each === 'Q' && !has('Ap')),
    'Ap Q',
  );
});
