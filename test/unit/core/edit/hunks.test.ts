import assert from 'node:assert/strict';
import { type Accepted, acceptHunks, decide } from '../../../../src/core/edit/proposal/accept.ts';
import { contentWith, hunksOf } from '../../../../src/core/edit/proposal/hunks.ts';
import type { ProposedFile } from '../../../../src/core/edit/proposal/proposal.ts';

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, k) => `line ${from + k}`);
const text = (all: readonly string[], end = '\n'): string => all.map((line) => line + end).join('');

const base = text(lines(1, 30));
const content = text(['new', ...lines(1, 14), 'fifteen', ...lines(16, 29), 'thirty']);

const shown = (from: string | null, to: string | null): readonly string[] =>
  hunksOf(from, to).map(
    (hunk) =>
      `-${hunk.oldStart},${hunk.oldCount} +${hunk.newStart},${hunk.newCount} ` +
      hunk.lines.map((line) => ({ context: ' ', removed: '-', added: '+' })[line.type] + line.text).join('|'),
  );

describe('hunks', () => {
  it('hold a change and three lines round it', () =>
    assert.deepEqual(shown(base, content), [
      '-1,3 +1,4 +new| line 1| line 2| line 3',
      '-12,7 +13,7  line 12| line 13| line 14|-line 15|+fifteen| line 16| line 17| line 18',
      '-27,4 +28,4  line 27| line 28| line 29|-line 30|+thirty',
    ]));
  it('are one where they touch', () =>
    assert.equal(hunksOf(text(lines(1, 10)), text(['a', ...lines(2, 7), 'b', ...lines(9, 10)])).length, 1));
  it('are two where they do not', () =>
    assert.equal(hunksOf(text(lines(1, 12)), text(['a', ...lines(2, 8), 'b', ...lines(10, 12)])).length, 2));
  it('are one for a new file', () => assert.deepEqual(shown(null, 'a\nb\n'), ['-0,0 +1,2 +a|+b']));
  it('are one for a deleted file', () => assert.deepEqual(shown('a\n', null), ['-1,1 +0,0 -a']));
  it('are one for a new empty file', () => assert.deepEqual(shown(null, ''), ['-0,0 +0,0 ']));
  it('are none without a change', () => assert.deepEqual(shown('a\n', 'a\n'), []));
  it('show CRLF lines without their ends', () =>
    assert.deepEqual(shown('a\r\nb\r\n', 'a\r\nc\r\n'), ['-1,2 +1,2  a|-b|+c']));
  it('show a change of the line ends alone', () =>
    assert.deepEqual(shown('a\n', 'a\r\n'), ['-1,1 +1,1 -a|+a']));
});

describe('the content with some hunks', () => {
  for (const [name, from, to] of [
    ['LF', base, content],
    ['CRLF', base.replaceAll('\n', '\r\n'), content.replaceAll('\n', '\r\n')],
    ['no last break', base.slice(0, -1), content.slice(0, -1)],
    ['a new file', null, 'a'],
    ['a deleted file', 'a', null],
    ['an emptied file', 'a\n', ''],
  ] as const) {
    it(`is the content with all: ${name}`, () =>
      assert.equal(
        contentWith(
          from,
          to,
          hunksOf(from, to).map((hunk) => hunk.index),
        ),
        to,
      ));
    it(`is the base with none: ${name}`, () => assert.equal(contentWith(from, to, []), from));
  }
  it('has only those', () =>
    assert.equal(contentWith(base, content, [1]), text([...lines(1, 14), 'fifteen', ...lines(16, 30)])));
});

type Stale = Extract<Accepted, { readonly type: 'stale' }>;

describe('accepting hunks', () => {
  const file: ProposedFile = {
    path: 'a.ts',
    base,
    content,
    hunks: hunksOf(base, content),
    decisions: ['open', 'open', 'open'],
  };
  const check = (
    proposed: ProposedFile,
    current: string | null,
    indices: readonly number[],
    expected: string | null,
  ): void =>
    assert.deepEqual(acceptHunks(proposed, current, indices), { type: 'content', content: expected });
  const checkStale = (proposed: ProposedFile, current: string | null, indices: readonly number[]): void =>
    assert.equal(acceptHunks(proposed, current, indices).type, 'stale');

  it('gives the content for all', () => check(file, base, [0, 1, 2], content));
  it('goes on from those already accepted', () =>
    check(decide(file, [0], 'accepted'), contentWith(base, content, [0]), [1, 2], content));
  it('places a hunk in a file that changed elsewhere', () =>
    check(file, `// mine\n${base}`, [1], `// mine\n${text([...lines(1, 14), 'fifteen', ...lines(16, 30)])}`));
  it('places it after others were accepted and the file changed', () =>
    check(
      decide(file, [1], 'accepted'),
      `// mine\n${contentWith(base, content, [1])}`,
      [2],
      `// mine\n${contentWith(base, content, [1, 2])}`,
    ));
  it('is stale where the lines changed', () => checkStale(file, base.replace('line 16', 'mine'), [1]));
  it('is stale where the lines stand twice', () => checkStale(file, base + base, [1]));
  it('is stale where another has made the same change, at the top and at the end too', () => {
    const check = (before: string, after: string) => {
      const hunks = hunksOf(before, after);
      const same = { ...file, base: before, content: after, hunks, decisions: ['open' as const] };
      checkStale(same, after, [0]);
      checkStale(same, `${after}// mine\n`, [0]);
      checkStale(same, `// mine\n${after}`, [0]);
    };
    check('a\nb\nc\nd\n', 'import x\na\nb\nc\nd\n');
    check('a\nb\nc\nd\n', 'a\nb\nc\nd\nlast\n');
  });
  it('is placed beside a change that leaves a line between, and says what stands in the way of one that does not', () => {
    check(
      file,
      base.replace('line 17', 'mine'),
      [1],
      text([...lines(1, 14), 'fifteen', 'line 16', 'mine', ...lines(18, 30)]),
    );
    const { type, reason, conflicts } = acceptHunks(file, base.replace('line 16', 'mine'), [1]) as Stale;
    assert.deepEqual(
      [type, reason, conflicts?.map(({ theirs }) => theirs)],
      [
        'stale',
        'a.ts has changed since: the change at line 15 meets another: lines 15 to 16 begin "line 15" now.',
        [{ line: 15, lines: ['line 15', 'mine'] }],
      ],
    );
  });
  it('is placed among equal functions where they have names, and stale where they have none', () => {
    const functions = (names: readonly string[], changed = '') =>
      names
        .map(
          (name) =>
            `function ${name}() {\n  a();\n  b();\n  c();\n  ${name === changed ? 'X' : 'd'}();\n  e();\n}\n`,
        )
        .join('');
    const propose = (before: string, after: string): ProposedFile => {
      const hunks = hunksOf(before, after);
      return { ...file, base: before, content: after, hunks, decisions: hunks.map(() => 'open') };
    };
    const named = propose(functions(['f', 'g', 'h']), functions(['f', 'g', 'h'], 'g'));
    check(named, functions(['e', 'f', 'g', 'h']), [0], functions(['e', 'f', 'g', 'h'], 'g'));
    check(named, functions(['g', 'h']), [0], functions(['g', 'h'], 'g'));
    checkStale(named, functions(['f', 'h']), [0]);
    const [one, changed] = [functions(['f']), functions(['f'], 'f')];
    const nameless = propose(one + one + one, one + changed + one);
    checkStale(nameless, one + one + one + one, [0]);
    checkStale(nameless, one + one, [0]);
    // The lines stand once only, and yet no one knows whether they are those of the first or of the second function.
    const pair = propose(one + one, one + changed);
    checkStale(pair, one, [0]);
  });
  it('takes the line ends that the file has now', () =>
    check(
      file,
      `// mine\r\n${base.replaceAll('\n', '\r\n')}`,
      [1],
      `// mine\n${text([...lines(1, 14), 'fifteen', ...lines(16, 30)])}`.replaceAll('\n', '\r\n'),
    ));
  it('leaves mixed line ends as they are', () => {
    const mixed = (all: string) => all.replaceAll(/(line \d*5)\n/g, '$1\r\n');
    const both = { ...file, base: mixed(base), content: mixed(content) };
    check(
      both,
      `// mine\n${mixed(base)}`,
      [1],
      `// mine\n${mixed(text([...lines(1, 14), 'fifteen', ...lines(16, 30)]))}`,
    );
  });
  it('takes mixed line ends for what it read with one kind', () => {
    const mixed = (all: string) => all.replaceAll(/(line \d*5|fifteen)\n/g, '$1\r\n');
    check(file, mixed(base), [1], mixed(text([...lines(1, 14), 'fifteen', ...lines(16, 30)])));
    check(file, mixed(base), [0], `new\n${mixed(base)}`);
  });
  it('is stale where the file is gone', () => checkStale(file, null, [1]));
  const created: ProposedFile = {
    ...file,
    base: null,
    content: 'a\n',
    hunks: hunksOf(null, 'a\n'),
    decisions: ['open'],
  };
  it('creates a file', () => check(created, null, [0], 'a\n'));
  it('is stale where a file has come to exist', () => checkStale(created, 'mine\n', [0]));
  const deleted: ProposedFile = { ...created, base: 'a\n', content: null, hunks: hunksOf('a\n', null) };
  it('deletes a file', () => check(deleted, 'a\n', [0], null));
  it('does not delete a file that changed', () => checkStale(deleted, 'mine\n', [0]));
  it('decides on some hunks alone', () =>
    assert.deepEqual(decide(file, [0, 2], 'rejected').decisions, ['rejected', 'open', 'rejected']));
});
