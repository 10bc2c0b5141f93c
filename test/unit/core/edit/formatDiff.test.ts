import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../../src/core/edit/fileChanges.ts';
import { formatDiffs } from '../../../../src/core/edit/proposal/formatDiff.ts';

const file = (path: string, base: string | null, content: string | null): ChangedFile => ({
  path,
  base,
  content,
});
const check = (title: string, files: readonly ChangedFile[], expected: readonly string[]) =>
  it(title, () => assert.deepEqual(formatDiffs(files).split('\n'), expected));

describe('changes as a diff', () => {
  check(
    'show a changed file',
    [file('a', 'x\n', 'y\n')],
    ['--- a/a', '+++ b/a', '@@ -1,1 +1,1 @@', '-x', '+y'],
  );
  check(
    'show a moved file as moved',
    [file('b', null, 'x\n'), file('a', 'x\n', null)],
    ['rename from a', 'rename to b'],
  );
  check(
    'show what was changed on the way alone',
    [file('a', '1\n2\n3\n4\n', null), file('b', null, '1\n2\n3\nfour\n')],
    [
      'rename from a',
      'rename to b',
      '--- a/a',
      '+++ b/b',
      '@@ -1,4 +1,4 @@',
      ' 1',
      ' 2',
      ' 3',
      '-4',
      '+four',
    ],
  );
  check(
    'take the likest file for the moved one',
    [file('a', '1\n2\n', null), file('b', null, '1\nx\n'), file('c', null, '1\n2\n')],
    ['rename from a', 'rename to c', '--- /dev/null', '+++ b/b', '@@ -0,0 +1,2 @@', '+1', '+x'],
  );
  check(
    'show files that are not alike as deleted and created',
    [file('a', 'x\n', null), file('b', null, 'y\n')],
    [
      '--- a/a',
      '+++ /dev/null',
      '@@ -1,1 +0,0 @@',
      '-x',
      '--- /dev/null',
      '+++ b/b',
      '@@ -0,0 +1,1 @@',
      '+y',
    ],
  );
});
