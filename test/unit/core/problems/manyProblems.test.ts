import assert from 'node:assert/strict';
import { groupProblems } from '../../../../src/core/problems/groups.ts';
import { templateOf } from '../../../../src/core/problems/template.ts';
import { manyProblems } from '../../../bench/problems/manyProblems.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

/** `npm run bench -- problems` says how long it takes; here it is that nothing else has to wait for it. */
describe('10,000 problems', () => {
  const { files, diagnostics } = manyProblems(10_000);

  it('are of 60 kinds', () =>
    assert.equal(new Set(diagnostics.map((each) => templateOf(each).key)).size, 60));

  it('are grouped while other work goes on', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    const { signal } = new AbortController();
    const groups = await groupProblems(diagnostics, new InMemoryWorkspace(files), { signal });
    clearImmediate(next);
    assert.equal(groups.flatMap((group) => group.diagnostics).length, diagnostics.length);
    assert.ok(turns > 5, `others had ${turns} turns`);
  });

  it('are left as soon as nobody wants them', async () => {
    const controller = new AbortController();
    const end = groupProblems(diagnostics, new InMemoryWorkspace(files), { signal: controller.signal });
    controller.abort(new Error('enough'));
    await assert.rejects(end, /enough/);
  });
});
