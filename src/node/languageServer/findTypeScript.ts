import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { ServerLaunch } from './connection.ts';

export type TypeScriptSearch =
  | { readonly type: 'found'; readonly launch: ServerLaunch }
  /** `reason` says what was found instead and what to do. */
  | { readonly type: 'missing'; readonly reason: string };

export interface TypeScriptPlaces {
  readonly workspaceRoot: string;
  /** Folders to look upwards from when the workspace has none. */
  readonly fallbackFolders: readonly string[];
  /** The PATH to look for `tsc` on. */
  readonly searchPath: string;
}

/**
 * Finds a TypeScript 7, whose compiler is a language server of its own: the workspace's, else one near the fallback
 * folders, else the `tsc` on the PATH. Nothing is run to find out: the versions stand in package.json files.
 */
export async function findTypeScriptServer(places: TypeScriptPlaces): Promise<TypeScriptSearch> {
  const older: string[] = [];
  for await (const folder of packageFolders(places)) {
    const version = await typeScriptVersion(folder);
    if (version === undefined) continue;
    if (Number.parseInt(version, 10) < 7) {
      older.push(version);
      continue;
    }
    const command = await nativeCompiler(folder);
    if (command)
      return { type: 'found', launch: { name: 'TypeScript', command, args: ['--lsp', '--stdio'] } };
  }
  const advice = 'install it with "npm install --save-dev typescript@7", or name a server in the settings';
  const [first] = older;
  return {
    type: 'missing',
    reason:
      first === undefined
        ? `no TypeScript 7 was found; ${advice}`
        : `TypeScript ${first} is installed, and 7 is needed; ${advice}`,
  };
}

/** Folders that may be an installed `typescript` package, best first, through links. */
async function* packageFolders(places: TypeScriptPlaces): AsyncGenerator<string> {
  for (const start of [places.workspaceRoot, ...places.fallbackFolders]) {
    for (const folder of upwards(start)) {
      const found = await realPath(path.join(folder, 'node_modules', 'typescript'));
      if (found) yield found;
    }
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
