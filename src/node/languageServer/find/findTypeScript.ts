import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ServerLaunch } from '../process/connection.ts';

export type TypeScriptSearch =
  | { readonly type: 'found'; readonly launch: ServerLaunch }
  /** `reason` says what was found instead and what to do. */
  | { readonly type: 'missing'; readonly reason: string };

export interface TypeScriptPlaces {
  readonly workspaceRoot: string;
  /** Folders of extensions that an editor brings; it has a TypeScript beside them. */
  readonly bundledFolders: readonly string[];
  /** Folders to look upwards from when neither the workspace nor the editor has one. */
  readonly fallbackFolders: readonly string[];
  /** The PATH to look for `tsc` on. */
  readonly searchPath: string;
}

/** The first TypeScript whose server can be told all that is needed, and the first that leaves it to us to watch files. */
const oldest = [4, 9] as const;
const firstWithWatchEvents = [5, 4] as const;

/** By itself TypeScript 7 softens to warnings in an editor what its compiler fails on, such as unused names. */
const strict = { reportStyleChecksAsWarnings: false };
const asTheCompiler = { typescript: strict, javascript: strict, 'js/ts': strict };

/** Nothing but what is needed: no packages fetched, no diagnostics that nobody asked for, no watching by itself. */
const tsserverArgs = [
  '--disableAutomaticTypingAcquisition',
  '--suppressDiagnosticEvents',
  '--noGetErrOnBackgroundUpdate',
  '--useInferredProjectPerProjectRoot',
];

/**
 * Finds a TypeScript: the workspace's, else the editor's, else one near the fallback folders, else that of the `tsc`
 * on the PATH. From 7 on the compiler is a language server of its own, before that the server lies beside it. One
 * that is too old or lacks parts is passed over. Nothing is run to find out.
 */
export async function findTypeScriptServer(places: TypeScriptPlaces): Promise<TypeScriptSearch> {
  const unfit: string[] = [];
  for await (const folder of packageFolders(places)) {
    const version = await typeScriptVersion(folder);
    if (version === undefined) continue;
    const launch = await launchOf(folder, version);
    if (typeof launch !== 'string') return { type: 'found', launch };
    unfit.push(launch);
  }
  const advice = 'install it with "npm install --save-dev typescript", or name a server in the settings';
  return { type: 'missing', reason: `${unfit[0] ?? 'none was found'}; ${advice}` };
}

/** How the server of an installed TypeScript is started, or why it can't be. */
async function launchOf(packageFolder: string, version: string): Promise<ServerLaunch | string> {
  const name = `TypeScript ${version}`;
  if (!isAtLeast(version, oldest)) return `${name} is installed, and ${oldest.join('.')} or later is needed`;
  if (isAtLeast(version, [7, 0])) {
    const command = await nativeCompiler(packageFolder);
    if (command === undefined) return `${name} is installed without its compiler for this system`;
    return { name: 'TypeScript', command, args: ['--lsp', '--stdio'], settings: asTheCompiler };
  }
  const server = await realPath(path.join(packageFolder, 'lib', 'tsserver.js'));
  if (server === undefined) return `${name} is installed without its server`;
  const watching = isAtLeast(version, firstWithWatchEvents) ? ['--canUseWatchEvents'] : [];
  return {
    name,
    command: process.execPath,
    args: [server, ...tsserverArgs, ...watching],
    protocol: 'tsserver',
  };
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Folders that may be an installed `typescript` package, best first, through links. */
async function* packageFolders(places: TypeScriptPlaces): AsyncGenerator<string> {
  const installed = [
    ...upwards(places.workspaceRoot),
    ...places.bundledFolders,
    ...places.fallbackFolders.flatMap((folder) => [...upwards(folder)]),
  ];
  for (const folder of installed) {
    const found = await realPath(path.join(folder, 'node_modules', 'typescript'));
    if (found) yield found;
  }
  for (const folder of places.searchPath.split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    // A script named tsc is a link into typescript/bin; elsewhere the package lies beside the script.
    const script = await realPath(path.join(folder, 'tsc'));
    if (script) yield path.dirname(path.dirname(script));
    for (const modules of [
      path.join(folder, 'node_modules'),
      path.join(folder, '..', 'lib', 'node_modules'),
    ]) {
      const found = await realPath(path.join(modules, 'typescript'));
      if (found) yield found;
    }
  }
}

function* upwards(start: string): Generator<string> {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    yield folder;
    if (folder === path.dirname(folder)) return;
  }
}

async function typeScriptVersion(packageFolder: string): Promise<string | undefined> {
  try {
    const text = await readFile(path.join(packageFolder, 'package.json'), 'utf8');
    const { name, version }: { name?: unknown; version?: unknown } = JSON.parse(text);
    return name === 'typescript' && typeof version === 'string' ? version : undefined;
  } catch {
    // A folder without a readable package.json is no installed package.
    return undefined;
  }
}

/** The compiler's program, which is a package of its own for each system, installed beside `typescript` or in it. */
async function nativeCompiler(packageFolder: string): Promise<string | undefined> {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const program = process.platform === 'win32' ? 'tsc.exe' : 'tsc';
  for (const modules of [path.dirname(packageFolder), path.join(packageFolder, 'node_modules')]) {
    const found = await realPath(path.join(modules, name, 'lib', program));
    if (found) return found;
  }
  return undefined;
}

async function realPath(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch {
    return undefined;
  }
}
