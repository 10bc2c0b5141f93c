import { runGit } from '../runGit.ts';

/** Files that changed in the same commits as one, with how often of the times that it changed (0 to 1). */
export type ChangeHistory = (path: string) => Iterable<readonly [path: string, share: number]>;

export const noHistory: ChangeHistory = () => [];

const mostCommits = 1_000;
/** A commit of more files is a sweep over all of them, and says nothing of what belongs together. */
const mostFiles = 20;
/** So that a file that changed once with others is no proof. */
const leastTimes = 2;
const mostRelated = 10;
const longestMs = 20_000;

/** Reads what changed together in the last commits. Rejects where there is no repository. */
export async function readChangeHistory(root: string, signal: AbortSignal): Promise<ChangeHistory> {
  const args = [
    'log',
    `--max-count=${mostCommits}`,
    '--no-merges',
    '--no-renames',
    '--name-only',
    '--relative',
  ];
  const { stdout } = await runGit(
    root,
    [...args, '--format=%x01', '-z'],
    AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
  );
  return historyOf(stdout.split('\u0001').map((commit) => commit.split('\0').map((file) => file.trim())));
}

/** The history that commits make, each given as the files that it changed. */
export function historyOf(commits: Iterable<readonly string[]>): ChangeHistory {
  const changes: (readonly string[])[] = [];
  const byFile = new Map<string, number[]>();
  for (const commit of commits) {
    const files = commit.filter((file) => file !== '');
    if (files.length < 2 || files.length > mostFiles) continue;
    for (const file of files) {
      const of = byFile.get(file);
      if (of) of.push(changes.length);
      else byFile.set(file, [changes.length]);
    }
    changes.push(files);
  }
  return (path) => {
    const own = byFile.get(path) ?? [];
    const together = new Map<string, number>();
    for (const at of own)
      for (const file of changes[at] ?? [])
        if (file !== path) together.set(file, (together.get(file) ?? 0) + 1);
    return [...together]
      .filter(([, times]) => times >= leastTimes)
      .map(([file, times]) => [file, times / own.length] as const)
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostRelated);
  };
}
