import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FileRead, Workspace } from '../../../src/core/context/workspace.ts';
import type { FileChanges } from '../../../src/core/edit/fileChanges.ts';
import { Overlay } from '../../../src/core/edit/overlay.ts';
import type { Checker } from '../../../src/core/verify/checker.ts';
import { type QuickFixResult, tryQuickFixes } from '../../../src/core/worker/quickFix/quickFix.ts';
import { createChecker } from '../../../src/node/languageServer/createChecker.ts';
import { connectWithProcess } from '../../../src/node/languageServer/process/processConnection.ts';
import { type Bench, type BenchResult, row } from '../bench.ts';
import { type Fault, faultKinds, seededFaults } from './faults.ts';

const faultsPerKind = 6;
/** Faults are made in files that no more than this many others import, so that a check stays quick. */
const mostImporters = 4;
const goodShare = 95;

/** What tier none made of one fault. */
interface Outcome {
  readonly kind: string;
  /** `other`: it compiles and is not what stood there. */
  readonly taken: 'same' | 'other' | 'none';
  /** Whether something was offered to choose from, and whether what stood there was among it. */
  readonly offered: 'same' | 'other' | 'none';
  /** Of the first fix that passes the check, whatever its kind: what would be taken without the table. */
  readonly first: 'same' | 'other' | 'none';
  readonly example?: string;
}

export const bench: Bench = {
  name: 'quickFixes',
  measures: `Up to ${faultsPerKind} seeded faults of each of ${faultKinds.length} kinds in this project's own core, each given to tier none with TypeScript 5.9: what it takes by itself, against the first fix that passes the check.`,
  good: `of what is taken by itself at least ${goodShare} % is what stood there before the fault, but for the place of an import.`,
  run: async ({ root, log }): Promise<BenchResult> => {
    const workspace = await FaultyWorkspace.create(root);
    const checker = createChecker({
      root: workspace.root,
      workspace,
      connect: connectWithProcess,
      servers: {},
      bundledFolders: [],
      fallbackFolders: [],
      log: () => {},
    });
    try {
      const faults = seededFaults(leaves(workspace.sources), faultsPerKind, randomFrom(20260317));
      const outcomes: Outcome[] = [];
      for (const fault of faults) {
        const outcome = await outcomeOf(fault, workspace, checker);
        if (outcome) outcomes.push(outcome);
        if (outcomes.length % 20 === 0) log(`quickFixes: ${outcomes.length} of at most ${faults.length}`);
      }
      return resultOf(outcomes);
    } finally {
      await checker.dispose();
      await rm(workspace.root, { recursive: true, force: true });
    }
  },
};

function leaves(sources: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const texts = [...sources.values()];
  const importers = (file: string) =>
    texts.filter((text) => text.includes(`/${path.basename(file)}'`)).length;
  return new Map([...sources].filter(([file]) => importers(file) <= mostImporters));
}

async function outcomeOf(
  fault: Fault,
  workspace: FaultyWorkspace,
  checker: Checker,
): Promise<Outcome | undefined> {
  const signal = AbortSignal.timeout(120_000);
  workspace.unsaved = fault;
  const report = await checker.check(new Map([[fault.path, fault.original]]), { signal });
  const errors = report.before.filter(({ severity }) => severity === 'error');
  const target = errors.find((each) => each.path === fault.path) ?? errors[0];
  // What no checker sees is no fault that a check could show to be mended.
  if (!target) return undefined;
  const overlay = new Overlay((file) => workspace.read(file));
  const all: FileChanges[] = [];
  const watched: Checker = {
    survey: (options) => checker.survey(options),
    quickFixes: (diagnostic, changes, options) => checker.quickFixes(diagnostic, changes, options),
    check: async (changes, options) => {
      const found = await checker.check(changes, options);
      const before = found.before.filter(({ severity }) => severity === 'error').length;
      const after = found.after.filter(({ severity }) => severity === 'error').length;
      if (after < before) all.push(changes);
      return found;
    },
  };
  const result = await tryQuickFixes(target, overlay, { checker: watched }, { signal });
  const [first] = all;
  const taken = result.type === 'fixed' ? compare(result.changes, fault) : 'none';
  return {
    kind: fault.kind,
    taken,
    offered: offeredOf(result, fault),
    first: first ? compare(first, fault) : 'none',
    ...(taken === 'other' &&
      result.type === 'fixed' && { example: `${fault.path}: ${target.message} ${result.title}` }),
  };
}

function offeredOf(result: QuickFixResult, fault: Fault): Outcome['offered'] {
  if (result.type !== 'alternatives') return 'none';
  return result.fixes.some(({ changes }) => compare(changes, fault) === 'same') ? 'same' : 'other';
}

function compare(changes: FileChanges, fault: Fault): 'same' | 'other' {
  const [[file, text] = [], ...others] = changes;
  if (others.length > 0 || file !== fault.path || typeof text !== 'string') return 'other';
  return plain(text) === plain(fault.original) ? 'same' : 'other';
}

/** A text whose imports stand in one order, one name each, with what is only layout left out. */
function plain(text: string): string {
  const imports: string[] = [];
  const rest = text.replace(
    /^import (type )?\{([^}]*)\} from (['"][^'"]+['"]);?\n/gm,
    (_, type, names: string, from) => {
      for (const name of names.split(',').map((each) => each.trim()))
        if (name !== '')
          imports.push(
            `${type || name.startsWith('type ') ? 'type ' : ''}${name.replace(/^type /, '')} ${from.slice(1, -1)}`,
          );
      return '';
    },
  );
  return [...imports.sort(), withoutLayout(rest)].join('\n');
}

/** Blanks and line ends say nothing where they stand beside a bracket, nor does a comma before a closing one. */
function withoutLayout(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([()[\]{}]) ?/g, '$1')
    .replace(/,(?=[)\]}])/g, '')
    .trim();
}

function resultOf(outcomes: readonly Outcome[]): BenchResult {
  const share = (of: (outcome: Outcome) => string) => {
    const some = outcomes.filter((outcome) => of(outcome) !== 'none');
    return some.length === 0
      ? 0
      : (100 * some.filter((outcome) => of(outcome) === 'same').length) / some.length;
  };
  const count = (kind: string | undefined, is: (outcome: Outcome) => boolean) =>
    outcomes.filter((outcome) => (kind === undefined || outcome.kind === kind) && is(outcome)).length;
  const line = (kind: string | undefined) => [
    kind ?? 'all',
    count(kind, () => true),
    count(kind, ({ taken }) => taken === 'same'),
    count(kind, ({ taken }) => taken === 'other'),
    count(kind, ({ offered }) => offered === 'same'),
    count(kind, ({ offered }) => offered === 'other'),
    count(kind, ({ taken, offered }) => taken === 'none' && offered === 'none'),
  ];
  return {
    rows: [
      row({
        what: 'of what is taken by itself, what stood there',
        figure: share(({ taken }) => taken),
        unit: '%',
        reference: 'of the first fix that compiles',
        referenceFigure: share(({ first }) => first),
        good: `>= ${goodShare} %`,
        holds: (figure) => figure >= goodShare,
      }),
    ],
    tables: [
      {
        title: 'What tier none makes of a fault',
        columns: [
          'fault',
          'faults',
          'taken, same',
          'taken, other',
          'offered, with same',
          'offered, other',
          'nothing',
        ],
        rows: [...faultKinds, undefined].map(line),
        notes: outcomes.flatMap(({ example }) => (example ? [`taken and not the same: ${example}`] : [])),
      },
    ],
  };
}

/** A copy of this project's base and core with TypeScript 5.9 beside it, in which one file at a time is faulty. */
class FaultyWorkspace implements Workspace {
  readonly name = 'faulty';
  unsaved: Fault | undefined;

  private constructor(
    readonly root: string,
    readonly sources: ReadonlyMap<string, string>,
  ) {}

  static async create(project: string): Promise<FaultyWorkspace> {
    const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'tiercel-faults-')));
    for (const folder of ['base', 'core', 'types'])
      await cp(path.join(project, 'src', folder), path.join(root, 'src', folder), { recursive: true });
    await rm(path.join(root, 'src/core/tsconfig.json'), { force: true });
    await rm(path.join(root, 'src/base/tsconfig.json'), { force: true });
    await mkdir(path.join(root, 'node_modules'));
    const packages = {
      typescript: 'test/languageServers/node_modules/typescript-5',
      zod: 'node_modules/zod',
      diff: 'node_modules/diff',
      'node-diff3': 'node_modules/node-diff3',
    };
    for (const [name, from] of Object.entries(packages))
      await symlink(path.join(project, from), path.join(root, 'node_modules', name));
    const compilerOptions = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noUnusedLocals: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      target: 'es2024',
      lib: ['es2024'],
      module: 'nodenext',
      types: [],
    };
    await writeFile(path.join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    await writeFile(path.join(root, 'package.json'), '{"type":"module"}');
    const sources = new Map<string, string>();
    for (const file of await listed(root))
      if (file.startsWith('src/core/') && file.endsWith('.ts'))
        sources.set(file, await readFile(path.join(root, file), 'utf8'));
    return new FaultyWorkspace(root, sources);
  }

  async read(file: string): Promise<FileRead> {
    if (this.unsaved?.path === file) return { type: 'text', text: this.unsaved.faulty };
    try {
      return { type: 'text', text: await readFile(path.join(this.root, file), 'utf8') };
    } catch {
      return { type: 'missing' };
    }
  }

  list = () => listed(this.root);
  search = async () => [];
  symbols = async () => [];
  diagnostics = () => [];
  editorState = () => ({ open: this.unsaved ? [this.unsaved.path] : [] });
  gitState = async () => undefined;
}

async function listed(root: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(root, 'src'), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  return [...files, 'package.json', 'tsconfig.json'].sort();
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
