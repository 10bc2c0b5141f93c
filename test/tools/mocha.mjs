// Runs bundled test files with mocha in this process.
import { report } from './report.mjs';

/**
 * Sets the process's exit code, and reports the counts to `npm test`.
 * @param {readonly string[]} files
 * @param {{ readonly reporter: 'dot' | 'spec', readonly timeoutMs: number }} options
 */
export async function runMocha(files, { reporter, timeoutMs }) {
  process.setSourceMapsEnabled(true);
  // Loaded here and not above, so that it is found installed.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    reporter,
    timeout: timeoutMs,
    forbidOnly: true,
    ...(process.env.MOCHA_GREP ? { grep: process.env.MOCHA_GREP } : {}),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  // Without a listener mocha would let a forgotten rejection pass; thrown again, it fails the test that runs.
  process.on('unhandledRejection', (reason) => {
    throw reason;
  });
  await new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      report({ passed: passes, failed: failures, skipped: pending });
      if (failures > 0 || passes + pending === 0) process.exitCode = 1;
      resolve(undefined);
    });
  });
}
