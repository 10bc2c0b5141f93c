import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolveInside } from '../../../../src/host/workspace/resolveInside.ts';

describe('where a workspace path leads', () => {
  let folder = '';
  let root = '';

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tiercel-inside-')));
    root = path.join(folder, 'root');
    await mkdir(path.join(root, 'src'), { recursive: true });
    await mkdir(path.join(folder, 'elsewhere'));
    await writeFile(path.join(root, 'src/a.ts'), '');
    await writeFile(path.join(folder, 'elsewhere/secret'), '');
    await symlink(path.join(folder, 'elsewhere'), path.join(root, 'out'));
    await symlink(path.join(folder, 'elsewhere/secret'), path.join(root, 'link'));
    await symlink(path.join(folder, 'nowhere'), path.join(root, 'dangling'));
    await symlink(path.join(root, 'src'), path.join(root, 'in'));
    await mkdir(path.join(root, '.git'));
    await symlink('.git', path.join(root, 'repository'));
  });
  after(() => rm(folder, { recursive: true }));

  const check = async (written: string, expected: string | undefined) =>
    assert.equal(await resolveInside(root, written), expected && path.join(root, expected));

  it('a file', () => check('src/a.ts', 'src/a.ts'));
  it('a file that is not there', () => check('src/new/b.ts', 'src/new/b.ts'));
  it('a link that stays inside', () => check('in/a.ts', 'src/a.ts'));
  it('refuses a link to a folder elsewhere', () => check('out/secret', undefined));
  it('refuses a new file below a link elsewhere', () => check('out/new', undefined));
  it('refuses a link to a file elsewhere', () => check('link', undefined));
  it('refuses a link to nowhere', () => check('dangling', undefined));
  it('refuses a link to what is guarded under its own name', () => check('repository/config', undefined));
  it('refuses to climb', () => check('../elsewhere/secret', undefined));
  it('refuses to climb in the middle', () => check('src/../../elsewhere/secret', undefined));
  it('refuses an absolute path', async () => check(path.join(root, 'src/a.ts'), undefined));
});
