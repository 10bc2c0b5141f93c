import type { FileChanges } from '../../../core/edit/fileChanges.ts';
import { type AffectedNames, changedNames, merge, reached } from '../surface/affectedNames.ts';
import { type Binding, type ModuleSurface, moduleSurface } from '../surface/moduleSurface.ts';
import { type ImportGraph, keysOf } from './importGraph.ts';

/** The text of a file before the changes; undefined when there is none. */
export type ReadBefore = (path: string) => Promise<string | undefined>;

interface Version {
  readonly surface: ModuleSurface | undefined;
}

/**
 * The files that changes may have an effect on beyond the changed ones, the nearest first: those that use, directly
 * or through others, a name whose meaning may have changed. What stands in the body of a function that says what it
 * returns concerns nobody else. Where a text can't be read so finely, all of its names count as changed.
 */
export async function affectedFiles(
  changes: FileChanges,
  graph: ImportGraph,
  read: ReadBefore,
): Promise<readonly string[]> {
  if (graph.concernsAll(changes)) return graph.files;
  const found = new Set<string>();
  const known = new Map<string, AffectedNames>();
  const versions = new Map<string, readonly Version[]>();
  const queue: string[] = [];

  const affect = (file: string, names: AffectedNames) => {
    const before = known.get(file) ?? new Set<string>();
    const after = merge(before, names);
    if (before === 'all' || (after !== 'all' && after.size === before.size)) return;
    known.set(file, after);
    queue.push(file);
  };

  /** How a file looks to the names that it imports: as it is, and where it is changed as it will be too. */
  const versionsOf = async (file: string): Promise<readonly Version[]> => {
    const cached = versions.get(file);
    if (cached) return cached;
    const surface = await graph.surface(file, read);
    const changed = changes.get(file);
    const both =
      typeof changed === 'string' ? [{ surface }, { surface: moduleSurface(file, changed) }] : [{ surface }];
    versions.set(file, both);
    return both;
  };

  for (const [file, after] of changes) {
    const before = after === null ? undefined : await graph.surface(file, read);
    const names = after === null ? 'all' : changedNames(before, moduleSurface(file, after));
    if ((names === 'all' || names.size > 0) && graph.isAugmented(file)) return graph.files;
    affect(file, names);
  }
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const names = known.get(file) ?? 'all';
    const keys = new Set(keysOf(file));
    for (const importer of graph.importersOf(file)) {
      if (importer === file) continue;
      for (const { surface } of await versionsOf(importer)) {
        const isFrom = ({ specifier }: Binding) =>
          graph.keysFor(importer, specifier).some((key) => keys.has(key));
        const reach = surface ? throughImports(surface, isFrom, names) : 'all';
        if (reach === undefined) continue;
        found.add(importer);
        affect(importer, reach);
      }
    }
  }
  for (const changed of changes.keys()) found.delete(changed);
  return [...found];
}

/** The names of an importer that are affected; undefined when it uses nothing that is. */
function throughImports(
  surface: ModuleSurface,
  isFrom: (binding: Binding) => boolean,
  names: AffectedNames,
): AffectedNames | undefined {
  const isUsed = ({ imported }: Binding) =>
    names === 'all' || (imported === '*' ? names.size > 0 : names.has(imported));
  const used = surface.bindings.filter((binding) => isUsed(binding) && isFrom(binding));
  if (used.length === 0) return undefined;
  const locals = new Set(used.flatMap(({ local }) => local ?? []));
  const handedOn = used.map(({ exported }): AffectedNames => {
    if (exported === undefined) return new Set();
    return exported === '*' ? names : new Set([exported]);
  });
  return merge(reached(surface, locals), ...handedOn);
}
