import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { findTypeScriptServer } from '../../../../src/node/languageServer/findTypeScript.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

describe('findTypeScriptServer', () => {
  let folder: TemporaryWorkspace;
  afterEach(() => folder.remove());

  const native = `@typescript/typescript-${process.platform}-${process.arch}/lib/${process.platform === 'win32' ? 'tsc.exe' : 'tsc'}`;
  const installed = (modules: string, version: string) => ({
    [`${modules}/typescript/package.json`]: JSON.stringify({ name: 'typescript', version }),
    ...(version.startsWith('7') && { [`${modules}/${native}`]: '' }),
  });

  async function check(files: Readonly<Record<string, string>>, expected: string): Promise<void> {
    folder = await TemporaryWorkspace.create({ 'w/src/a.ts': '', ...files });
    await find(expected);
  }

  async function find(expected: string, searchPath = ''): Promise<void> {
    const at = (name: string) => path.join(folder.root, name);
    const found = await findTypeScriptServer({
      workspaceRoot: at('w'),
      fallbackFolders: [at('fallback/dist')],
      searchPath: searchPath && at(searchPath),
    });
    assert.equal(
      found.type === 'found' ? path.relative(folder.root, found.launch.command) : found.reason,
      expected,
    );
  }

  it("takes the workspace's own first", () =>
    check(
      { ...installed('w/node_modules', '7.0.2'), ...installed('fallback/node_modules', '7.1.0') },
      `w/node_modules/${native}`,
    ));
  it('looks in the folders above the workspace', () =>
    check(installed('node_modules', '7.0.2'), `node_modules/${native}`));
  it('takes the fallback where the workspace has an older one', () =>
    check(
      { ...installed('w/node_modules', '5.9.3'), ...installed('fallback/node_modules', '7.0.2') },
      `fallback/node_modules/${native}`,
    ));
  it('follows links of the modules folder', async () => {
    folder = await TemporaryWorkspace.create({ 'w/a.ts': '', ...installed('store/node_modules', '7.0.2') });
    await symlink(
      path.join(folder.root, 'store/node_modules'),
      path.join(folder.root, 'w/node_modules'),
      'junction',
    );
    await find(`store/node_modules/${native}`);
  });
  it('follows a link of the package, and finds the program beside its target', async () => {
    folder = await TemporaryWorkspace.create({
      'w/node_modules/.keep': '',
      ...installed('store/typescript/node_modules', '7.0.2'),
    });
    const target = path.join(folder.root, 'store/typescript/node_modules/typescript');
    await symlink(target, path.join(folder.root, 'w/node_modules/typescript'), 'junction');
    await find(`store/typescript/node_modules/${native}`);
  });
  it('takes the tsc on the PATH last', async () => {
    folder = await TemporaryWorkspace.create({
      'w/a.ts': '',
      'bin/other': '',
      'lib/node_modules/typescript/bin/tsc': '',
      ...installed('lib/node_modules', '7.0.2'),
    });
    await symlink(
      path.join(folder.root, 'lib/node_modules/typescript/bin/tsc'),
      path.join(folder.root, 'bin/tsc'),
    );
    await find(`lib/node_modules/${native}`, 'bin');
  });
  it('says what is there instead', async () => {
    const advice = 'install it with "npm install --save-dev typescript@7", or name a server in the settings';
    await check(
      installed('w/node_modules', '5.9.3'),
      `TypeScript 5.9.3 is installed, and 7 is needed; ${advice}`,
    );
    await folder.remove();
    await check({}, `no TypeScript 7 was found; ${advice}`);
  });
});
