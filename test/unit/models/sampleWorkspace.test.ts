import assert from 'node:assert/strict';
import { type SampleFix, sampleFixes } from '../../models/sampleFixes.ts';
import { sampleTasks } from '../../models/sampleRequest.ts';
import { type CompilerError, SampleCopy } from './sampleCopy.ts';

const sorted = (errors: readonly CompilerError[]) => errors.map((error) => JSON.stringify(error)).sort();
const removedBy = (fix: SampleFix) => sorted(fix.diagnostics);
const allErrors = sampleFixes.flatMap(removedBy).sort();
const failing = 'the discount is taken off before the tax is computed';

describe('the sample workspace', function () {
  this.timeout(60_000);
  let copy: SampleCopy;
  beforeEach(() => {
    copy = new SampleCopy();
  });
  afterEach(() => copy.dispose());

  it('has exactly eight errors, all known to the scripted model', async () => {
    assert.equal(allErrors.length, 8);
    assert.deepEqual(sorted(await copy.compile()), allErrors);
  });

  for (const fix of sampleFixes) {
    it(`loses its own errors and no others by the patch for: ${fix.rootCause}`, async () => {
      copy.patch(fix.patch);
      const own = new Set(removedBy(fix));
      assert.deepEqual(
        sorted(await copy.compile()),
        allErrors.filter((error) => !own.has(error)),
      );
    });
    for (const wrong of fix.wrongAtNano ?? []) {
      it(`keeps as many errors by what nano answers wrongly for: ${fix.rootCause}`, async () => {
        copy.patch(wrong);
        const errors = await copy.compile();
        assert.deepEqual(
          [errors.length, errors.filter(({ path }) => path === 'src/discount.ts').length],
          [8, 1],
        );
      });
    }
  }

  it('fails one test once it compiles, and none once the request is met', async () => {
    assert.notEqual((await copy.test()).code, 0);
    for (const fix of sampleFixes) copy.patch(fix.patch);
    assert.deepEqual(await copy.compile(), []);
    const before = await copy.test();
    assert.deepEqual([before.failed, before.passed.length], [[failing], 6]);
    for (const task of sampleTasks) copy.patch(task.patch);
    assert.deepEqual(await copy.compile(), []);
    const after = await copy.test();
    assert.deepEqual([after.code, after.failed, after.passed.length], [0, [], 8]);
  });

  it('takes the patches in any order', () => {
    for (const task of sampleTasks) copy.patch(task.patch);
    for (const fix of sampleFixes.toReversed()) copy.patch(fix.patch);
  });

  it('has an added test that notices when the discount is taken off too late', async () => {
    for (const fix of sampleFixes) copy.patch(fix.patch);
    copy.patch(sampleTasks.find(({ kind }) => kind === 'test')?.patch ?? '');
    const { failed } = await copy.test();
    assert.deepEqual(failed, [failing, 'the tax is computed on what the discount leaves']);
  });
});
