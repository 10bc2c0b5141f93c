import type { GitState } from '../../core/context/workspace.ts';
import { runGit } from './runGit.ts';

/** The branch and what differs from the last commit; undefined where there is no repository. */
export async function gitState(root: string, signal: AbortSignal): Promise<GitState | undefined> {
  const shown = await runGit(root, ['status', '--porcelain=v1', '-z', '--branch', '--', '.'], signal);
  if (shown === undefined) return undefined;
  const [head = '', ...entries] = shown.split('\0').filter((entry) => entry !== '');
  const branch = head.replace(/^## (No commits yet on )?/, '').replace(/\.\.\..*$/, '');
  return { branch, changed: entries.filter((entry) => entry[2] === ' ').map((entry) => entry.slice(3)) };
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
