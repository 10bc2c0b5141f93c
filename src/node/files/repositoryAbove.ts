import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where a folder lies in the repository around it. */
export interface RepositoryPlace {
  /** The folder that holds `.git`. */
  readonly top: string;
  /** The folder below it, with forward slashes and one at the end; empty where it is the same. */
  readonly within: string;
}

/** The repository that a folder belongs to, told without git; undefined where there is none. */
export function repositoryAbove(folder: string): RepositoryPlace | undefined {
  const start = realFolder(folder);
  for (let top = start; ; top = path.dirname(top)) {
    if (existsSync(path.join(top, '.git'))) {
      const below = path.relative(top, start).replaceAll(path.sep, '/');
      return { top, within: below === '' ? '' : `${below}/` };
    }
    if (path.dirname(top) === top) return undefined;
  }
}

/** Git goes by the real folder, whichever link leads there. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}
