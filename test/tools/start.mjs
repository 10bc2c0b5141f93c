// `npm start [-- --dir PATH]`: opens VS Code with Tiercel on the sample workspace, or on another one. Without
// OPENAI_API_KEY a scripted model stands behind it. Where no window can be shown, it does the main job by itself.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hasDisplay } from './display.mjs';
import { bringVscode, install, root } from './install.mjs';
import { needNewNode } from './node.mjs';

const out = path.join(root, 'out/start');
const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`);

await needNewNode();
try {
  process.exitCode = await start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function start() {
  const { values } = parseArgs({ options: { dir: { type: 'string' } } });
  install(root);
  const folder = await chooseWorkspace(values.dir);
  const endpoint = process.env.OPENAI_API_KEY ? undefined : await startEndpoint();
  try {
    const { scriptedEnvironment } = await import('./models.mjs');
    const env = endpoint ? scriptedEnvironment(endpoint.url) : {};
    if (!hasDisplay()) return await demonstrate(folder, env, values.dir === undefined);
    const desktop = await findDesktop();
    if (desktop) await openDesktop(desktop, folder, env);
    else await openInBrowser(folder, env);
    return 0;
  } finally {
    await endpoint?.stop();
  }
}

/** @param {string | undefined} dir */
async function chooseWorkspace(dir) {
  if (dir !== undefined) {
    const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), dir);
    if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
    return folder;
  }
  const folder = path.join(out, 'sample');
  const { prepareSample } = await import('./sample.mjs');
  prepareSample(folder);
  return folder;
}

async function startEndpoint() {
  const { startScriptedEndpoint } = await import('./models.mjs');
  say('OPENAI_API_KEY is not set: the model is a scripted one, which knows the sample workspace alone.');
  return startScriptedEndpoint('sampleScript');
}

/** @returns {Promise<string | undefined>} the executable of a desktop VS Code */
async function findDesktop() {
  const { onPath } = await import('../vscode/browser.mjs');
  const installed = onPath('code');
  if (installed) return installed;
  try {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    return await downloadAndUnzipVSCode({ cachePath: path.join(root, 'out/vscode') });
  } catch (error) {
    say(`No desktop VS Code could be downloaded (${error}); it opens in a browser instead.`);
    return undefined;
  }
}

/**
 * Returns when the window is closed. The window has a profile of its own below out/start, which is kept.
 * @param {string} executable
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
async function openDesktop(executable, folder, env) {
  const { build } = await import('./build.mjs');
  build();
  const user = path.join(out, 'user');
  const { wholeProjectSettings } = await import('./sample.mjs');
  writeStartSettings(user, wholeProjectSettings);
  say('VS Code opens; close its window to end.');
  const child = spawn(
    executable,
    [
      folder,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${user}`,
      `--extensions-dir=${path.join(out, 'extensions')}`,
      ...['--new-window', '--wait', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
    ],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32' && executable.endsWith('.cmd'),
      env: { ...process.env, ...env },
    },
  );
  await new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
}

/**
 * @param {string} user
 * @param {Readonly<Record<string, unknown>>} settings
 */
function writeStartSettings(user, settings) {
  const file = path.join(user, 'User/settings.json');
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ 'workbench.startupEditor': 'none', ...settings }, null, 2));
}

/**
 * Shows the VS Code of test/vscode in the user's browser, until this process is interrupted.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
async function openInBrowser(folder, env) {
  const vsix = await packageForInstall();
  await bringVscode();
  const { installExtension, makeFolders, startServer, workbenchUrl } = await import('../vscode/launch.mjs');
  const folders = makeFolders(path.join(out, 'browser'));
  installExtension(folders, vsix);
  const { wholeProjectSettings } = await import('./sample.mjs');
  const server = await startServer({ folders, env, settings: wholeProjectSettings });
  const url = workbenchUrl(server.port, folder);
  say(`VS Code is at ${url}\nPress Ctrl+C to end.`);
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore' }).on('error', () => say('Open this address in a browser.'));
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  await server.stop();
}

async function packageForInstall() {
  const { packageExtension, vsixPath } = await import('./package.mjs');
  await packageExtension();
  return vsixPath;
}

/**
 * @param {string} folder
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {boolean} isSample
 * @returns {Promise<number>} the exit code
 */
async function demonstrate(folder, env, isSample) {
  const vsix = await packageForInstall();
  await bringVscode();
  say('There is no display: VS Code runs without a window and the main job is done by this script.');
  const { bundleForWorkbench } = await import('./bundle.mjs');
  const [file] = await bundleForWorkbench(['test/e2e/demonstrate.ts'], 'start/driver');
  const shots = path.join(out, 'shots');
  rmSync(shots, { recursive: true, force: true });
  const driver = await import(String(file));
  const { wholeProjectSettings: settings } = await import('./sample.mjs');
  const errors = findErrors(folder);
  say(`The workspace has ${errors.length} errors.`);
  await driver.demonstrate({ folder, vsix, env, settings, shots, say, errors, isSample: isSample });
  say(`Pictures are in ${path.relative(process.cwd(), shots)}`);
  const left = findErrors(folder).length;
  say(`Errors left: ${left}`);
  const passes = !isSample || testsPass(folder);
  return left === 0 && passes ? 0 : 1;
}

/**
 * Asks the compiler for the errors of a folder; returns the file of each.
 * @param {string} folder
 */
function findErrors(folder) {
  if (!existsSync(path.join(folder, 'tsconfig.json'))) return [];
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '--noEmit', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return [...stdout.matchAll(/^(\S.*)\(\d+,\d+\): error /gm)].map(([, file = '']) => file);
}

/** @param {string} folder */
function testsPass(folder) {
  const { status, stdout, stderr } = spawnSync('npm', ['test'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  say(`The tests pass: ${status === 0 ? 'yes' : 'no'}`);
  if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
  return status === 0;
}
