// Runs one benchmark in a process of its own, so that none sees the heap of another and none that dies takes others
// with it: `run.mjs BENCH RESULT`, the bundle of a benchmark and the file its result goes to.
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.ts';
import type { RunOfBench } from './summary.ts';

const [file, resultFile] = process.argv.slice(2);
if (file === undefined || resultFile === undefined) throw new Error('run.mjs BENCH RESULT');
const { bench }: { readonly bench: Bench } = await import(pathToFileURL(file).href);
const { name, measures, good } = bench;
const date = new Date().toISOString();
const start = performance.now();
const over = new AbortController();
const outcome = await bench
  .run({
    root: process.cwd(),
    signal: over.signal,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  .catch((error: unknown) => ({
    rows: [],
    failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }))
  .finally(() => over.abort());
const seconds = Math.round((performance.now() - start) / 1000);
const result: RunOfBench = { name, measures, good, date, seconds, machine: machineNow(), ...outcome };
writeFileSync(resultFile, JSON.stringify(result));

function machineNow(): RunOfBench['machine'] {
  return {
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    processor: os.cpus()[0]?.model ?? 'unknown',
    processors: os.cpus().length,
    load: os.loadavg()[0] ?? 0,
  };
}
