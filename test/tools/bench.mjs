// `npm run bench`: runs every benchmark in test/bench, each in a process of its own, prints one table and writes
// out/bench.json; `npm run bench -- NAME...` those alone. test/bench/bench.ts says how to add one.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, installLanguageServers, root } from './install.mjs';
import { needNewNode } from './node.mjs';

await needNewNode();
install(root);
installLanguageServers();
const { buildIfNeeded } = await import('./build.mjs');
buildIfNeeded();
const { bundleBenches } = await import('./bundle.mjs');
const { frame, benches } = await bundleBenches();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.has(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. There are: ${[...benches.keys()].join(', ')}.\n`,
  );
  process.exit(2);
}
/** @type {typeof import('../bench/summary.ts')} */
const { allMet, formatRuns, keepRuns, summaryOf } = await import(
  pathToFileURL(path.join(root, 'out/bench/summary.mjs')).href
);
/** @type {import('../bench/summary.ts').RunOfBench[]} */
const runs = [];
for (const [name, file] of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`\n${name}\n`);
  const run = await runBench(name, file);
  process.stderr.write(`${summaryOf(run)}\n`);
  runs.push(run);
  keepRuns(root, runs);
}
process.stdout.write(`\n${formatRuns(runs)}`);
process.exitCode = allMet(runs) ? 0 : 1;

/**
 * @param {string} name
 * @param {string} file
 * @returns {Promise<import('../bench/summary.ts').RunOfBench>}
 */
async function runBench(name, file) {
  const result = path.join(root, `out/bench/${name}.json`);
  rmSync(result, { force: true });
  const ended = await new Promise((resolve) => {
    const child = spawn(process.execPath, ['--enable-source-maps', '--expose-gc', frame, file, result], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  try {
    return JSON.parse(readFileSync(result, 'utf8'));
  } catch {
    const machine = { node: process.version, system: '', processor: '', processors: 0, load: 0 };
    const date = new Date().toISOString();
    const failure = `ended with ${ended} before it had a result`;
    return { name, measures: '', good: '', date, seconds: 0, machine, rows: [], failure };
  }
}
