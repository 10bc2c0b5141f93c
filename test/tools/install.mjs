// Brings a checkout to where its scripts can run: dependencies that are missing or older than the lock file.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { npm } from './node.mjs';

export const root = path.resolve(import.meta.dirname, '../..');

/** Installs a folder's packages when its lock file is newer than what is installed. */
export function install(folder) {
  const installed = path.join(folder, 'node_modules/.package-lock.json');
  const wanted = path.join(folder, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  process.stderr.write(`Installing packages in ${path.relative(root, folder) || 'the project'}\n`);
  npm(['ci'], folder);
}
