// `npm test [-- check|unit|host|e2e ...]`: installs what is missing, runs the parts, and ends with one line that sums
// them. A part that ends without a report counts as one failure.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { bringVscode, install, installForCheck, root } from './install.mjs';
import { needNewNode } from './node.mjs';
import { forgetReport, readReport, reportFile, reportVariable } from './report.mjs';

const minute = 60_000;

/**
 * A part that hangs is ended. A limit is several times what its part takes, so that a busy machine fails nothing.
 * @type {Readonly<Record<string, { readonly limitMs: number, readonly prepare: () => void | Promise<void> }>>}
 */
const parts = {
  check: { limitMs: 5 * minute, prepare: installForCheck },
  unit: { limitMs: 20 * minute, prepare: () => install(root) },
  host: { limitMs: 15 * minute, prepare: () => install(root) },
  e2e: { limitMs: 35 * minute, prepare: bringVscode },
};

await needNewNode();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. The parts are ${Object.keys(parts).join(', ')}.\n`);
  process.exit(2);
}

const sum = { passed: 0, failed: 0, skipped: 0 };
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  const started = performance.now();
  const counts = await runPart(name, part);
  sum.passed += counts.passed;
  sum.failed += counts.failed;
  sum.skipped += counts.skipped;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s\n`,
  );
}
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
process.exit(sum.failed > 0 ? 1 : 0);

/**
 * @param {string} name
 * @param {{ readonly limitMs: number, readonly prepare: () => void | Promise<void> }} part
 * @returns {Promise<import('./report.mjs').Counts>}
 */
async function runPart(name, { limitMs, prepare }) {
  forgetReport(name);
  let ended;
  try {
    await prepare();
    ended = await runScript(name, limitMs);
  } catch (error) {
    ended = error instanceof Error ? error.message : String(error);
  }
  const counts = readReport(name);
  if (!counts) {
    process.stderr.write(`${name} ended without a report: ${ended}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (ended !== 'exit code 0' && counts.failed === 0) {
    process.stderr.write(`${name} reported no failure but ended badly: ${ended}\n`);
    return { ...counts, failed: 1 };
  }
  return counts;
}

/**
 * Runs a part's script in a process group of its own, so that at the limit all that it started ends with it.
 * @param {string} name
 * @param {number} limitMs
 * @returns {Promise<string>} how it ended
 */
async function runScript(name, limitMs) {
  const grouped = process.platform !== 'win32';
  const child = spawn(process.execPath, [path.join(import.meta.dirname, `${name}.mjs`)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: grouped,
    env: { ...process.env, [reportVariable]: reportFile(name) },
  });
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    if (grouped && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  const interrupted = () => {
    end('SIGTERM');
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    end('SIGKILL');
  }, limitMs);
  const ended = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  clearTimeout(limit);
  process.removeListener('SIGINT', interrupted);
  process.removeListener('SIGTERM', interrupted);
  return late ? `not done within ${limitMs / minute} min` : ended;
}
