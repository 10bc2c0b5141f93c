import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { compareDiagnostics } from '../../../src/core/verify/matchDiagnostics.ts';
import { createDiskWorkspace } from '../../../src/node/diskWorkspace.ts';
import { createChecker } from '../../../src/node/languageServer/createChecker.ts';
import { findTypeScriptServer } from '../../../src/node/languageServer/find/findTypeScript.ts';
import { connectWithProcess } from '../../../src/node/languageServer/process/processConnection.ts';
import { type Bench, type BenchOptions, type Row, row } from '../bench.ts';
import { median } from '../measure.ts';
import { generateProject, type Project } from './project.ts';

const run = promisify(execFile);
const rounds = 5;

/** A candidate that differs from round to round, so that no answer can be an old one. */
interface Edit {
  readonly what: string;
  readonly file: string;
  readonly text: (project: Project, round: number) => string;
  /** How many new errors it has. */
  readonly errors: number;
  /** Whether everything has to be looked at again whoever checks, so that the target for the others can't be met. */
  readonly reachesAll?: true;
}

const edits: readonly Edit[] = [
  {
    what: 'leaf, body',
    file: 'src/leaf7.ts',
    text: ({ leaf }, round) => renamed(leaf).replace('toFixed(2)', `toFixed(${round})`),
    errors: 0,
  },
  {
    what: 'middle file, signature that 6 use, breaking them',
    file: 'src/mid0.ts',
    text: ({ mid }, round) =>
      mid.replace('readonly Item[]): number', `readonly Item[], more: ${round}): number`),
    errors: 6,
  },
  {
    what: 'root of 299, body',
    file: 'src/root.ts',
    text: ({ root }, round) => root.replace('sum + item.cents', `sum + item.cents + ${round}`),
    errors: 0,
  },
  {
    what: 'root of 299, signature that 3 use, breaking them',
    file: 'src/root.ts',
    text: ({ root }, round) =>
      root.replace('few(name: string)', `few(name: string & { readonly round: ${round} })`),
    errors: 3,
  },
  {
    what: 'root of 299, signature that all use, breaking none',
    file: 'src/root.ts',
    text: ({ root }, round) =>
      root.replace('readonly Item[]): number', `readonly Item[], more?: ${round}): number`),
    errors: 0,
    reachesAll: true,
  },
];

function renamed(leaf: string): string {
  return leaf.replaceAll('total0', 'total7').replaceAll('leaf0', 'leaf7');
}

const compilers = [
  { folder: 'node_modules/typescript', most: 60 },
  { folder: 'test/languageServers/node_modules/typescript-5', most: 70 },
];

export const bench: Bench = {
  name: 'verify',
  measures:
    'the time from a candidate to its verdict on a generated project of 300 files, changed files and all that depend on ' +
    'what changed included; beside it, `tsc --noEmit` of the same compiler over the same project.',
  good:
    'at most 60 ms (70 over tsserver) and a twentieth of the full check; where all 300 files use what changed, no more ' +
    'than the full check.',
  run: async (options) => {
    const rows: Row[] = [];
    for (const compiler of compilers) rows.push(...(await benchCompiler(compiler, options)));
    return { rows };
  },
};

async function benchCompiler(
  { folder, most }: { readonly folder: string; readonly most: number },
  { root, log }: BenchOptions,
): Promise<readonly Row[]> {
  const package_ = path.join(root, folder);
  const { version } = createRequire(import.meta.url)(path.join(package_, 'package.json'));
  const project = await generateProject(package_);
  const checker = createChecker({
    root: project.folder,
    workspace: createDiskWorkspace(project.folder),
    connect: connectWithProcess,
    servers: {},
    fallbackFolders: [],
    log: () => {},
  });
  const { signal } = new AbortController();
  const check = async (edit: Edit, round: number): Promise<number> => {
    const changes = new Map([[edit.file, edit.text(project, round)]]);
    const start = performance.now();
    const report = await checker.check(changes, { signal });
    const ms = performance.now() - start;
    const { introduced } = compareDiagnostics(report.before, report.after, {
      paths: [edit.file],
      lineMoves: [],
    });
    assert.equal(introduced.length, edit.errors, edit.what);
    return ms;
  };
  try {
    const fullCheck = await compilerOf(package_, project.folder);
    await fullCheck();
    for (const edit of edits) await check(edit, 0);
    const times = edits.map((): number[] => []);
    const fullTimes: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      log(`TypeScript ${version}, round ${round} of ${rounds}`);
      for (const [k, edit] of edits.entries()) times[k]?.push(await check(edit, round));
      if (round % 2 === 1) fullTimes.push(await fullCheck());
    }
    return edits.map(({ what, reachesAll }, k) =>
      row({
        what: `TypeScript ${version}: ${what}`,
        figure: median(times[k] ?? []),
        unit: 'ms',
        reference: 'tsc --noEmit',
        referenceFigure: median(fullTimes),
        good: reachesAll ? 'ratio at most 1' : `at most ${most} ms, ratio at most 0.05`,
        holds: (figure, ratio) => (reachesAll ? ratio <= 1 : figure <= most && ratio <= 0.05),
      }),
    );
  } finally {
    await checker.dispose();
    await project.remove();
  }
}

/** Runs a full check and gives its milliseconds. */
async function compilerOf(package_: string, folder: string): Promise<() => Promise<number>> {
  const found = await findTypeScriptServer({
    workspaceRoot: folder,
    bundledFolders: [],
    fallbackFolders: [],
    searchPath: '',
  });
  assert.equal(found.type, 'found');
  const isNative = found.launch.protocol === undefined;
  const command = isNative ? found.launch.command : process.execPath;
  const script = isNative ? [] : [path.join(package_, 'lib/tsc.js')];
  return async () => {
    const start = performance.now();
    await run(command, [...script, '--noEmit', '-p', folder], { cwd: folder });
    return performance.now() - start;
  };
}
