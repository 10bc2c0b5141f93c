import { access, constants, open, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../languages.ts';
import type { ServerLaunch } from '../process/connection.ts';
import { type KnownServer, knownServers } from './knownServers.ts';
import { serverSettings } from './serverSettings.ts';

export interface ServerPlaces {
  readonly workspaceRoot: string;
  /** The PATH to look for programs on. */
  readonly searchPath: string;
  /** Folders of extensions that an editor brings, where servers may lie. */
  readonly bundledFolders: readonly string[];
}

/** Finds a server for a language in the workspace, then on the PATH, then in the editor, without running anything. */
export async function findServer(
  language: Language,
  places: ServerPlaces,
): Promise<ServerLaunch | undefined> {
  const candidates: KnownServer[] = [];
  for (const server of knownServers)
    if (server.languages.includes(language.id) && (await missingHelper(server, places)) === undefined)
      candidates.push(server);
  for (const place of [inWorkspace, onSearchPath, inEditor]) {
    for (const server of candidates) {
      const file = await place(server, places);
      if (file !== undefined) return launchOf(server, file, places);
    }
  }
  return undefined;
}

/** How the user gets a server for a language, in words; undefined where none is known. */
export function installAdvice(language: Language): string | undefined {
  return knownServers.find(({ languages, install }) => install && languages.includes(language.id))?.install;
}

/**
 * A command that the user names, started with what is known of the program by that name; a text where it is known to
 * find nothing, and why.
 */
export async function launchNamed(
  language: Language,
  command: string,
  options: { readonly args: readonly string[] } & ServerPlaces,
): Promise<ServerLaunch | string> {
  const program = path.basename(command).replace(/\.(?:exe|cmd|bat|ps1)$/i, '');
  const known = knownServers.find((server) => server.program === program);
  const missing = known && (await missingHelper(known, options));
  if (missing !== undefined) return `${program} checks nothing without ${missing}, which is not installed`;
  const given = new Set(options.args.map(nameOfArgument));
  const args = [
    ...options.args,
    ...(known?.always ?? []).filter((argument) => !given.has(nameOfArgument(argument))),
  ];
  return withSettings({ name: known?.name ?? language.name, command, args }, known, options);
}

/** The program that a server needs and that is not on the PATH. */
async function missingHelper({ needs }: KnownServer, places: ServerPlaces): Promise<string | undefined> {
  return needs === undefined || (await onSearchPath({ program: needs }, places)) !== undefined
    ? undefined
    : needs;
}

const nameOfArgument = (argument: string) => argument.replace(/^-+/, '').replace(/=.*$/s, '');

async function launchOf(server: KnownServer, file: string, places: ServerPlaces): Promise<ServerLaunch> {
  const { name } = server;
  const script = await realpath(file);
  // Editors that are started from a desktop often have no `node` on their PATH. Any other program is called by the name
  // that it was found under: one that is many, as rustup's, goes by it.
  const launch = (await isNodeScript(script))
    ? { name, command: process.execPath, args: [script, ...server.args] }
    : { name, command: file, args: server.args };
  return withSettings(launch, server, places);
}

async function withSettings(
  launch: ServerLaunch,
  known: KnownServer | undefined,
  places: ServerPlaces,
): Promise<ServerLaunch> {
  const python = await virtualPython(places.workspaceRoot);
  return {
    ...launch,
    settings: python === undefined ? serverSettings : { ...serverSettings, python: { pythonPath: python } },
    ...(known?.initializationOptions !== undefined && { initializationOptions: known.initializationOptions }),
    ...(known?.environment && { environment: known.environment }),
  };
}

const virtualEnvironments = ['.venv', 'venv'];
const isWindows = process.platform === 'win32';
const programFolder = isWindows ? 'Scripts' : 'bin';

/**
 * The interpreter of the workspace's own Python environment, whose packages its files import. It is a link to the
 * system's as a rule, and knows its packages only by the name that it is called by.
 */
function virtualPython(root: string): Promise<string | undefined> {
  const program = isWindows ? 'python.exe' : 'python';
  return firstFile(virtualEnvironments.map((folder) => path.join(root, folder, programFolder, program)));
}

async function inWorkspace(server: KnownServer, places: ServerPlaces): Promise<string | undefined> {
  if (server.package !== undefined) {
    for (let folder = path.resolve(places.workspaceRoot); ; folder = path.dirname(folder)) {
      const found = await inPackages(path.join(folder, 'node_modules'), server.package, server.program);
      if (found !== undefined) return found;
      if (folder === path.dirname(folder)) break;
    }
  }
  if (!server.inVirtualEnvironment) return undefined;
  return firstFile(
    virtualEnvironments.flatMap((folder) =>
      programNames(server.program).map((name) =>
        path.join(places.workspaceRoot, folder, programFolder, name),
      ),
    ),
  );
}

async function onSearchPath(
  server: Pick<KnownServer, 'program' | 'package'>,
  places: ServerPlaces,
): Promise<string | undefined> {
  for (const folder of places.searchPath.split(path.delimiter)) {
    // A relative folder would depend on where it is looked from, and may lie in the workspace.
    if (!path.isAbsolute(folder)) continue;
    const found = await firstFile(programNames(server.program).map((name) => path.join(folder, name)));
    if (found !== undefined) return found;
    if (!isWindows || server.package === undefined) continue;
    // What npm puts on the PATH there needs a shell; the package lies beside it.
    const script = await inPackages(path.join(folder, 'node_modules'), server.package, server.program);
    if (script !== undefined) return script;
  }
  return undefined;
}

async function inEditor(server: KnownServer, places: ServerPlaces): Promise<string | undefined> {
  const { bundled } = server;
  if (bundled === undefined) return undefined;
  return firstFile(places.bundledFolders.map((folder) => path.join(folder, bundled)));
}

/** The script that a package has for a program. */
async function inPackages(modules: string, name: string, program: string): Promise<string | undefined> {
  const folder = path.join(modules, name);
  try {
    const { bin }: { bin?: unknown } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const script = typeof bin === 'object' && bin !== null ? (bin as Record<string, unknown>)[program] : bin;
    return typeof script === 'string' ? await firstFile([path.join(folder, script)]) : undefined;
  } catch {
    // No such package, or none that can be read.
    return undefined;
  }
}

function programNames(program: string): readonly string[] {
  return isWindows ? [`${program}.exe`] : [program];
}

/** The first of these files that is there and may be read. */
async function firstFile(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    try {
      await access(file, constants.R_OK);
      return file;
    } catch {
      // Not there: the next one may be.
    }
  }
  return undefined;
}

async function isNodeScript(file: string): Promise<boolean> {
  if (/\.[cm]?js$/.test(file)) return true;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return /^#![^\n]*\bnode\b/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await handle.close();
  }
}
