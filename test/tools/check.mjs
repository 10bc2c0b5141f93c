// Types, lint and format of everything; counts as one test.
import { spawnSync } from 'node:child_process';
import { installForCheck, root } from './install.mjs';
import { report } from './report.mjs';

installForCheck();
const passed =
  run('typescript/bin/tsc', '-b') &&
  run('@biomejs/biome/bin/biome', 'check', '--config-path=.vscode/lint.json');
report(passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });
process.exitCode = passed ? 0 : 1;

/**
 * @param {string} script
 * @param {readonly string[]} args
 */
function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [`node_modules/${script}`, ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return status === 0;
}
