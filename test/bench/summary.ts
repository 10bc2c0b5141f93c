import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench, BenchResult, Row } from './bench.ts';
import { formatTable, short } from './formatTable.ts';

/** A benchmark that has run, or failed: then it has no rows. */
export interface RunOfBench extends Pick<Bench, 'name' | 'measures' | 'good'>, BenchResult {
  readonly date: string;
  readonly seconds: number;
  readonly machine: {
    readonly node: string;
    readonly system: string;
    readonly processor: string;
    readonly processors: number;
    /** Over the last minute of the benchmark; 0 on Windows, which does not count it. */
    readonly load: number;
  };
  readonly failure?: string;
}

/** What each benchmark measures, one table of all rows, what does not fit into it, and what is not as it should be. */
export function formatRuns(runs: readonly RunOfBench[]): string {
  const table = formatTable({
    title: '',
    columns: ['benchmark', 'what', 'figure', 'beside it', '', 'ratio', 'good', 'met'],
    rows: runs.flatMap(({ name, rows, failure }) =>
      failure === undefined
        ? rows.map((row) => [name, ...cellsOf(row)])
        : [[name, 'FAILED, see below', '', '', '', '', '', 'NO']],
    ),
  });
  const more = runs.flatMap(({ name, tables = [] }) =>
    tables.map((each) => formatTable({ ...each, title: `${name}: ${each.title}` })),
  );
  return `${[runs.map(about).join('\n\n'), table, ...more, ...runs.flatMap(busyOf), verdictOf(runs)].join('\n\n')}\n`;
}

/** One line, said when a benchmark is over. */
export function summaryOf({ name, rows, seconds, failure }: RunOfBench): string {
  const met = rows.filter(({ holds }) => holds).length;
  return `${name}: ${failure === undefined ? `${met} of ${rows.length} met` : 'FAILED'} in ${seconds} s`;
}

export function allMet(runs: readonly RunOfBench[]): boolean {
  return runs.every(({ rows, failure }) => failure === undefined && rows.every(({ holds }) => holds));
}

/** Puts these runs into out/bench.json. Those of other benchmarks stay there, each with its date. */
export function keepRuns(root: string, runs: readonly RunOfBench[]): void {
  const file = path.join(root, 'out/bench.json');
  const again = new Set(runs.map(({ name }) => name));
  const others = readKept(file).filter(({ name }) => !again.has(name));
  const benches = [...others, ...runs].sort((a, b) => (a.name < b.name ? -1 : 1));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ benches }, undefined, 1)}\n`);
}

function readKept(file: string): readonly RunOfBench[] {
  if (!existsSync(file)) return [];
  const { benches }: { readonly benches?: readonly RunOfBench[] } = JSON.parse(readFileSync(file, 'utf8'));
  return (benches ?? []).filter(({ date }) => date !== undefined);
}

function about({ name, measures, good, seconds, failure }: RunOfBench): string {
  const head = `${name} (${seconds} s): ${measures}\n  Good: ${good}`;
  return failure === undefined ? head : `${head}\n  FAILED: ${failure}`;
}

function cellsOf(row: Row): readonly (string | number)[] {
  return [
    row.what,
    `${short(row.figure)} ${row.unit}`,
    `${short(row.referenceFigure)} ${row.unit}`,
    row.reference,
    // Beside nothing there is no ratio, and JSON makes null of it.
    short(row.ratio),
    row.good,
    row.holds ? 'yes' : 'NO',
  ];
}

function busyOf({ name, machine: { load, processors } }: RunOfBench): readonly string[] {
  if (load <= processors) return [];
  return [
    `The machine was busy during ${name} (load ${load.toFixed(1)} on ${processors} processors): times say little there, ratios more.`,
  ];
}

function verdictOf(runs: readonly RunOfBench[]): string {
  const unmet = runs.flatMap(({ name, rows, failure }) => [
    ...(failure === undefined ? [] : [`  ${name}: failed`]),
    ...rows.filter(({ holds }) => !holds).map(({ what }) => `  ${name}: ${what}`),
  ]);
  return unmet.length === 0
    ? 'All figures are as good as they should be.'
    : `Not as good as it should be:\n${unmet.join('\n')}`;
}
