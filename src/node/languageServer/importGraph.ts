import path from 'node:path/posix';
import type { FileChanges } from '../../core/edit/fileChanges.ts';

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
  #importers: ReadonlyMap<string, readonly string[]> | undefined;

  set(file: string, text: string): void {
    this.#files.set(file, scan(file, text));
    this.#importers = undefined;
  }

  delete(file: string): void {
    this.#files.delete(file);
    this.#importers = undefined;
  }

  /**
   * All files that import a changed one, directly or through others; all there are, when a changed one is global
   * before or after the change. What the changed files themselves import afterwards adds nothing: it is what imports
   * them that may break.
   */
  dependants(changes: FileChanges): ReadonlySet<string> {
    for (const [file, text] of changes) {
      const isGlobal = this.#files.get(file)?.isGlobal || (text !== null && scan(file, text).isGlobal);
      if (isGlobal) return new Set(this.#files.keys());
    }
    this.#importers ??= this.#importersByKey();
    const importers = this.#importers;
    const found = new Set<string>();
    const queue = [...changes.keys()];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const key of keysOf(file)) {
        for (const importer of importers.get(key) ?? []) {
          if (found.has(importer)) continue;
          found.add(importer);
          queue.push(importer);
        }
      }
    }
    return found;
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
    if (specifier.startsWith('.')) {
      const target = path.join(path.dirname(file), specifier);
      keys.add(`./${target.replace(/\/$/, '')}`);
      keys.add(`./${target.replace(ending, '')}`);
    } else {
      const name = path.basename(specifier).replace(ending, '');
      keys.add(name.replace(/^[^\w]+/, '') || name);
    }
  }
  return {
    keys,
    isGlobal:
      !file.endsWith('.json') && (!moduleMark.test(text) || /\bdeclare\s+(?:global|module)\b/.test(text)),
  };
}

/** The keys that an import of this file may have. */
function keysOf(file: string): readonly string[] {
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
