import type { GitState } from '../../core/context/workspace.ts';
import { runGit } from './runGit.ts';

/** The branch and what differs from the last commit; undefined where there is no repository. */
export async function gitState(root: string, signal: AbortSignal): Promise<GitState | undefined> {
  const [shown, prefix] = await Promise.all([
    runGit(root, ['status', '--porcelain=v1', '-z', '--branch', '--', '.'], signal),
    runGit(root, ['rev-parse', '--show-prefix'], signal),
  ]);
  if (shown === undefined || prefix === undefined) return undefined;
  const [head = '', ...entries] = shown.split('\0').filter((entry) => entry !== '');
  const branch = head.replace(/^## (No commits yet on )?/, '').replace(/\.\.\..*$/, '');
  return { branch, changed: changedBelow(prefix.replace(/\n$/, ''), entries) };
}

/** The paths of a status's entries, which git tells from the repository's top, as they are told from a folder in it. */
function changedBelow(folder: string, entries: readonly string[]): readonly string[] {
  const changed: string[] = [];
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at] ?? '';
    const path = entry.slice(3);
    // Of a folder that is new as a whole, its own name is all that is told.
    if (path.startsWith(folder)) changed.push(path.slice(folder.length) || './');
    // The name that a renamed or copied file had before stands by itself.
    if (/[RC]/.test(entry.slice(0, 2))) at++;
  }
  return changed;
}

/** What differs from the last commit, staged or not; undefined where there is no repository or no commit. */
export function gitDiff(root: string, signal: AbortSignal): Promise<string | undefined> {
  // A program that the repository's attributes name for its diffs is not run.
  const options = [
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--relative',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ];
  return runGit(root, ['diff', 'HEAD', ...options, '--', '.'], signal);
}
