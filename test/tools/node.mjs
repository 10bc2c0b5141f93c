// Finds a Node that has node:sqlite without a flag (22.13 or later), or brings one from npm.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../node');
const binary = path.join(
  folder,
  'node_modules',
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

/** The path of a new enough Node: this one, or one kept in test/node. What npm prints goes to stderr. */
export function findNode() {
  if (isNewEnough()) return process.execPath;
  return bringNode();
}

/** The path of the Node 24 kept in test/node, installed there if it is not. */
export function bringNode() {
  if (!existsSync(binary)) npm(['ci'], folder);
  if (existsSync(binary)) return binary;
  throw new Error(
    `Node ${process.versions.node} is too old (22.13 or later is needed) and no newer one could be installed in ${folder}. Install Node 24 and try again.`,
  );
}

/** Returns when this process runs on a new enough Node; on an older one, runs the same script on a newer and exits. */
export async function needNewNode() {
  if (isNewEnough()) return;
  const again = spawn(findNode(), process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => again.kill(signal));
  }
  const code = await new Promise((resolve, reject) => {
    again.once('error', reject);
    again.once('exit', resolve);
  });
  process.exit(code ?? 1);
}

/**
 * Runs npm in a folder; stdout stays clean for machine output.
 * @param {readonly string[]} args
 * @param {string} cwd
 */
export function npm(args, cwd) {
  execFileSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [...args, '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
}
