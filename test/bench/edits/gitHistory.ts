import { execFileSync } from 'node:child_process';
import { type Change, changeOf } from './change.ts';
import { isPlainText } from './plainText.ts';

export interface History {
  readonly changes: readonly Change[];
  /** Commits that a change came from. */
  readonly commits: number;
  /** Whether the clone holds a part of the history alone. */
  readonly isShallow: boolean;
}

/** The changes that a repository's commits made to text files of reasonable size, newest first. Merges are left out. */
export function gitHistory(repository: string, mostCommits: number): History {
  const git = (args: readonly string[], input?: string): Buffer =>
    execFileSync('git', ['-C', repository, ...args], {
      ...(input === undefined ? {} : { input }),
      maxBuffer: 2 ** 30,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  const log = git([
    'log',
    '--no-merges',
    `--max-count=${mostCommits}`,
    '--format=commit %H',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--diff-filter=M',
    '-z',
  ]).toString();
  const modified: { commit: string; path: string; blobs: readonly [string, string] }[] = [];
  let commit = '';
  const fields = log.split('\0');
  for (let k = 0; k < fields.length; k++) {
    const field = (fields[k] ?? '').trim();
    const named = /(?:^|\n)commit ([0-9a-f]+)$/.exec(field)?.[1];
    if (named) commit = named;
    const raw = /^:100\d+ 100\d+ ([0-9a-f]+) ([0-9a-f]+) M$/.exec(field);
    if (!raw) continue;
    modified.push({ commit, path: fields[++k] ?? '', blobs: [raw[1] ?? '', raw[2] ?? ''] });
  }
  const texts = readBlobs([...new Set(modified.flatMap(({ blobs }) => blobs))], (input) =>
    git(['cat-file', '--batch'], input),
  );
  const changes = modified.flatMap(({ commit, path, blobs }) => {
    const [before, after] = blobs.map((blob) => texts.get(blob));
    if (before === undefined || after === undefined || !isPlainText(before) || !isPlainText(after)) return [];
    const change = changeOf(`${commit.slice(0, 10)} ${path}`, path, linesOf(before), linesOf(after));
    return change ? [change] : [];
  });
  return {
    changes,
    commits: new Set(changes.map(({ id }) => id.slice(0, 10))).size,
    isShallow: git(['rev-parse', '--is-shallow-repository']).toString().trim() === 'true',
  };
}

export const linesOf = (text: string): readonly string[] => text.slice(0, -1).split('\n');

function readBlobs(
  blobs: readonly string[],
  catFile: (input: string) => Buffer,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (blobs.length === 0) return texts;
  const output = catFile(`${blobs.join('\n')}\n`);
  let at = 0;
  for (const blob of blobs) {
    const head = output.indexOf('\n', at);
    const size = Number(/ blob (\d+)$/.exec(output.toString('utf8', at, head))?.[1] ?? Number.NaN);
    // A blob that is not there ("missing") has a line of its own alone.
    if (Number.isNaN(size)) {
      at = head + 1;
      continue;
    }
    texts.set(blob, output.toString('utf8', head + 1, head + 1 + size));
    at = head + 1 + size + 1;
  }
  return texts;
}
