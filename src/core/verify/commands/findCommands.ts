import type { Workspace } from '../../context/workspace.ts';

/** What a command tells about: whether the code works, is well formed, or can be built. */
export type CommandKind = 'test' | 'lint' | 'build';

export interface FoundCommand {
  readonly command: string;
  readonly kind: CommandKind;
  /** Where it was found, for the user: "package.json". */
  readonly source: string;
}

type Files = Pick<Workspace, 'read' | 'list'>;

/**
 * The commands that a workspace brings along to check itself with, tests first. They are offered to the user; finding
 * one is no permission to run it.
 */
export async function findCommands(workspace: Files, signal: AbortSignal): Promise<readonly FoundCommand[]> {
  const files = new Set(await workspace.list(signal));
  const read = async (path: string) => {
    const file = files.has(path) ? await workspace.read(path) : undefined;
    signal.throwIfAborted();
    return file?.type === 'text' ? file.text : undefined;
  };
  const found = [
    ...scriptCommands(await read('package.json'), files),
    ...makeCommands(await read('Makefile')),
    ...(await pythonCommands(files, read)),
    ...(files.has('go.mod')
      ? ([of('test', 'go test ./...', 'go.mod'), of('lint', 'go vet ./...', 'go.mod')] as const)
      : []),
    ...(files.has('Cargo.toml')
      ? ([of('test', 'cargo test', 'Cargo.toml'), of('build', 'cargo check', 'Cargo.toml')] as const)
      : []),
  ];
  const order: readonly CommandKind[] = ['test', 'build', 'lint'];
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

const of = (kind: CommandKind, command: string, source: string): FoundCommand => ({ kind, command, source });

const kindOfScript: Readonly<Record<string, CommandKind>> = {
  test: 'test',
  'test:unit': 'test',
  lint: 'lint',
  build: 'build',
  check: 'build',
  typecheck: 'build',
  'type-check': 'build',
  'check-types': 'build',
  tsc: 'build',
};

function scriptCommands(text: string | undefined, files: ReadonlySet<string>): readonly FoundCommand[] {
  const manifest = readManifest(text);
  const manager = packageManager(manifest.packageManager, files);
  return Object.entries(manifest.scripts).flatMap(([name, script]) => {
    const kind = Object.hasOwn(kindOfScript, name) ? kindOfScript[name] : undefined;
    // What npm puts there before there are tests.
    if (kind === undefined || /no test specified/.test(script)) return [];
    return [of(kind, runScript(manager, name), 'package.json')];
  });
}

function readManifest(text: string | undefined): {
  readonly scripts: Readonly<Record<string, string>>;
  readonly packageManager: string;
} {
  const none = { scripts: {}, packageManager: '' };
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return none;
    const { scripts, packageManager } = value as Record<string, unknown>;
    const entries = Object.entries(typeof scripts === 'object' && scripts !== null ? scripts : {});
    return {
      scripts: Object.fromEntries(entries.filter(([, script]) => typeof script === 'string')),
      packageManager: typeof packageManager === 'string' ? packageManager : '',
    };
  } catch {
    // A manifest in the middle of being edited offers nothing.
    return none;
  }
}

type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockFiles: readonly (readonly [file: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

function packageManager(named: string, files: ReadonlySet<string>): PackageManager {
  const name = /^(npm|pnpm|yarn|bun)@/.exec(named)?.[1] as PackageManager | undefined;
  return name ?? lockFiles.find(([file]) => files.has(file))?.[1] ?? 'npm';
}

/** `bun test` is bun's own test runner and not the script of that name. */
function runScript(manager: PackageManager, name: string): string {
  return name === 'test' && manager !== 'bun' ? `${manager} test` : `${manager} run ${name}`;
}

const kindOfTarget: Readonly<Record<string, CommandKind>> = {
  test: 'test',
  check: 'test',
  lint: 'lint',
  build: 'build',
};

function makeCommands(text: string | undefined): readonly FoundCommand[] {
  const targets = [...(text ?? '').matchAll(/^([\w-]+)[ \t]*:(?![=:])/gm)].map(([, name = '']) => name);
  return [...new Set(targets)].flatMap((name) => {
    const kind = Object.hasOwn(kindOfTarget, name) ? kindOfTarget[name] : undefined;
    return kind === undefined ? [] : [of(kind, `make ${name}`, 'Makefile')];
  });
}

async function pythonCommands(
  files: ReadonlySet<string>,
  read: (path: string) => Promise<string | undefined>,
): Promise<readonly FoundCommand[]> {
  const settings = [
    ['pytest.ini', /(?:)/],
    ['conftest.py', /(?:)/],
    ['tests/conftest.py', /(?:)/],
    ['pyproject.toml', /pytest/],
    ['setup.cfg', /\[tool:pytest\]/],
    ['tox.ini', /\[pytest\]/],
  ] as const;
  for (const [file, pattern] of settings) {
    const text = await read(file);
    if (text !== undefined && pattern.test(text)) return [of('test', 'pytest', file)];
  }
  const test = [...files].find((file) => /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(file));
  return test === undefined ? [] : [of('test', 'pytest', test)];
}
