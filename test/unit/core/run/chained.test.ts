import assert from 'node:assert/strict';
import { asFarAsItFits, chained } from '../../../../src/core/run/session/chained.ts';

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

describe('a change of a file that has become another', () => {
  const block = 'if (x) {\n  go();\n}\n';
  const blocks = (count: number) => block.repeat(count);
  const base = `start\n${blocks(6)}middle\n${blocks(2)}end\n`;

  it('leaves the user’s lines where nothing tells which of equal blocks is meant', () => {
    const content = `start\n${blocks(5)}middle\n${blocks(2)}END\n`;
    const now = `start\n${blocks(2)}${block.replace('go', 'MINE')}${blocks(3)}middle\n${blocks(2)}end\n`;
    assert.match(asFarAsItFits({ path: 'f', base, content }, now) ?? '', /MINE/);
  });
});
