import { ChangeHistory, type Commit } from '../../core/context/textIndex/changeHistory.ts';
import { runGitForBytes } from '../files/runGit.ts';

const mostCommits = 5_000;
const longestMs = 20_000;

/** Reads what the last commits say and changed. Rejects where there is no repository. */
export async function readChangeHistory(root: string, signal: AbortSignal): Promise<ChangeHistory> {
  const args = [
    'log',
    `--max-count=${mostCommits}`,
    '--no-merges',
    '--no-renames',
    '--name-only',
    '--relative',
    '--format=%x01%s%x02',
    '-z',
  ];
  const limited = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  const { output } = await runGitForBytes(root, args, limited);
  return new ChangeHistory(commitsOf(output));
}

const [commitMark, subjectEnd] = [1, 2];

/** Read from bytes one by one, so that the files kept of it do not keep all that git printed. */
function* commitsOf(output: Buffer): IterableIterator<Commit> {
  for (let at = output.indexOf(commitMark); at >= 0; ) {
    const next = output.indexOf(commitMark, at + 1);
    const end = next < 0 ? output.length : next;
    const middle = output.indexOf(subjectEnd, at);
    if (middle < 0) return;
    const subject = output.toString('utf8', at + 1, Math.min(middle, end));
    const files: string[] = [];
    for (let from = middle + 1; from < end; ) {
      const zero = output.indexOf(0, from);
      const to = zero < 0 || zero > end ? end : zero;
      const file = output.toString('utf8', from, to).replace(/^\n/, '');
      if (file !== '') files.push(file);
      from = to + 1;
    }
    yield { subject, files };
    at = next;
  }
}
