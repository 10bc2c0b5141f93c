// Makes copies of the sample workspace to work in.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/**
 * VS Code reports problems of files that are open; with this, of the whole project once one of its files is.
 * @type {Readonly<Record<string, unknown>>}
 */
export const wholeProjectSettings = { 'typescript.tsserver.experimental.enableProjectDiagnostics': true };

const sample = path.join(root, 'test/fixtures/sample');
const compiler = path.join(root, 'node_modules/typescript');

/**
 * Puts a fresh copy of the sample workspace at `to`, with this checkout's TypeScript in place of an install.
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
}
