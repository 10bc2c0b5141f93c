import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type BenchOptions, type Row, row } from '../bench.ts';
import { textOf } from './disturbance.ts';
import { longText } from './longText.ts';
import { seeded } from './random.ts';
import { ownEngine } from './score.ts';
import { patchMaker, rungs, speedPath } from './speedPatches.ts';

/** Node takes its last room of its own some fifty thousand lines in; what grows with the lines shows behind them. */
const count = 100_000;
/** Of so many lines the engine's time alone is taken. */
const countAlone = 20_000;
const fileLines = 200;

/** `tiercel apply` as a process: tens of thousands of lines in and out, its memory on the way, its first answer. */
export async function streaming({ root, signal, log }: BenchOptions): Promise<readonly Row[]> {
  log('edits: tiercel apply as a stream');
  const inputs = makeInputs(root);
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), 'apply', '--json'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    signal,
  });
  const exit = once(child, 'exit');
  const start = performance.now();
  let written = 0;
  let answered = 0;
  let writtenAtFirst = 0;
  const memory: number[] = [];
  const read = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === '') continue;
      if (answered++ === 0) writtenAtFirst = written;
      if (answered % (count / 10) === 0) memory.push(residentMegabytes(child.pid ?? 0));
    }
  })();
  for (; written < count; written++) {
    const line = inputs[written % inputs.length] ?? '';
    if (!child.stdin.write(line)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  await read;
  const seconds = (performance.now() - start) / 1000;
  const [code] = await exit;
  if (answered !== count || code !== 0)
    throw new Error(`tiercel apply gave ${answered} of ${count} answers and ended with ${code}.`);
  const half = memory.length >> 1;
  const warm = memory[half] ?? Number.NaN;
  const most = Math.max(...memory.slice(half));
  return [
    row({
      what: `tiercel apply, ${count} lines of ${fileLines}-line files: most memory of the second half`,
      figure: most,
      unit: 'MB',
      reference: `where it begins (each tenth: ${memory.map(Math.round).join(' ')})`,
      referenceFigure: warm,
      good: 'ratio < 1.2',
      holds: (_, ratio) => ratio < 1.2,
    }),
    row({
      what: 'tiercel apply: lines written when the first answer came',
      figure: writtenAtFirst,
      unit: 'lines',
      reference: 'all lines',
      referenceFigure: count,
      good: 'ratio < 1',
      holds: (_, ratio) => ratio < 1,
    }),
    row({
      what: `tiercel apply: ${count} lines in and out, each`,
      figure: (seconds * 1000) / count,
      unit: 'ms',
      reference: 'the engine alone, in this process',
      referenceFigure: engineMilliseconds(inputs) / countAlone,
      good: 'ratio < 5',
      holds: (_, ratio) => ratio < 5,
    }),
  ];
}

function makeInputs(root: string): readonly string[] {
  const source = longText(root, 100_000);
  const random = seeded('streaming');
  return Array.from({ length: 400 }, (_, k) => {
    const lines = source.slice(k * 240, k * 240 + fileLines);
    const patch = patchMaker(lines)(rungs[k % rungs.length] ?? 'exact', { hunks: 3, lines: 8 }, random);
    return `${JSON.stringify({ id: k, format: 'v4a', files: { [speedPath]: textOf(lines) }, patch })}\n`;
  });
}

/** The same work without a process round it: what is read from the lines is handed to the engine. */
function engineMilliseconds(inputs: readonly string[]): number {
  const start = performance.now();
  for (let k = 0; k < countAlone; k++) {
    const { files, patch } = JSON.parse(inputs[k % inputs.length] ?? '{}');
    JSON.stringify(ownEngine('v4a', patch, speedPath, files[speedPath]));
  }
  return performance.now() - start;
}

/** Memory that a process holds now; NaN on a system that does not tell. */
function residentMegabytes(pid: number): number {
  if (process.platform === 'linux')
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  if (process.platform === 'win32') {
    const line = execFileSync('tasklist', ['/fi', `pid eq ${pid}`, '/fo', 'csv', '/nh']).toString();
    return Number(/"([^"]*)K"\s*$/.exec(line.trim())?.[1]?.replace(/\D/g, '')) / 1024;
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)]).toString()) / 1024;
}
