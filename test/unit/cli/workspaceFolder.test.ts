import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UsageError } from '../../../src/cli/usage.ts';
import { workspaceFolder } from '../../../src/cli/workspaceFolder.ts';

describe('the folder that a command works on', () => {
  it('is the current one where none is named', async () =>
    assert.equal(await workspaceFolder(undefined), process.cwd()));
  it('has one path, whichever link leads to it', async () => {
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tiercel-folder-')));
    try {
      symlinkSync('.', path.join(folder, 'link'), 'dir');
      assert.equal(await workspaceFolder(path.join(folder, 'link')), folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  for (const given of ['', '/nowhere/at/all', 'package.json'])
    it(`is not "${given}"`, () => assert.rejects(workspaceFolder(given), UsageError));
});
