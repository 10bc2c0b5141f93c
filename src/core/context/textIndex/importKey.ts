/**
 * The last two names of what a text imports (`core/edit` of '../core/edit.ts'), which is how `importKey` names a file.
 * Resolving them truly belongs to a language's own rules; for ranking, a rare wrong neighbour does no harm.
 */
export function importedKey(path: string, written: string, isPath: boolean): string {
  if (!isPath) return lastTwo(written.replace(/::|\./g, '/'));
  return importKey(written.startsWith('./') || written.startsWith('../') ? joined(path, written) : written);
}

/** The name under which imports of a file count: its last two path parts without ending or `index`. */
export function importKey(path: string): string {
  const dot = path.lastIndexOf('.');
  const bare = dot > path.lastIndexOf('/') ? path.slice(0, dot) : path;
  const name = bare.slice(bare.lastIndexOf('/') + 1);
  return lastTwo(indexNames.has(name) && name !== bare ? bare.slice(0, -name.length - 1) : bare);
}

/** Names of files that stand for their folder. */
const indexNames: ReadonlySet<string> = new Set(['index', '__init__', 'mod', 'lib']);

function lastTwo(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  const last = path.lastIndexOf('/', end - 1);
  const before = last < 0 ? -1 : path.lastIndexOf('/', last - 1);
  return path.slice(before + 1, end);
}

function joined(path: string, relative: string): string {
  let folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  let rest = relative;
  for (;;) {
    if (rest.startsWith('./')) rest = rest.slice(2);
    else if (rest.startsWith('../')) {
      rest = rest.slice(3);
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
    } else return folder === '' ? rest : `${folder}/${rest}`;
  }
}
