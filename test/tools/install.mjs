// Brings a checkout to where its scripts can run: dependencies that are missing or older than the lock file.
import { existsSync, lstatSync, statSync } from 'node:fs';
import path from 'node:path';
import { npm } from './node.mjs';

export const root = path.resolve(import.meta.dirname, '../..');
const vscode = path.join(root, 'test/vscode');
const languageServers = path.join(root, 'test/languageServers');

/**
 * Installs a folder's packages when its lock file is newer than what is installed.
 * @param {string} folder
 */
export function install(folder) {
  const installed = path.join(folder, 'node_modules/.package-lock.json');
  const wanted = path.join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  const modules = path.join(folder, 'node_modules');
  // npm empties the folder first, through a link too: that would be another checkout's.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error(`${modules} is a link. Remove it, so that packages can be installed here.`);
  process.stderr.write(`Installing packages in ${path.relative(root, folder) || 'the project'}\n`);
  npm(['ci'], folder);
}

/** Installs the language servers that tests check edits with. */
export function installLanguageServers() {
  install(languageServers);
}

/** Installs what the type check reads: the project's packages and those of the tests' VS Code. */
export function installForCheck() {
  install(root);
  install(vscode);
}

/** Makes the tests' VS Code ready, with a browser to show it in. */
export async function bringVscode() {
  install(vscode);
  const { setUp } = await import('../vscode/setup.mjs');
  setUp();
  const { bringBrowser } = await import('../vscode/browser.mjs');
  bringBrowser();
}
