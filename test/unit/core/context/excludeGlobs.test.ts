import assert from 'node:assert/strict';
import { excludeTest } from '../../../../src/core/context/excludeGlobs.ts';

describe('files hidden by settings', () => {
  const check = (glob: string, hidden: readonly string[], shown: readonly string[]) => {
    const isHidden = excludeTest([{ [glob]: true }]);
    assert.deepEqual([...hidden, ...shown].filter(isHidden), hidden);
  };

  it('a name at any depth, with all below it', () =>
    check(
      '**/node_modules',
      ['node_modules/a.js', 'x/node_modules/y/z.js', 'x/node_modules'],
      ['node_modules.ts', 'x/my_node_modules/a'],
    ));
  it('a folder at the root', () => check('out', ['out/a.js'], ['src/out/a.js', 'output.ts']));
  it('a folder and all below, written out', () => check('out/**', ['out/a/b.js', 'out'], ['x/out/a.js']));
  it('an extension', () => check('**/*.snap', ['a.snap', 'x/y/b.snap'], ['a.snapshot', 'snap']));
  it('alternatives', () => check('**/*.{min.js,map}', ['a.min.js', 'b/c.map'], ['a.js', 'amin.js']));
  it('a star stays within a part', () => check('src/*.ts', ['src/a.ts'], ['src/x/a.ts']));
  it('classes of characters', () => check('log[0-9].txt', ['log1.txt'], ['logx.txt']));
  it('classes of other characters', () => check('log[!0-9].txt', ['logx.txt'], ['log1.txt']));
  it('signs of regular expressions mean themselves', () => check('a+(b).ts', ['a+(b).ts'], ['aab.ts']));
  it('a brace that is never closed', () => check('{a,b', ['a', 'b'], ['c']));

  it('leaves out what is set to false or has a condition', () => {
    const isHidden = excludeTest([{ '**/*.js': { when: '$(basename).ts' }, '**/*.map': false }, undefined]);
    assert.equal(isHidden('a.js') || isHidden('a.map'), false);
  });
});
