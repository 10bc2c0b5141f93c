// Runs soaks, one after the other: `run.mjs FILE...`, their bundles. Prints one table of all; fails where anything is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatTable } from '../bench/formatTable.ts';
import { seed } from '../unit/support/seed.ts';
import type { Soak, SoakRow } from './soak.ts';

const rows: (SoakRow & { readonly name: string; readonly seconds: number })[] = [];
for (const file of process.argv.slice(2)) {
  const { soak }: { readonly soak: Soak } = await import(pathToFileURL(path.resolve(file)).href);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tiercel-soak-'));
  const start = performance.now();
  try {
    const log = (line: string) => process.stderr.write(`${soak.name}: ${line}\n`);
    const done = await soak.run({ root: process.cwd(), folder, log }).catch(lostWhole);
    const seconds = Math.round((performance.now() - start) / 1000);
    rows.push(...done.map((row) => ({ ...row, name: soak.name, seconds })));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
const lost = rows.reduce((sum, { tried, survived }) => sum + tried - survived, 0);
const table = formatTable({
  title: '',
  columns: ['soak', 'what', 'tried', 'survived', 'lost', 'seconds'],
  rows: rows.map(({ name, what, tried, survived, seconds }) => [
    name,
    what,
    tried,
    survived,
    tried - survived,
    seconds,
  ]),
  notes: [`lost: ${lost}; TIERCEL_SEED=${seed} repeats it`],
});
for (const { name, losses } of rows)
  for (const loss of losses) process.stderr.write(`${name} lost ${loss}\n`);
process.stdout.write(`\n${table}\n`);
process.exitCode = lost === 0 ? 0 : 1;

function lostWhole(error: unknown): readonly SoakRow[] {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [{ what: 'as a whole', tried: 1, survived: 0, losses: [reason] }];
}
