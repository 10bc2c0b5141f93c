// Builds dist/ when a source is newer than it.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { install, root } from './install.mjs';

export function buildIfNeeded() {
  install(root);
  const built = path.join(root, 'dist/cli.js');
  const sources = [
    path.join(root, 'esbuild.mjs'),
    path.join(root, 'package-lock.json'),
    ...filesBelow(path.join(root, 'src')),
  ];
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  build();
}

/** @param {readonly string[]} flags */
export function build(...flags) {
  execFileSync(process.execPath, ['esbuild.mjs', ...flags], { cwd: root, stdio: ['ignore', 2, 2] });
}

/** @param {string} folder */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
