import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { findTypeScriptServer } from '../../../../src/node/languageServer/find/findTypeScript.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

describe('findTypeScriptServer', () => {
  let folder: TemporaryWorkspace;
  afterEach(() => folder.remove());

  const native = `@typescript/typescript-${process.platform}-${process.arch}/lib/${process.platform === 'win32' ? 'tsc.exe' : 'tsc'}`;
  const tsserver = 'typescript/lib/tsserver.js';
  const installed = (modules: string, version: string) => ({
    [`${modules}/typescript/package.json`]: JSON.stringify({ name: 'typescript', version }),
    [version.startsWith('7') ? `${modules}/${native}` : `${modules}/${tsserver}`]: '',
  });

  async function check(files: Readonly<Record<string, string>>, expected: string): Promise<void> {
    folder = await TemporaryWorkspace.create({ 'w/src/a.ts': '', ...files });
    await find(expected);
  }

  async function find(expected: string, searchPath = ''): Promise<void> {
    const at = (name: string) => path.join(folder.root, name);
    const found = await findTypeScriptServer({
      workspaceRoot: at('w'),
      bundledFolders: [at('editor/extensions')],
      fallbackFolders: [at('fallback/dist')],
      searchPath: searchPath && at(searchPath),
    });
    if (found.type === 'missing') return assert.equal(found.reason, expected);
    const { command, args, protocol } = found.launch;
    const program = protocol === 'tsserver' ? (args[0] ?? '') : command;
    assert.equal(path.relative(folder.root, program).split(path.sep).join('/'), expected);
  }

  it("takes the workspace's own first", () =>
    check(
      { ...installed('w/node_modules', '7.0.2'), ...installed('fallback/node_modules', '7.1.0') },
      `w/node_modules/${native}`,
    ));
  it('looks in the folders above the workspace', () =>
    check(installed('node_modules', '7.0.2'), `node_modules/${native}`));
  it('takes an older one of the workspace before all others', () =>
    check(
      { ...installed('w/node_modules', '5.9.3'), ...installed('fallback/node_modules', '7.0.2') },
      `w/node_modules/${tsserver}`,
    ));
  it("takes the editor's where the workspace has none that can be used", () =>
    check(
      {
        ...installed('w/node_modules', '4.8.4'),
        'node_modules/typescript/package.json': '{"name":"typescript","version":"5.9.3"}',
        ...installed('editor/extensions/node_modules', '6.0.3'),
        ...installed('fallback/node_modules', '7.0.2'),
      },
      `editor/extensions/node_modules/${tsserver}`,
    ));
  it('leaves watching to the server where it can not be told', async () => {
    const watching = async (version: string) => {
      folder = await TemporaryWorkspace.create(installed('node_modules', version));
      const found = await findTypeScriptServer({
        workspaceRoot: folder.root,
        bundledFolders: [],
        fallbackFolders: [],
        searchPath: '',
      });
      await folder.remove();
      return found.type === 'found' && found.launch.args.includes('--canUseWatchEvents');
    };
    assert.deepEqual(
      [await watching('5.3.3'), await watching('5.4.5'), await watching('6.0.3')],
      [false, true, true],
    );
  });
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
    const advice = 'install it with "npm install --save-dev typescript", or name a server in the settings';
    const says = async (files: Readonly<Record<string, string>>, reason: string) => {
      await check(files, `${reason}; ${advice}`);
      await folder.remove();
    };
    await says({}, 'none was found');
    await says(
      installed('w/node_modules', '4.8.4'),
      'TypeScript 4.8.4 is installed, and 4.9 or later is needed',
    );
    const broken = (version: string) => ({
      'w/node_modules/typescript/package.json': JSON.stringify({ name: 'typescript', version }),
    });
    await says(broken('5.9.3'), 'TypeScript 5.9.3 is installed without its server');
    await says(broken('7.0.2'), 'TypeScript 7.0.2 is installed without its compiler for this system');
  });
});
