import assert from 'node:assert/strict';
import { ChangeHistory } from '../../../../../src/core/context/textIndex/changeHistory.ts';
import { TextIndex } from '../../../../../src/core/context/textIndex/textIndex.ts';

const of = (...commits: readonly (readonly string[])[]) =>
  new ChangeHistory(commits.map((files) => ({ subject: '', files })));

describe('the history of changes', () => {
  it('says what changed together more than once, the closest first', () => {
    const history = of(['a', 'b', 'c'], ['a', 'b'], ['a', 'c'], ['a', 'b'], ['a', 'd'], ['e']);
    assert.deepEqual(history.changedWith('a'), [
      ['b', 3 / 5],
      ['c', 2 / 5],
    ]);
    for (const path of ['d', 'e', 'nothing']) assert.deepEqual(history.changedWith(path), []);
  });
  it('takes no notice of sweeps over many files', () => {
    const sweep = Array.from({ length: 30 }, (_, k) => `f${k}`);
    assert.deepEqual(of(sweep, sweep).changedWith('f1'), []);
  });
  it('says what was changed when the same was spoken of, by stems, the rarer word first', () => {
    const history = new ChangeHistory([
      { subject: 'Round prices up', files: ['price.ts'] },
      { subject: 'Show the price of a cart', files: ['cart.ts', 'page.ts'] },
      { subject: 'Fix a typo in the page', files: ['page.ts'] },
      { subject: 'Price of a page', files: ['other.ts'] },
    ]);
    const changed = (...terms: readonly string[]) => [
      ...history.changedFor(terms.map((term) => ({ term, weight: 1 }))).keys(),
    ];
    assert.deepEqual(changed('round', 'price')[0], 'price.ts');
    assert.deepEqual(changed('typo'), ['page.ts']);
    assert.deepEqual(changed('cart'), ['cart.ts', 'page.ts']);
    assert.deepEqual(changed('zebra'), []);
  });
  it('brings in files that say nothing of a request themselves, after those that do', () => {
    const index = new TextIndex();
    index.set('a.ts', 'the basket is here', '1');
    index.set('b.ts', 'const q = 1;', '1');
    index.set('b.test.ts', 'const q = 1;', '1');
    const history = new ChangeHistory([
      { subject: 'Empty the basket', files: ['b.ts', 'b.test.ts', 'gone.ts'] },
    ]);
    assert.deepEqual(
      index.search('basket', 9, { history }).map(({ path }) => path),
      ['a.ts', 'b.ts', 'b.test.ts'],
    );
  });
});
