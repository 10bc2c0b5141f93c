import path from 'node:path';
import type { LeftOut } from '../../core/context/workspace.ts';
import { folderLeftOut, rulesLeftOut } from './leftOut.ts';
import type { RepositoryPlace } from './repositoryAbove.ts';

/** What git went on without, by its own words. Paths are as in the listing of the folder that it was asked about. */
export interface GitWarnings {
  /** Folders that it could not look into: it takes their files for gone. */
  readonly closed: readonly LeftOut[];
  /** Folders of whose new files it did not know which are ignored. */
  readonly unruled: readonly LeftOut[];
}

const warning = /^(?:warning|error): (could not open directory|cannot lstat|unable to access) '(.+)': (.+)$/;

/** Git follows no `.gitignore` that is a link: there it goes by no rules, which is no want of them. */
const isLink = /^(?:Too many levels of symbolic links|Symbolic link loop)$/;

/**
 * Reads what git said beside its answer to `ls-files`, in which paths begin at the repository's top. `prefix` stands
 * before the paths of the listing.
 */
export function readGitWarnings(
  text: string,
  { within }: Pick<RepositoryPlace, 'within'>,
  prefix: string,
): GitWarnings {
  const closed: LeftOut[] = [];
  const unruled: LeftOut[] = [];
  for (const line of text.split('\n')) {
    const [, what, named = '', reason = ''] = warning.exec(line) ?? [];
    // Gone meanwhile.
    if (what === undefined || reason === 'No such file or directory') continue;
    if (what === 'unable to access') {
      const isExclude = named.endsWith('info/exclude');
      if (!isExclude && (isLink.test(reason) || !/^(?:[^/].*\/)?\.gitignore$/.test(named))) continue;
      const folder = isExclude ? '' : path.posix.dirname(named);
      const place = below(folder);
      const shown = path.posix.join(prefix, isExclude ? named : path.posix.relative(within, named));
      if (place !== undefined) unruled.push(rulesLeftOut(place, shown, reason));
    } else {
      const place = below(what === 'cannot lstat' ? path.posix.dirname(named) : named.replace(/\/$/, ''));
      if (place) closed.push(folderLeftOut(place, reason));
    }
  }
  return { closed, unruled };

  /** A folder's path in the listing: the listed folder itself for one above it, undefined for one beside it. */
  function below(folder: string): string | undefined {
    const own = folder === '' || folder === '.' ? '' : `${folder}/`;
    if (own.startsWith(within)) return `${prefix}${own.slice(within.length)}`.replace(/\/$/, '');
    return within.startsWith(own) ? prefix.replace(/\/$/, '') : undefined;
  }
}
