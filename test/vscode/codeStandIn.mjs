#!/usr/bin/env node
// Stands in for the desktop `code` executable: takes the arguments that @vscode/test-electron passes, runs the
// extension's tests in this folder's VS Code with a headless browser, prints what the tests print, and exits with
// their exit code.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import {
  launchBrowser,
  makeFolders,
  remoteUri,
  removeFolders,
  startServer,
  workbenchUrl,
} from './launch.mjs';

const limitMs = 300_000;
const hostExitLimitMs = 15_000;
// The workbench's own remarks come the same way as what the tests print.
const workbenchRemarks =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|Ignoring fetching additional builtin|Updating additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate\]|Timed out waiting for authentication provider)/;
const hostExited = /Extension Host Process exited with code: (\S+), signal: (\S+)\./;

const options = readArguments(process.argv.slice(2));
const folders = makeFolders();
const userFolder = options.userFolder ?? folders.user;
const server = await startServer({
  folders: { ...folders, user: userFolder, extensions: options.extensions ?? folders.extensions },
  settings: { ...readSettings(userFolder), 'security.workspace.trust.enabled': options.workspaceTrust },
  testDriver: true,
});
/** @type {import('playwright-core').Browser | undefined} */
let browser;
let code = 1;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => void stop().finally(() => process.exit(130)));
try {
  browser = await launchBrowser();
  code = await runTests(browser);
} finally {
  await stop();
}
process.exit(code);

/** @param {import('playwright-core').Browser} browser */
async function runTests(browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const ended = new Promise((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
    page.on('crash', () => resolve('the page crashed'));
    setTimeout(() => resolve(`the tests did not end within ${limitMs / 1000} s`), limitMs).unref();
  });
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ values) => {
      if (workbenchRemarks.test(String(values[0]))) return;
      const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
      stream.write(`${format(...values)}\n`);
    },
  );
  await page.goto(
    workbenchUrl(server.port, options.folder, [
      ...options.extensionFolders.map((folder) => development(folder)),
      /** @type {const} */ (['extensionTestsPath', remoteUri(server.port, options.tests)]),
    ]),
  );
  const result = await ended;
  if (typeof result !== 'number') {
    process.stderr.write(`${result}\n`);
    return 1;
  }
  return result === 0 ? await hostExitCode() : result;
}

/**
 * @param {string} folder
 * @returns {readonly [string, string]}
 */
function development(folder) {
  return ['extensionDevelopmentPath', remoteUri(server.port, folder)];
}

/**
 * The workbench reports 0 also when the extension host died in the middle of a test, so the server's own line about
 * that process has the last word.
 */
async function hostExitCode() {
  const until = Date.now() + hostExitLimitMs;
  while (!hostExited.test(server.output()) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [, exitCode = 'unknown', signal = 'unknown'] = hostExited.exec(server.output()) ?? [];
  if (exitCode === '0' && signal === 'null') return 0;
  process.stderr.write(`The extension host ended with code ${exitCode}, signal ${signal}\n`);
  return 1;
}

async function stop() {
  await browser?.close();
  await server.stop();
  removeFolders(folders);
}

/** @param {readonly string[]} args */
function readArguments(args) {
  /** @type {string[]} */
  const extensionFolders = [];
  /** @type {{ folder?: string, tests?: string, userFolder?: string, extensions?: string }} */
  const found = {};
  let workspaceTrust = true;
  for (const argument of args) {
    const [, name, value = ''] = /^--([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!name) found.folder ??= path.resolve(argument);
    else if (name === 'extensionDevelopmentPath') extensionFolders.push(value);
    else if (name === 'extensionTestsPath') found.tests = value;
    else if (name === 'user-data-dir') found.userFolder = path.resolve(value);
    else if (name === 'extensions-dir') found.extensions = path.resolve(value);
    else if (name === 'disable-workspace-trust') workspaceTrust = false;
  }
  const { tests } = found;
  if (tests === undefined) throw new Error('This only runs tests: --extensionTestsPath is missing.');
  for (const folder of [found.userFolder, found.extensions]) {
    if (folder) mkdirSync(folder, { recursive: true });
  }
  return { ...found, tests, extensionFolders, workspaceTrust };
}

/** @param {string} folder */
function readSettings(folder) {
  const file = path.join(folder, 'User/settings.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
