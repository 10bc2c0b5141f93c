import assert from 'node:assert/strict';
import { loadCompiler } from '../../../bench/surface/compiler.ts';
import { tryEdits } from '../../../bench/surface/tryEdits.ts';

describe('the files asked again after an edit', function () {
  // What else runs on the machine decides how long a compiler takes.
  this.timeout(60_000);

  // `npm run bench -- surface` tries many more.
  it('are all that have something else to say, in made projects', async () => {
    const compiler = loadCompiler(process.cwd());
    let differing = 0;
    for (let k = 0; k < 8; k++) {
      const tried = await tryEdits(compiler, `unit ${k}`, 4);
      assert.deepEqual(tried.missed, []);
      differing += tried.differing;
    }
    assert.ok(differing > 10, `only ${differing} files had something else to say`);
  });
});
