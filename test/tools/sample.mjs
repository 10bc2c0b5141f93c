// Makes copies of the sample workspace to work in.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onPath } from '../vscode/browser.mjs';
import { root } from './install.mjs';

/**
 * VS Code reports problems of files that are open; with this, of the whole project once one of its files is.
 * @type {Readonly<Record<string, unknown>>}
 */
export const wholeProjectSettings = { 'typescript.tsserver.experimental.enableProjectDiagnostics': true };

const sample = path.join(root, 'test/fixtures/sample');
const compiler = path.join(root, 'node_modules/typescript');

/**
 * Puts a fresh copy of the sample workspace at `to`, with this checkout's TypeScript in place of an install. Where
 * there is git it is a repository with one commit, as workspaces are: else a copy below out/ would belong to this
 * project's, which ignores it.
 * @param {string} to
 */
export function prepareSample(to) {
  rmSync(to, { recursive: true, force: true });
  cpSync(sample, to, {
    recursive: true,
    filter: (file) => !['node_modules', 'out'].includes(path.basename(file)),
  });
  const commands = path.join(to, 'node_modules/.bin');
  mkdirSync(commands, { recursive: true });
  symlinkSync(compiler, path.join(to, 'node_modules/typescript'), 'junction');
  if (process.platform === 'win32') {
    writeFileSync(path.join(commands, 'tsc.cmd'), '@node "%~dp0\\..\\typescript\\bin\\tsc" %*\r\n');
  } else {
    symlinkSync('../typescript/bin/tsc', path.join(commands, 'tsc'));
  }
  if (onPath('git')) makeRepository(to);
}

/** @param {string} folder */
function makeRepository(folder) {
  // The user's own hooks, templates and signing keys have no part in this.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const git = (/** @type {readonly string[]} */ ...args) =>
    execFileSync('git', ['-c', 'user.name=Tiercel', '-c', 'user.email=tiercel@localhost', ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: os.devNull },
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Sample workspace');
}
