import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FolderIndex } from '../../../src/node/textIndex/folderIndex.ts';
import { ThreadedIndex } from '../../../src/node/textIndex/threadedIndex.ts';
import { type Bench, type BenchOptions, type Row, row, type Table } from '../bench.ts';
import { median } from '../measure.ts';
import { historyQueries } from './history.ts';
import { measureRecall } from './recall.ts';
import { makeTree } from './trees.ts';

/** Another repository than this project's own to take the history of. */
const repositoryVariable = 'TIERCEL_BENCH_REPOSITORY';
const mostQueries = 150;
const manyFiles = 10_000;
const veryManyFiles = 100_000;

const requests = [
  'the reservation of a call in the ledger is released twice',
  'readInside follows a symbolic link out of the workspace',
  'show the verdict of a language server in the panel',
  'cancel the worker when the budget is spent',
  'parse search and replace blocks with missing dividers',
];

export const bench: Bench = {
  name: 'context',
  measures: `finding files: recall on the history of ${process.env[repositoryVariable] ?? 'this repository'} (query: a commit's subject; to be found: the source files that it changed, in the tree before it); time on ${manyFiles} files; memory and pauses on ${veryManyFiles} files`,
  good: 'recall@10 above all baselines, a warm query below 50 ms, a first index within three passes of ripgrep and one of reading what the index knows of the texts by regular expressions, memory below 200 MB, no pause above 50 ms',
  run: async (options) => {
    // First what nothing else has left its garbage in the way of.
    const large = await size(options);
    const quick = await speed(options);
    const { rows, table } = recall(options);
    return { rows: [...rows, ...quick, ...large], tables: [table] };
  },
};

function recall({ root, log }: BenchOptions): { readonly rows: readonly Row[]; readonly table: Table } {
  const repository = process.env[repositoryVariable] ?? root;
  log('Reading the history');
  const queries = historyQueries(repository, mostQueries);
  const { recalls, files } = measureRecall(repository, queries);
  const [own, , ...others] = recalls;
  const rows = others.map((other) =>
    row({
      what: 'recall@10',
      figure: own?.at[1] ?? 0,
      unit: '',
      reference: other.name,
      referenceFigure: other.at[1],
      good: 'above',
      holds: (_, ratio) => ratio > 1,
    }),
  );
  const table = {
    title: `${queries.length} commits, ${files} source files (median)`,
    columns: ['', 'recall@5', 'recall@10', 'recall@20', 'ms per query (median)'],
    rows: recalls.map(({ name, at, ms }) => [name, ...at.map((share) => share.toFixed(3)), ms.toFixed(2)]),
    notes: [
      'Keyword counting is done here over texts in memory, as trees of the past are not on the disk: what ripgrep finds, without its time.',
    ],
  };
  return { rows, table };
}

async function speed({ root, log, signal }: BenchOptions): Promise<readonly Row[]> {
  log(`Making ${manyFiles} files`);
  const tree = makeTree(root, manyFiles, { inGit: true });
  try {
    const ripgrep = findRipgrep(root);
    const scans: number[] = [];
    const parses: number[] = [];
    const builds: number[] = [];
    const queries: number[] = [];
    for (let round = 0; round < 3; round++) {
      scans.push(await timeOf(() => scan(tree.root, ripgrep)));
      parses.push(await timeOf(() => parse(tree.root)));
      const index = new FolderIndex({ root: tree.root });
      builds.push(await timeOf(() => index.find('anything', 20, {}, signal)));
      for (const request of [...requests, ...requests])
        queries.push(await timeOf(() => index.find(request, 20, {}, signal)));
      await index.close();
    }
    rmSync(path.join(tree.root, '.git'), { recursive: true });
    const withoutGit: number[] = [];
    const index = new FolderIndex({ root: tree.root });
    await index.find('anything', 20, {}, signal);
    for (const request of [...requests, ...requests])
      withoutGit.push(await timeOf(() => index.find(request, 20, {}, signal)));
    await index.close();
    const megabytes = (tree.bytes / 1e6).toFixed(0);
    const passes = 3 * median(scans) + median(parses);
    return [
      row({
        what: `first index of ${manyFiles} files (${megabytes} MB)`,
        figure: median(builds),
        unit: 'ms',
        reference: `three passes of ${ripgrep === undefined ? 'reading (no ripgrep here)' : 'ripgrep'} and one of reading words, declarations and imports by expressions`,
        referenceFigure: passes,
        good: 'at most as long',
        holds: (_, ratio) => ratio <= 1,
      }),
      row({
        what: `warm query on ${manyFiles} files, with the look for changes`,
        figure: median(queries),
        unit: 'ms',
        reference: 'a pass of the same over all texts',
        referenceFigure: median(scans),
        good: 'below 50 ms',
        holds: (ms) => ms < 50,
      }),
      row({
        what: 'the same where there is no git',
        figure: median(withoutGit),
        unit: 'ms',
        reference: 'with git',
        referenceFigure: median(queries),
        good: 'below 50 ms',
        holds: (ms) => ms < 50,
      }),
    ];
  } finally {
    rmSync(tree.root, { recursive: true, force: true });
  }
}

async function size({ root, log, signal }: BenchOptions): Promise<readonly Row[]> {
  log(`Making ${veryManyFiles} files`);
  const tree = makeTree(root, veryManyFiles, { inGit: false });
  const index = new ThreadedIndex({
    root: tree.root,
    program: path.join(root, 'dist/indexThread.cjs'),
    idleMs: 60_000,
    log,
  });
  // Without a thread that builds, for how much of a pause the machine makes by itself.
  const quiet = await longestPause(() => new Promise((resolve) => setTimeout(resolve, 3_000)));
  try {
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss() - before);
    }, 100);
    const pause = await longestPause(() => index.find('anything', 20, {}, signal));
    clearInterval(watch);
    const after = process.memoryUsage.rss() - before;
    return [
      row({
        what: `memory with the index of ${veryManyFiles} files (${(tree.bytes / 1e6).toFixed(0)} MB of text), most while it is built`,
        figure: most / 1e6,
        unit: 'MB',
        reference: 'once it is built',
        referenceFigure: after / 1e6,
        good: 'below 200 MB',
        holds: (megabytes) => megabytes < 200,
      }),
      row({
        what: 'longest pause of the thread that asks, while it is built',
        figure: pause,
        unit: 'ms',
        reference: 'longest pause in three idle seconds',
        referenceFigure: quiet,
        good: 'at most 50 ms',
        holds: (ms) => ms <= 50,
      }),
    ];
  } finally {
    await index.close();
    rmSync(tree.root, { recursive: true, force: true });
  }
}

const resolutionMs = 5;

/** The longest time that the event loop was late while something went on (milliseconds). */
async function longestPause(during: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  await during();
  delay.disable();
  return Math.max(0, delay.max / 1e6 - resolutionMs);
}

async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The ripgrep that comes with the VS Code of the tests, where that is installed. */
function findRipgrep(root: string): string | undefined {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const file = path.join(
    root,
    'test/vscode/node_modules/@vscode/ripgrep-universal/bin',
    `${process.platform}-${process.arch}`,
    name,
  );
  return existsSync(file) ? file : undefined;
}

function scan(root: string, ripgrep: string | undefined): void {
  if (ripgrep === undefined) {
    for (const file of sourcesOf(root)) readFileSync(file);
    return;
  }
  // A word of each kind of letter, so that it is looked for and not found.
  execFileSync(ripgrep, ['--count', '--ignore-case', '--no-messages', 'reservation|symbolic|language', '.'], {
    cwd: root,
    stdio: 'ignore',
  });
}

/** What the index has to know of each text, read in the plainest way: its words, what it declares, what it imports. */
const parsed = [
  /[A-Za-z_$][\w$]*/g,
  /^[ \t]*(?:(?:export|default|async|abstract|static|public|private|readonly)[ \t]+)*(?:function|class|interface|type|enum|const|let|var)[ \t]+[\w$]+/gm,
  /^[ \t]+(?:async[ \t]+|static[ \t]+|get[ \t]+|set[ \t]+|#)?[\w$]+\([^()\n]*\)[^;\n{]*\{[ \t]*$/gm,
  /\bfrom[ \t]+['"][^'"\n]+['"]|\b(?:import|require)[ \t]*\(?[ \t]*['"][^'"\n]+['"]/g,
];

function parse(root: string): number {
  let found = 0;
  for (const file of sourcesOf(root)) {
    const text = readFileSync(file, 'utf8');
    for (const expression of parsed) found += text.match(expression)?.length ?? 0;
  }
  return found;
}

const sourcesOf = (root: string): readonly string[] =>
  globSync('**/*.ts', { cwd: root }).map((file) => path.join(root, file));
