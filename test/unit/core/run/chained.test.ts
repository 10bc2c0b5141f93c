import assert from 'node:assert/strict';
import { chained } from '../../../../src/core/run/session/chained.ts';

describe('changes that are put into the workspace', () => {
  /** Each as its file, what was there and what is there then: `f 1 2`. */
  const check = (title: string, changes: readonly string[], expected: readonly string[]) =>
    it(title, () => {
      const made = changes.map((change) => {
        const [path = '', base = '', content = ''] = change.split(' ');
        return { path, base, content };
      });
      assert.deepEqual(
        chained(made).map(({ path, base, content }) => [path, base, content].join(' ')),
        expected,
      );
    });
  const many = Array.from({ length: 100 }, (_, at) => `f ${at} ${at + 1}`);
  check('are one where each goes on with what the one before left', many, ['f 0 100']);
  check('are one for each file', ['f 1 2', 'g 1 2', 'f 2 3', 'g 2 3'], ['f 1 3', 'g 1 3']);
  check('begin anew behind one that left something else', ['f 1 2', 'f 1 3', 'f 3 4'], ['f 1 2', 'f 1 4']);
});
