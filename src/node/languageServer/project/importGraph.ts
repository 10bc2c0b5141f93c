import path from 'node:path/posix';
import { getOrMake } from '../../../base/getOrMake.ts';
import type { FileChanges } from '../../../core/edit/fileChanges.ts';
import { type ModuleSurface, moduleSurface } from '../surface/moduleSurface.ts';
import { type FileImports, importsOf } from './fileImports.ts';
import { type Alias, isSettingsName, type ProjectSettings, projectSettings } from './projectSettings.ts';

const ending = /(?:\.d)?\.(?:[cm]?[jt]sx?|json)$/;

/**
 * Which files import which, read off their texts without resolving: rather too many than too few, since a file too
 * many costs time and a file too few would go unchecked.
 */
export class ImportGraph {
  readonly #files = new Map<string, FileImports>();
  readonly #settings = new Map<string, ProjectSettings>();
  readonly #surfaces = new Map<string, Promise<ModuleSurface | undefined>>();
  #aliases: readonly Alias[] | undefined;
  #byKey: ReadonlyMap<string, readonly string[]> | undefined;
  #importers: ReadonlyMap<string, readonly string[]> | undefined;
  #underAugmented: ReadonlySet<string> | undefined;

  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  set(file: string, text: string): void {
    this.delete(file);
    this.#files.set(file, importsOf(file, text));
    if (this.isSettings(file)) this.#settings.set(file, projectSettings(file, text));
  }

  delete(file: string): void {
    this.#files.delete(file);
    this.#settings.delete(file);
    this.#surfaces.delete(file);
    this.#aliases = undefined;
    this.#byKey = undefined;
    this.#importers = undefined;
    this.#underAugmented = undefined;
  }

  /**
   * All files that import a changed one, directly or through others; all there are, when a changed one is global.
   * What the changed files themselves import afterwards adds nothing, as long as it adds nothing to the whole: it is
   * what imports them that may break.
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

  /** Whether all files may tell the difference: what a change touches, brings in or takes away is global. */
  concernsAll(changes: FileChanges): boolean {
    if ([...this.#settings.values()].some(({ isOpaque }) => isOpaque)) return true;
    return [...changes].some(([file, text]) => {
      const before = this.#files.get(file);
      const after = text === null || file.endsWith('.json') ? undefined : importsOf(file, text);
      if (before?.isGlobal || after?.isGlobal) return true;
      if ((before?.references ?? '') !== (after?.references ?? '')) return true;
      const was = before?.specifiers ?? new Set();
      const is = after?.specifiers ?? new Set();
      const differing = [...was, ...is].filter((specifier) => was.has(specifier) !== is.has(specifier));
      return differing.some((specifier) => this.#reachesAll(file, specifier, changes));
    });
  }

  /** Whether a file decides what programs mean: settings by their name, and what such settings go on from. */
  isSettings(file: string): boolean {
    return isSettingsName(file) || this.extendedSettings.includes(file);
  }

  /** Files that settings go on from, whatever they are called; not all need be there. */
  get extendedSettings(): readonly string[] {
    return [...this.#settings.values()].flatMap(({ extended }) => extended);
  }

  /** Files that import a file directly; rather too many than too few. */
  importersOf(file: string): readonly string[] {
    this.#importers ??= this.#importersByKey();
    const importers = this.#importers;
    return [...new Set(keysOf(file).flatMap((key) => importers.get(key) ?? []))];
  }

  /**
   * Whether another file adds to this one, or to one that may hand on what this one has: what is added lands where
   * the name comes from, so that a change here may move it from one file to another that imports neither. The file
   * need not be there yet.
   */
  isAugmented(file: string): boolean {
    this.#underAugmented ??= this.#keysUnderAugmented();
    const keys = this.#underAugmented;
    return keysOf(file).some((key) => keys.has(key));
  }

  /** The keys of what a file imports by a specifier. */
  keysFor(file: string, specifier: string): readonly string[] {
    if (specifier.startsWith('.')) return relativeSpecifierKeys(file, specifier);
    this.#aliases ??= [...this.#settings.values()].flatMap(({ aliases }) => aliases);
    const aliases = this.#aliases.filter(({ prefix }) => specifier.startsWith(prefix));
    return [lastName(specifier), ...aliases.flatMap(({ names }) => names)];
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
      else files.set(file, importsOf(file, text));
    }
    const answered = new Set([...files.keys()].flatMap(relativeKeys));
    const deleted = [...changes].flatMap(([file, text]) => (text === null ? [file] : []));
    return deleted.flatMap((gone) => {
      const open = new Set(relativeKeys(gone).filter((key) => !answered.has(key)));
      return [...files].flatMap(([file, { specifiers }]) =>
        [...specifiers].some((specifier) => this.keysFor(file, specifier).some((key) => open.has(key)))
          ? [{ file, gone }]
          : [],
      );
    });
  }

  /**
   * Whether an import that comes or goes brings or takes what is global: a package that no other file names, since it
   * may declare things for all, or a file of the workspace that leads to such. No other import need hold it.
   */
  #reachesAll(importer: string, specifier: string, changes: FileChanges): boolean {
    const reached = new Set<string>([importer]);
    const queue = [[importer, specifier] as const];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const targets = this.#targets(...next);
      if (targets.length === 0 && !next[1].startsWith('.')) {
        const isNamed = [...this.#files].some(
          ([file, { specifiers }]) => !reached.has(file) && !changes.has(file) && specifiers.has(next[1]),
        );
        if (!isNamed) return true;
      }
      for (const target of targets) {
        if (reached.has(target)) continue;
        reached.add(target);
        const imports = this.#files.get(target);
        if (imports?.isGlobal || (imports?.references ?? '') !== '') return true;
        for (const further of imports?.specifiers ?? []) queue.push([target, further]);
      }
    }
    return false;
  }

  /** The keys of what is added to, and of all that it imports, directly or through others. */
  #keysUnderAugmented(): ReadonlySet<string> {
    const keys = new Set<string>();
    const files = new Set<string>();
    const follow = (from: string, specifier: string) => {
      for (const key of this.keysFor(from, specifier)) keys.add(key);
      for (const target of this.#targets(from, specifier)) files.add(target);
    };
    for (const [from, { augmented }] of this.#files)
      for (const specifier of augmented) follow(from, specifier);
    for (const file of files)
      for (const specifier of this.#files.get(file)?.specifiers ?? []) follow(file, specifier);
    return keys;
  }

  /** Files of the workspace that an import may lead to. */
  #targets(importer: string, specifier: string): readonly string[] {
    this.#byKey ??= grouped(this.files, keysOf);
    const byKey = this.#byKey;
    return [...new Set(this.keysFor(importer, specifier).flatMap((key) => byKey.get(key) ?? []))];
  }

  #importersByKey(): ReadonlyMap<string, readonly string[]> {
    return grouped(this.files, (file) =>
      [...(this.#files.get(file)?.specifiers ?? [])].flatMap((specifier) => this.keysFor(file, specifier)),
    );
  }
}

function grouped(
  files: readonly string[],
  keysFor: (file: string) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    for (const key of new Set(keysFor(file))) {
      getOrMake(groups, key, () => []).push(file);
    }
  }
  return groups;
}

function relativeSpecifierKeys(file: string, specifier: string): readonly string[] {
  const target = path.join(path.dirname(file), specifier);
  return [`./${target.replace(/\/$/, '')}`, `./${target.replace(ending, '')}`];
}

function lastName(specifier: string): string {
  const name = path.basename(specifier).replace(ending, '');
  return name.replace(/^[^\w]+/, '') || name;
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
  // What `style.d.css.ts` declares is imported as `style.css`.
  if (/\.d\.\w+$/.test(stem) && file.endsWith('.ts')) keys.push(`./${stem.replace(/\.d(?=\.\w+$)/, '')}`);
  return keys;
}
