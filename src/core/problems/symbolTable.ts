import { getOrMake } from '../../base/getOrMake.ts';
import { inSlices, type Slices } from '../../base/slices.ts';
import { importCandidates } from '../context/pack/importedSignatures.ts';
import type { Workspace } from '../context/workspace.ts';
import { type DeclaredName, readSymbols, type SourceSymbols } from './sourceSymbols.ts';

/** Where a name is declared. */
export interface Declaration {
  readonly path: string;
  readonly declared: DeclaredName;
}

/** The names of the files that have problems, and of those they import: enough to tell what problems have in common. */
export interface SymbolTable {
  /** Undefined where a file can't be had, or was not looked at. */
  fileOf(path: string): SourceSymbols | undefined;
  /** Files that a file imports, without those outside the workspace. */
  importsOf(path: string): readonly string[];
  /** What a name in a file stands for: declared there, imported, or declared in one place only. */
  resolve(path: string, name: string): Declaration | undefined;
  /** The file that a specifier means; undefined outside the workspace. */
  resolveModule(path: string, specifier: string): string | undefined;
  /** The one declaration that has a member of this name; undefined where several have. */
  ownerOf(member: string): Declaration | undefined;
}

/** Files that are looked at beside those with problems; the nearest come first. */
const mostFiles = 3_000;
const importDepth = 2;

/** What the given files declare and import, and which file an import names. */
export async function readSymbolTable(
  paths: readonly string[],
  workspace: Pick<Workspace, 'list' | 'read'>,
  { signal, slices }: { readonly signal: AbortSignal; readonly slices: Slices },
): Promise<SymbolTable> {
  const listed = await workspace.list(signal);
  const all = new Set(listed);
  const bySuffix = new Map<string, string[]>();
  await inSlices(
    listed,
    (path) => {
      const key = lastPart(stemOf(path));
      getOrMake(bySuffix, key, () => []).push(path);
    },
    slices,
  );
  const files = new Map<string, SourceSymbols>();
  const resolved = new Map<string, string | undefined>();

  const resolveModule = (path: string, specifier: string): string | undefined => {
    const key = `${path.slice(0, path.lastIndexOf('/') + 1)}\n${specifier}`;
    if (resolved.has(key)) return resolved.get(key);
    const found = findModule(path, specifier, all, bySuffix);
    resolved.set(key, found);
    return found;
  };

  let wave: readonly string[] = [...new Set(paths)];
  for (let depth = 0; depth <= importDepth && wave.length > 0; depth++) {
    const next = new Set<string>();
    for (const path of wave) {
      if (files.size >= mostFiles) break;
      const read = await workspace.read(path);
      signal.throwIfAborted();
      if (read.type !== 'text') continue;
      const symbols = readSymbols(read.text);
      files.set(path, symbols);
      for (const specifier of symbols.specifiers) {
        const target = resolveModule(path, specifier);
        if (target !== undefined && !files.has(target)) next.add(target);
      }
      await slices.pause();
    }
    wave = [...next].filter((path) => !files.has(path));
  }
  return tableOf(files, resolveModule, slices);
}

async function tableOf(
  files: ReadonlyMap<string, SourceSymbols>,
  resolveModule: SymbolTable['resolveModule'],
  slices: Slices,
): Promise<SymbolTable> {
  const byName = new Map<string, Declaration[]>();
  const byMember = new Map<string, Declaration[]>();
  const put = (map: Map<string, Declaration[]>, name: string, declaration: Declaration) => {
    getOrMake(map, name, () => []).push(declaration);
  };
  for (const [path, { declared }] of files) {
    for (const each of declared.values()) {
      put(byName, each.name, { path, declared: each });
      for (const name of each.members.keys()) put(byMember, name, { path, declared: each });
    }
    await slices.pause();
  }
  const only = (found: readonly Declaration[] = []) => (found.length === 1 ? found[0] : undefined);

  /** Follows names that files hand on; a circle ends with what was seen. */
  const inModule = (path: string, name: string, seen: Set<string>): Declaration | undefined => {
    if (seen.has(path)) return undefined;
    seen.add(path);
    const symbols = files.get(path);
    const declared = symbols?.declared.get(name);
    if (declared) return { path, declared };
    const via = symbols?.imported.get(name);
    const target = via && resolveModule(path, via.specifier);
    if (via && target !== undefined) return inModule(target, via.name, seen);
    for (const specifier of symbols?.handedOn ?? []) {
      const next = resolveModule(path, specifier);
      const found = next === undefined ? undefined : inModule(next, name, seen);
      if (found) return found;
    }
    return undefined;
  };

  return {
    fileOf: (path) => files.get(path),
    importsOf: (path) => [
      ...new Set([...(files.get(path)?.specifiers ?? [])].flatMap((each) => resolveModule(path, each) ?? [])),
    ],
    resolve: (path, name) => {
      const symbols = files.get(path);
      const own = symbols?.declared.get(name);
      if (own) return { path, declared: own };
      const via = symbols?.imported.get(name);
      if (!via) return only(byName.get(name));
      const target = resolveModule(path, via.specifier);
      if (target === undefined) return undefined;
      return inModule(target, via.name, new Set());
    },
    resolveModule,
    ownerOf: (member) => only(byMember.get(member)),
  };
}

function findModule(
  from: string,
  specifier: string,
  all: ReadonlySet<string>,
  bySuffix: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(specifier) && !from.endsWith('.py'))
    return importCandidates(from, specifier).find((path) => all.has(path));
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const parts = specifier.replace(/^[@~.#]*\/?/, '').replaceAll('::', '/');
  const written = /[./]\w+$/.test(parts) && !parts.includes('/') ? parts.replaceAll('.', '/') : parts;
  const wanted = stemOf(written);
  // A name of one part is a package, but for languages whose modules are files.
  if (!wanted.includes('/') && dots === 0 && !/\.(?:py|rs|h|c|cc|cpp|hpp|lua)$/.test(from)) return undefined;
  const found = (bySuffix.get(lastPart(wanted)) ?? []).filter((path) => {
    const stem = stemOf(path);
    return stem === wanted || stem.endsWith(`/${wanted}`);
  });
  const near = from.slice(0, from.lastIndexOf('/') + 1);
  return found.length === 1 ? found[0] : found.find((path) => stemOf(path) === near + wanted);
}

function stemOf(path: string): string {
  return path.replace(/(?:\.d)?\.[^./]+$/, '').replace(/\/(?:index|__init__|mod)$/, '');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
