import assert from 'node:assert/strict';
import { UsageError } from '../../../src/cli/usage.ts';
import { workspaceFolder } from '../../../src/cli/workspaceFolder.ts';

describe('the folder that a command works on', () => {
  it('is the current one where none is named', async () =>
    assert.equal(await workspaceFolder(undefined), process.cwd()));
  for (const given of ['', '/nowhere/at/all', 'package.json'])
    it(`is not "${given}"`, () => assert.rejects(workspaceFolder(given), UsageError));
});
