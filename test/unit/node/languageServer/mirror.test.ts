import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { behindLinks, withMirror, writeInMirror } from '../../../../src/node/languageServer/mirror.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

describe('a stand-in for the workspace', () => {
  let workspace: TemporaryWorkspace;
  beforeEach(async () => {
    workspace = await TemporaryWorkspace.create({ 'a.py': 'a', 'lib/b.py': 'b', 'lib/deep/c.py': 'c' });
  });
  afterEach(() => workspace.remove());

  const read = (...parts: string[]) => readFile(path.join(...parts), 'utf8');

  it('takes writes, and the workspace keeps what it has', async () => {
    await withMirror(workspace.root, ['.', 'lib', 'new'], async (mirror) => {
      const changes = { 'a.py': 'A', 'lib/b.py': null, 'new/d.py': 'd', 'lib/none.py': null };
      const events = await writeInMirror(mirror, new Map(Object.entries(changes)));
      assert.deepEqual(events, [
        { path: 'a.py', type: 'changed' },
        { path: 'lib/b.py', type: 'deleted' },
        { path: 'new/d.py', type: 'created' },
      ]);
      assert.equal(await read(mirror, 'a.py'), 'A');
      assert.equal(await read(mirror, 'lib/deep/c.py'), 'c');
      assert.deepEqual(await readdir(path.join(mirror, 'lib')), ['deep']);
    });
    assert.deepEqual(await workspace.list(), ['a.py', 'lib/b.py', 'lib/deep/c.py']);
    assert.equal(await read(workspace.root, 'a.py'), 'a');
  });
  it('writes nothing behind a link', async () => {
    const other = await TemporaryWorkspace.create({ 'x.py': 'x' });
    await mkdir(path.join(workspace.root, 'src'));
    await symlink(other.root, path.join(workspace.root, 'src/linked'));
    await withMirror(workspace.root, ['src', 'src/linked'], async (mirror) => {
      assert.equal(await behindLinks(mirror, ['a.py', 'src/linked/x.py']), 'src/linked/x.py');
      await assert.rejects(writeInMirror(mirror, new Map([['src/linked/x.py', 'X']])), /leads out/);
    });
    assert.equal(await read(other.root, 'x.py'), 'x');
    await other.remove();
  });
});
