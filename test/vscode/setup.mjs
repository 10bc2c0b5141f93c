// Makes a working VS Code of the packages installed here: points it at this folder's node_modules and puts
// JavaScript in place of the two native modules that would need a compiler. May run any number of times.
import { cpSync, existsSync, lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const packages = path.join(here, 'node_modules');
/** The folder of VS Code itself. */
export const vscodeFolder = path.join(packages, 'code-server/lib/vscode');

export function setUp() {
  for (const part of ['node_modules', 'extensions/node_modules']) {
    linkTo(path.join(vscodeFolder, part), packages);
  }
  const standIns = path.join(here, 'standIns');
  for (const name of readdirSync(standIns)) {
    const to = path.join(packages, '@vscode', name);
    rmSync(to, { recursive: true, force: true });
    cpSync(path.join(standIns, name), to, { recursive: true });
  }
}

/**
 * @param {string} link
 * @param {string} target
 */
function linkTo(link, target) {
  if (existsSync(link) && lstatSync(link).isSymbolicLink() && readlinkSync(link) === target) return;
  rmSync(link, { recursive: true, force: true });
  symlinkSync(target, link, 'junction');
}
