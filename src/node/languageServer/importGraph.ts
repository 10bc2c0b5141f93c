import path from 'node:path/posix';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import { type ModuleSurface, moduleSurface } from './surface/moduleSurface.ts';

/** What a file of TypeScript or JavaScript says of other files, as keys that paths can be looked up by. */
interface FileImports {
  /** Paths without endings, for relative imports; last names, for others, which aliases and packages hide behind. */
  readonly keys: ReadonlySet<string>;
  /** Nothing need name a script that is no module, or one that adds to others: what it declares is everywhere. */
  readonly isGlobal: boolean;
}

const ending = /(?:\.d)?\.(?:[cm]?[jt]sx?|json)$/;
const specifiers =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bmodule\s+|<reference\s+path\s*=\s*)(["'`])([^"'`\n]+)\1/g;
const moduleMark = /^\s*(?:import|export)\b|\bmodule\.exports\b|\brequire\s*\(/m;

/**
 * Which files import which, read off their texts without resolving: rather too many than too few, since a file too
 * many costs time and a file too few would go unchecked. An alias that shares no name with what it stands for
 * escapes it.
 */
export class ImportGraph {
  readonly #files = new Map<string, FileImports>();
  readonly #surfaces = new Map<string, Promise<ModuleSurface | undefined>>();
  #importers: ReadonlyMap<string, readonly string[]> | undefined;

  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  set(file: string, text: string): void {
    this.#files.set(file, scan(file, text));
    this.#surfaces.delete(file);
    this.#importers = undefined;
  }

  delete(file: string): void {
    this.#files.delete(file);
    this.#surfaces.delete(file);
    this.#importers = undefined;
  }

  /**
   * All files that import a changed one, directly or through others; all there are, when a changed one is global.
   * What the changed files themselves import afterwards adds nothing: it is what imports them that may break.
   */
  dependants(changes: FileChanges): ReadonlySet<string> {
    if (this.concernsAll(changes)) return new Set(this.#files.keys());
    const found = new Set<string>();
    const queue = [...changes.keys()];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const importer of this.importersOf(file)) {
        if (found.has(importer)) continue;
        found.add(importer);
        queue.push(importer);
      }
    }
    return found;
  }

  /** Whether a changed file is global, before or after the change, so that all files depend on it. */
  concernsAll(changes: FileChanges): boolean {
    return [...changes].some(
      ([file, text]) => this.#files.get(file)?.isGlobal || (text !== null && scan(file, text).isGlobal),
    );
  }

  /** Files that import a file directly; rather too many than too few. */
  importersOf(file: string): readonly string[] {
    this.#importers ??= this.#importersByKey();
    const importers = this.#importers;
    return [...new Set(keysOf(file).flatMap((key) => importers.get(key) ?? []))];
  }

  /** Whether any file imports something by a name that this may be. */
  names(specifier: string): boolean {
    this.#importers ??= this.#importersByKey();
    return specifierKeys('', specifier).some((key) => this.#importers?.has(key));
  }

  /** What a file shows of itself, read when it is first asked for. */
  surface(
    file: string,
    read: (file: string) => Promise<string | undefined>,
  ): Promise<ModuleSurface | undefined> {
    const known = this.#surfaces.get(file);
    if (known) return known;
    const surface = read(file).then((text) => (text === undefined ? undefined : moduleSurface(file, text)));
    this.#surfaces.set(file, surface);
    return surface;
  }

  /** Files that, with the changes, name a path that they take away and that no other file answers to. */
  danglingImporters(changes: FileChanges): readonly { readonly file: string; readonly gone: string }[] {
    const files = new Map(this.#files);
    for (const [file, text] of changes) {
      if (text === null) files.delete(file);
      else files.set(file, scan(file, text));
    }
    const answered = new Set([...files.keys()].flatMap(relativeKeys));
    const deleted = [...changes].flatMap(([file, text]) => (text === null ? [file] : []));
    return deleted.flatMap((gone) => {
      const open = relativeKeys(gone).filter((key) => !answered.has(key));
      return [...files].flatMap(([file, imports]) =>
        open.some((key) => imports.keys.has(key)) ? [{ file, gone }] : [],
      );
    });
  }

  #importersByKey(): ReadonlyMap<string, readonly string[]> {
    const importers = new Map<string, string[]>();
    for (const [file, imports] of this.#files) {
      for (const key of imports.keys) {
        const list = importers.get(key);
        if (list) list.push(file);
        else importers.set(key, [file]);
      }
    }
    return importers;
  }
}

function scan(file: string, text: string): FileImports {
  const keys = new Set<string>();
  for (const [, , specifier = ''] of text.matchAll(specifiers)) {
    for (const key of specifierKeys(file, specifier)) keys.add(key);
  }
  return {
    keys,
    isGlobal:
      !file.endsWith('.json') && (!moduleMark.test(text) || /\bdeclare\s+(?:global|module)\b/.test(text)),
  };
}

/** The keys of what a file imports. */
export function specifierKeys(file: string, specifier: string): readonly string[] {
  if (specifier.startsWith('.')) {
    const target = path.join(path.dirname(file), specifier);
    return [`./${target.replace(/\/$/, '')}`, `./${target.replace(ending, '')}`];
  }
  const name = path.basename(specifier).replace(ending, '');
  return [name.replace(/^[^\w]+/, '') || name];
}

/** The keys that an import of this file may have. */
export function keysOf(file: string): readonly string[] {
  const stem = file.replace(ending, '');
  const name = path.basename(stem);
  const folders = path.dirname(file).split('/');
  // A package of the workspace is imported by its name, which its folder mostly has too.
  return [...relativeKeys(file), name, ...folders];
}

function relativeKeys(file: string): readonly string[] {
  const stem = file.replace(ending, '');
  const keys = [`./${file}`, `./${stem}`];
  if (path.basename(stem) === 'index') keys.push(`./${path.dirname(stem)}`);
  return keys;
}
