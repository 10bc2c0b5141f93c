import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Bench, BenchOptions, BenchResult } from './bench.ts';
import { formatRows, formatTable } from './formatTable.ts';

/** Runs benchmarks one after the other, prints each one's tables and writes out/bench.json. Gives whether all holds. */
export async function runBenches(
  benches: readonly Bench[],
  options: Omit<BenchOptions, 'signal'>,
): Promise<boolean> {
  const results: (Pick<Bench, 'name' | 'measures' | 'good'> & BenchResult & { readonly seconds: number })[] =
    [];
  for (const { name, measures, good, run } of benches) {
    const start = performance.now();
    const over = new AbortController();
    const result = await run({ ...options, signal: over.signal }).finally(() => over.abort());
    const seconds = Math.round((performance.now() - start) / 1000);
    results.push({ name, measures, good, seconds, ...result });
    const tables = (result.tables ?? []).map((table) => `\n${formatTable(table)}`);
    process.stdout.write(
      [`\n${name}: ${measures}`, `Good: ${good}`, '', formatRows(result.rows), ...tables, ''].join('\n'),
    );
  }
  const file = path.join(options.root, 'out/bench.json');
  const machine = {
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    processor: os.cpus()[0]?.model ?? 'unknown',
    processors: os.cpus().length,
    /** Over the last five minutes; 0 on Windows, which does not count it. */
    load: os.loadavg()[1] ?? 0,
  };
  if (machine.load > machine.processors)
    process.stdout.write(
      `\nThe machine was busy (load ${machine.load.toFixed(1)} on ${machine.processors} processors): times say little here, ratios more.\n`,
    );
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ date: new Date().toISOString(), machine, benches: results }, undefined, 1)}\n`,
  );
  const failed = results.flatMap(({ name, rows }) =>
    rows.filter((row) => !row.holds).map((row) => `${name}: ${row.what}`),
  );
  process.stdout.write(
    failed.length === 0
      ? '\nAll figures are as good as they should be.\n'
      : `\nNot as good as it should be:\n${failed.map((what) => `  ${what}`).join('\n')}\n`,
  );
  return failed.length === 0;
}
