import type { FileChanges } from '../../core/edit/fileChanges.ts';
import type { NotChecked } from '../../core/verify/checker.ts';
import { affectedFiles, type ReadBefore } from './project/affectedFiles.ts';
import type { ImportGraph } from './project/importGraph.ts';

/**
 * How far a change reaches: `changed` files only, where files of the language don't depend on each other; `imports`
 * where it is known who imports whom; `all` files of the language where it is not.
 */
export type Reach = 'changed' | 'imports' | 'all';

export interface AskedFiles {
  readonly paths: readonly string[];
  /** Those of the paths that depend on a changed file and can't tell the difference: they stay as they were. */
  readonly unaffected: ReadonlySet<string>;
  /** Changed settings of programs. */
  readonly settings: readonly string[];
  /** Those left out, because they are too many. */
  readonly notChecked: readonly NotChecked[];
}

/** The changed files and those that depend on them. The changed ones come first, so that they are never left out. */
export async function askedFiles(
  changes: FileChanges,
  project: { readonly paths: ReadonlySet<string>; readonly graph: ImportGraph; readonly read: ReadBefore },
  options: {
    readonly isOwn: (path: string) => boolean;
    readonly reach: Reach;
    readonly maxFiles: number;
  },
): Promise<AskedFiles> {
  const changed = [...changes.keys()];
  const concernsAll = options.reach === 'all' || changed.some((path) => project.graph.isSettings(path));
  const dependants =
    options.reach === 'changed' ? [] : concernsAll ? project.paths : project.graph.dependants(changes);
  const affected =
    options.reach === 'imports' && !concernsAll
      ? await affectedFiles(changes, project.graph, project.read)
      : dependants;
  const unaffected = new Set(dependants);
  for (const path of [...changed, ...affected]) unaffected.delete(path);
  const asked = [...new Set([...changed, ...affected, ...dependants])].filter(options.isOwn);
  const { maxFiles } = options;
  return {
    paths: asked.slice(0, maxFiles),
    unaffected,
    settings: changed.filter(
      (path) => project.graph.isSettings(path) && !/(?:^|\/)package\.json$/.test(path),
    ),
    notChecked: asked.slice(maxFiles).map((path) => ({
      path,
      reason: `at most ${maxFiles} of the ${asked.length} files that it concerns are looked at`,
    })),
  };
}
