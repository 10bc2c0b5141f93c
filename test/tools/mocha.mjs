// Runs bundled test files with mocha: in this process, or several files at a time in processes of their own.
import path from 'node:path';
import { report } from './report.mjs';
import { mochaHooks } from './strict.mjs';

/**
 * Sets the process's exit code, and reports the counts to `npm test`.
 * @param {readonly string[]} files
 * @param {{ readonly reporter: 'dot' | 'spec', readonly timeoutMs: number, readonly jobs?: number }} options jobs:
 *   files run at a time, each in a process of its own when more than one
 */
export async function runMocha(files, { reporter, timeoutMs, jobs = 1 }) {
  // Loaded here and not above, so that it is found installed.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    reporter,
    timeout: timeoutMs,
    forbidOnly: true,
    ...(jobs > 1
      ? { parallel: true, jobs, require: [path.join(import.meta.dirname, 'strict.mjs')] }
      : { rootHooks: mochaHooks }),
    ...(process.env.MOCHA_GREP ? { grep: process.env.MOCHA_GREP } : {}),
  });
  for (const file of files) mocha.addFile(file);
  if (jobs === 1) await mocha.loadFilesAsync();
  await new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      report({ passed: passes, failed: failures, skipped: pending });
      if (failures > 0 || passes + pending === 0) process.exitCode = 1;
      resolve(undefined);
    });
  });
}
