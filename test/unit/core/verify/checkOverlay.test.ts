import assert from 'node:assert/strict';
import { Overlay } from '../../../../src/core/edit/overlay.ts';
import { checkOverlay } from '../../../../src/core/verify/checkOverlay.ts';
import { errorsWhere, FakeChecker } from '../../support/fakeChecker.ts';
import { InMemoryWorkspace } from '../../support/inMemoryWorkspace.ts';

const { signal } = new AbortController();

/** Looks at the files that it is asked about and at no others, as servers do where nothing depends on a change. */
class NarrowChecker extends FakeChecker {
  override async check(...[changes, options]: Parameters<FakeChecker['check']>) {
    const report = await super.check(changes, options);
    const asked = ({ path }: { readonly path: string }) => changes.has(path);
    return {
      ...report,
      before: report.before.filter(asked),
      after: report.after.filter(asked),
      checked: report.checked.filter((path) => changes.has(path)),
    };
  }
}

describe('checkOverlay', () => {
  /** Two files have a problem each; the first is mended. */
  async function check(targetFiles: readonly string[]) {
    const workspace = new InMemoryWorkspace({ 'a.ts': 'BAD\n', 'b.ts': 'BAD\n' });
    const checker = new NarrowChecker(workspace, errorsWhere({ BAD: 'is bad' }));
    const { diagnostics } = await checker.survey({ signal });
    const overlay = new Overlay((path) => workspace.read(path));
    await overlay.write(new Map([['a.ts', 'good\n']]));
    const targets = diagnostics.filter(({ path }) => targetFiles.includes(path));
    assert.equal(targets.length, targetFiles.length);
    return (await checkOverlay(checker, overlay, { targets, signal })).verdict;
  }

  it('passes where all targets are gone', async () => {
    assert.equal((await check(['a.ts'])).outcome, 'passed');
  });

  it('fails where a target remains in a file that was not changed', async () => {
    const { outcome, remaining } = await check(['a.ts', 'b.ts']);
    assert.equal(outcome, 'failed');
    assert.deepEqual(
      remaining.map(({ path }) => path),
      ['b.ts'],
    );
  });
});
