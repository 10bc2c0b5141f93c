import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refuseUnwritable, writeTexts } from '../../../src/cli/outputFiles.ts';
import { UsageError } from '../../../src/cli/usage.ts';

describe('the files that a run writes for pipelines', () => {
  let folder: string;
  const at = (name: string) => path.join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tiercel-outputs-'));
    writeFileSync(at('old.patch'), 'old');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [what, file] of [
    ['no name', () => ''],
    ['one file for both', () => at('none/../a.sarif')],
    ['a folder', () => folder],
    ['a folder that is not there', () => at('none/all.patch')],
  ] as const)
    it(`are refused before it begins: ${what}`, () =>
      assert.rejects(refuseUnwritable({ sarif: at('a.sarif'), patch: file() }), UsageError));
  it('are tried without a trace', async () => {
    await refuseUnwritable({ sarif: at('new.sarif'), patch: at('old.patch') });
    assert.deepEqual(readdirSync(folder), ['old.patch']);
    assert.equal(readFileSync(at('old.patch'), 'utf8'), 'old');
  });
  it('do not stand and fall together', async () => {
    const failures = await writeTexts([
      [at('none/a.sarif'), '{}'],
      [at('old.patch'), 'new'],
    ]);
    assert.equal(failures.length, 1);
    assert.match(failures[0] ?? '', /none/);
    assert.equal(readFileSync(at('old.patch'), 'utf8'), 'new');
  });
});
