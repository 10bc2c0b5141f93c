import assert from 'node:assert/strict';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { createServerChooser } from '../../../../src/node/languageServer/find/chooseServer.ts';
import { settingsOf } from '../../../../src/node/languageServer/find/serverSettings.ts';
import { languageOf } from '../../../../src/node/languageServer/languages.ts';
import { TemporaryWorkspace } from './temporaryWorkspace.ts';

describe('finding a language server', () => {
  let place: TemporaryWorkspace;
  beforeEach(async () => {
    place = await TemporaryWorkspace.create({ 'work/src/a.py': '' });
  });
  afterEach(() => place.remove());

  async function write(file: string, text: string): Promise<void> {
    await place.write(file, text);
    await chmod(path.join(place.root, file), 0o755);
  }
  async function writePackage(folder: string, name: string, bin: Readonly<Record<string, string>>) {
    await place.write(`${folder}/${name}/package.json`, JSON.stringify({ name, bin }));
    for (const file of Object.values(bin)) await write(`${folder}/${name}/${file}`, '');
  }
  const chooser = (named: Readonly<Record<string, { readonly command: readonly string[] }>> = {}) =>
    createServerChooser(named, {
      workspaceRoot: path.join(place.root, 'work'),
      fallbackFolders: [],
      searchPath: ['relative', path.join(place.root, 'bin')].join(path.delimiter),
      bundledFolders: [path.join(place.root, 'editor')],
    });
  async function check(
    file: string,
    expected: readonly string[] | string,
    choose = chooser(),
  ): Promise<void> {
    const choice = await choose(languageOf(file));
    if (choice.type === 'none') return assert.equal(choice.reason, expected);
    const { command, args } = choice.launch;
    const short = (part: string) =>
      part === process.execPath ? 'node' : part.replace(`${place.root}${path.sep}`, '').replaceAll('\\', '/');
    assert.deepEqual([command, ...args].map(short), expected);
  }

  it('takes a package of the workspace, started without a shell', async () => {
    await writePackage('work/node_modules', 'pyright', { 'pyright-langserver': 'langserver.index.js' });
    await check('a.py', ['node', 'work/node_modules/pyright/langserver.index.js', '--stdio']);
  });
  it('takes a package above the workspace', async () => {
    await writePackage('node_modules', 'pyright', { 'pyright-langserver': 'langserver.index.js' });
    await check('a.py', ['node', 'node_modules/pyright/langserver.index.js', '--stdio']);
  });
  it('prefers the workspace to the PATH, and the PATH to the editor', async () => {
    await write('editor/css-language-features/server/dist/node/cssServerMain.js', '');
    await check('a.css', [
      'node',
      'editor/css-language-features/server/dist/node/cssServerMain.js',
      '--stdio',
    ]);
    await write('bin/vscode-css-language-server', '#!/usr/bin/env node\n');
    await check('a.css', ['node', 'bin/vscode-css-language-server', '--stdio']);
    await writePackage('work/node_modules', 'vscode-langservers-extracted', {
      'vscode-css-language-server': 'bin/css',
    });
    await check('a.css', ['work/node_modules/vscode-langservers-extracted/bin/css', '--stdio']);
  });
  it('takes a program of the Python environment, and tells it of its interpreter', async () => {
    await write('work/.venv/bin/basedpyright-langserver', '#!/bin/sh\n');
    await write('work/.venv/bin/python', '');
    await check('a.py', ['work/.venv/bin/basedpyright-langserver', '--stdio']);
    const choice = await chooser()(languageOf('a.py'));
    assert.equal(choice.type, 'server');
    assert.deepEqual(choice.type === 'server' && settingsOf(choice.launch.settings ?? {}, 'python'), {
      pythonPath: path.join(place.root, 'work/.venv/bin/python'),
    });
  });
  it('takes a program on the PATH by the name that it has there, since one may be many', async () => {
    await write('real/rustup', 'a program');
    await mkdir(path.join(place.root, 'bin'));
    await symlink(path.join(place.root, 'real/rustup'), path.join(place.root, 'bin/rust-analyzer'));
    await check('a.rs', ['bin/rust-analyzer']);
  });
  it('takes a script through a link, as Node does', async () => {
    await write('real/langserver.js', '');
    await mkdir(path.join(place.root, 'bin'));
    await symlink(
      path.join(place.root, 'real/langserver.js'),
      path.join(place.root, 'bin/pyright-langserver'),
    );
    await check('a.py', ['node', 'real/langserver.js', '--stdio']);
  });
  it('keeps the interpreter of a Python environment, which is a link to another that lacks its packages', async () => {
    await write('bin/pyright-langserver', '#!/usr/bin/env node\n');
    await write('real/python3', 'a program');
    await mkdir(path.join(place.root, 'work/.venv/bin'), { recursive: true });
    const python = path.join(place.root, 'work/.venv/bin/python');
    await symlink(path.join(place.root, 'real/python3'), python);
    const choice = await chooser()(languageOf('a.py'));
    assert.deepEqual(choice.type === 'server' && settingsOf(choice.launch.settings ?? {}, 'python'), {
      pythonPath: python,
    });
  });
  it('takes what the user names before all', async () => {
    await writePackage('work/node_modules', 'pyright', { 'pyright-langserver': 'langserver.index.js' });
    await check('a.py', ['my-server', '--flag'], chooser({ python: { command: ['my-server', '--flag'] } }));
  });
  it('says what to install, and finds it then', async () => {
    const choose = chooser();
    const reason =
      'no language server for Go; run "go install golang.org/x/tools/gopls@latest", or name one for "go" in the settings';
    await check('a.go', reason, choose);
    await write('bin/gopls', 'a program');
    await check('a.go', ['bin/gopls'], choose);
    await check('a.kt', 'no language server for Kotlin; name one for "kotlin" in the settings');
  });
  it('serves C and C++ by one server, which reads headers as they are proposed, also when the user names it', async () => {
    const flags = ['--log=error', '--background-index=false', '--use-dirty-headers'];
    const named = chooser({ cpp: { command: ['clangd', '--log=error', '-background-index'] } });
    await check('a.cpp', ['clangd', '--log=error', '-background-index', '--use-dirty-headers'], named);
    await check('a.h', ['clangd', '--log=error', '-background-index', '--use-dirty-headers'], named);
    await write('bin/clangd', 'a program');
    await check('a.h', ['bin/clangd', ...flags]);
    await check('a.cc', ['bin/clangd', ...flags]);
  });
  it('takes no server that finds nothing for want of another program', async () => {
    await write('bin/bash-language-server', '#!/usr/bin/env node\n');
    const reason =
      'no language server for shell scripts; install shellcheck and run "npm install --save-dev bash-language-server", or name one for "shellscript" in the settings';
    await check('a.sh', reason);
    const named = chooser({ shellscript: { command: ['/opt/bash-language-server', 'start'] } });
    await check(
      'a.sh',
      'bash-language-server checks nothing without shellcheck, which is not installed',
      named,
    );
    await write('bin/shellcheck', 'a program');
    await check('a.sh', ['node', 'bin/bash-language-server', 'start']);
    await check('a.sh', ['/opt/bash-language-server', 'start'], named);
  });
  it('lets a server that it knows fetch nothing, also when the user names it', async () => {
    const options = async (file: string, language: string, command: string) => {
      const choice = await chooser({ [language]: { command: [command] } })(languageOf(file));
      assert.equal(choice.type, 'server');
      return choice.type === 'server' ? choice.launch : undefined;
    };
    const json = await options('a.json', 'json', '/opt/vscode-json-language-server');
    assert.match(JSON.stringify(json?.initializationOptions), /"handledSchemaProtocols":\["file"\]/);
    assert.equal((await options('a.go', 'go', '/opt/gopls'))?.environment?.GOPROXY, 'off');
    const yaml = await options('a.yaml', 'yaml', 'yaml-language-server');
    assert.equal(settingsOf(yaml?.settings ?? {}, 'yaml.schemaStore.enable'), false);
    assert.equal(settingsOf(yaml?.settings ?? {}, 'yaml.nothing.such'), null);
  });
});
