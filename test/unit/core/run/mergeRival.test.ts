import assert from 'node:assert/strict';
import { changesOver } from '../../../../src/core/run/task/mergeRival.ts';

type Content = string | null;

const check = (
  title: string,
  versions: readonly [base: Content, mine: Content, theirs: Content],
  expected: readonly [base: Content, content: Content] | 'nothing' | RegExp,
) =>
  it(title, () => {
    const [base, mine, theirs] = versions;
    const result = changesOver([{ path: 'a', base, content: mine }], [{ path: 'a', base, content: theirs }]);
    if (expected instanceof RegExp) return assert.match(String(result), expected);
    const wanted = expected === 'nothing' ? [] : [{ path: 'a', base: expected[0], content: expected[1] }];
    assert.deepEqual(result, wanted);
  });

describe('the changes of two tasks to one file', () => {
  check(
    'fit together in different places',
    ['a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n'],
    ['a\nb\nC\n', 'A\nb\nC\n'],
  );
  check('come to nothing where both did the same', ['a\n', 'b\n', 'b\n'], 'nothing');
  check('come to nothing where both deleted it', ['a\n', null, null], 'nothing');
  check('come to nothing where both created the same', [null, 'a\n', 'a\n'], 'nothing');
  check('meet on one line', ['a\nb\nc\n', 'a\nX\nc\n', 'a\nY\nc\n'], /in a the changes meet at line 2/);
  check('exclude each other where one deletes it', ['a\n', null, 'b\n'], /can't be as both/);
  check('exclude each other where both create it', [null, 'a\n', 'b\n'], /can't be as both/);

  it('leave the other files of a task as they are', () => {
    const own = { path: 'b', base: null, content: 'new\n' };
    assert.deepEqual(changesOver([own], [{ path: 'a', base: 'a\n', content: 'b\n' }]), [own]);
  });
  it('are not put together where the file was another to begin with', () =>
    assert.match(
      String(
        changesOver(
          [{ path: 'a', base: 'a\n', content: 'b\n' }],
          [{ path: 'a', base: 'c\n', content: 'd\n' }],
        ),
      ),
      /not the same to begin with/,
    ));
});
