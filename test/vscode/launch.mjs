// Starts VS Code's server, installs extensions into it, and opens the browser that shows its workbench.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { bringNode } from '../tools/node.mjs';
import { bringBrowser } from './browser.mjs';
import { quietSettings } from './settings.mjs';
import { vscodeFolder } from './setup.mjs';

const serverMain = path.join(vscodeFolder, 'out/server-main.js');
const stopLimitMs = 5000;

/**
 * Where one VS Code keeps what it writes.
 * @typedef {{ readonly root: string, readonly server: string, readonly user: string, readonly extensions: string }} Folders
 */

/**
 * @typedef {{
 *   readonly port: number,
 *   readonly folders: Folders,
 *   readonly output: () => string,
 *   readonly stop: () => Promise<void>,
 * }} Server
 */

/**
 * New folders below `root`, or in a temporary folder.
 * @param {string} [root]
 * @returns {Folders}
 */
export function makeFolders(root = mkdtempSync(path.join(os.tmpdir(), 'tiercel-vscode-'))) {
  const folders = {
    root,
    server: path.join(root, 'server'),
    user: path.join(root, 'user'),
    extensions: path.join(root, 'extensions'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return folders;
}

/** @param {Folders} folders */
export function removeFolders(folders) {
  rmSync(folders.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** @param {Folders} folders */
function folderArguments(folders) {
  return [
    '--accept-server-license-terms',
    '--server-data-dir',
    folders.server,
    '--user-data-dir',
    folders.user,
    '--extensions-dir',
    folders.extensions,
  ];
}

/**
 * Installs a packaged extension.
 * @param {Folders} folders
 * @param {string} vsix
 */
export function installExtension(folders, vsix) {
  execFileSync(bringNode(), [serverMain, '--install-extension', vsix, ...folderArguments(folders)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: serverEnvironment(),
  });
}

/** @param {NodeJS.ProcessEnv} [extra] */
function serverEnvironment(extra) {
  return {
    ...process.env,
    // No marketplace: its look-ups would only fail slowly.
    EXTENSIONS_GALLERY: '{}',
    // Otherwise loopback addresses would be rewritten to a proxy that isn't there.
    VSCODE_PROXY_URI: '',
    ...extra,
  };
}

/**
 * Starts the server on 127.0.0.1 and waits until it listens.
 *
 * `testDriver` lets the workbench run an extension from its folder and tests in the extension host. It also hides
 * notifications and changes editors, so end-to-end tests go without it.
 * @param {{
 *   folders: Folders,
 *   settings?: Readonly<Record<string, unknown>>,
 *   env?: NodeJS.ProcessEnv,
 *   testDriver?: boolean,
 *   port?: number,
 * }} options
 * @returns {Promise<Server>}
 */
export async function startServer({ folders, settings = {}, env, testDriver = false, port = 0 }) {
  const userSettings = path.join(folders.user, 'User/settings.json');
  mkdirSync(path.dirname(userSettings), { recursive: true });
  writeFileSync(userSettings, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  const child = spawn(
    bringNode(),
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--telemetry-level', 'off'],
      ...(testDriver ? ['--enable-smoke-test-driver'] : []),
      ...folderArguments(folders),
    ],
    { env: serverEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const listening = await new Promise((resolve, reject) => {
    /** @param {Buffer} bytes */
    const read = (bytes) => {
      output += bytes;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`VS Code's server ended (${code ?? signal}) before it listened:\n${output}`)),
    );
  });
  return {
    port: listening,
    folders,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** A headless browser; Debian's Chromium run as root needs to go without its sandbox, and shows only loopback pages. */
export function launchBrowser() {
  return chromium.launch({
    executablePath: bringBrowser(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/**
 * The address of the workbench with a folder open, or the folders of a `.code-workspace` file. `payload` names
 * extensions and tests to run, for a server that was started with `testDriver`.
 * @param {number} port
 * @param {string | undefined} folder
 * @param {readonly (readonly [string, string])[]} [payload]
 */
export function workbenchUrl(port, folder, payload = []) {
  const query = new URLSearchParams();
  // VS Code takes the path as it is, with forward slashes; the address encodes it once.
  const kind = folder?.endsWith('.code-workspace') ? 'workspace' : 'folder';
  if (folder) query.set(kind, decodeURIComponent(pathToFileURL(folder).pathname));
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `http://127.0.0.1:${port}/?${query}`;
}

/**
 * How the workbench names a file on the server's side.
 * @param {number} port
 * @param {string} file
 */
export function remoteUri(port, file) {
  return `vscode-remote://127.0.0.1:${port}${pathToFileURL(path.resolve(file)).pathname}`;
}
