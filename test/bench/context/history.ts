import { execFileSync } from 'node:child_process';
import { ChangeHistory } from '../../../src/core/context/textIndex/changeHistory.ts';

/** A request with its answer: what a commit says, and the files that it changed, as they were before it. */
export interface HistoryQuery {
  readonly commit: string;
  readonly query: string;
  readonly gold: readonly string[];
  /** What had changed before, without this commit. */
  readonly before: ChangeHistory;
  /** The source files at the parent commit: blob by path. */
  readonly tree: ReadonlyMap<string, string>;
}

const sources =
  /\.(?:[cm]?[jt]sx?|py|go|rs|svelte|vue|java|kt|c|h|cc|cpp|hpp|rb|php|cs|swift|scala|m|dart|ex|lua)$/;
const leftOut = /(?:^|\/)(?:node_modules|vendor|dist|third_party)\/|\.min\.js$/;
/** A commit of more files says less in its subject than it changes. */
const mostGold = 8;
const mostBytes = 400_000;

const tests =
  /(?:^|\/)(?:tests?|__tests__|specs?|testing|testdata|fixtures?|examples?|e2e|bench(?:es|marks?)?|docs?)(?:\/|$)|[._-](?:test|spec|bench)s?\.|(?:^|\/)test_[^/]*\.py$|_test\.(?:go|py|rs)$/i;

const isSource = (path: string): boolean => sources.test(path) && !leftOut.test(path);
/** Tests are found by what they test; to find what is to be changed is the task here. */
export const isTest = (path: string): boolean => tests.test(path);

function git(repository: string, args: readonly string[], input?: string): Buffer {
  return execFileSync('git', ['-C', repository, ...args], {
    ...(input !== undefined && { input }),
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/**
 * The newest commits of any repository that changed one to eight of its source files, oldest first. Tests and
 * new files are no part of an answer.
 */
export function historyQueries(repository: string, most: number): readonly HistoryQuery[] {
  const log = git(repository, [
    'log',
    '--no-merges',
    `--max-count=${most * 4}`,
    '--format=%x01%H%x02%P%x02%s%x02',
    '--name-only',
    '--no-renames',
    '--diff-filter=M',
    '-z',
  ]).toString();
  const queries: HistoryQuery[] = [];
  for (const entry of log.split('\u0001').slice(1)) {
    const [commit = '', parent = '', query = '', names = ''] = entry.split('\u0002');
    const gold = names
      .split('\0')
      .map((name) => name.trim())
      .filter((name) => name !== '' && isSource(name) && !isTest(name));
    if (parent === '' || gold.length === 0 || gold.length > mostGold) continue;
    const tree = treeAt(repository, parent);
    queries.push({ commit: commit.slice(0, 10), query, gold, before: changesUpTo(repository, parent), tree });
    if (queries.length === most) break;
  }
  return queries.reverse();
}

const mostCommits = 5_000;

function changesUpTo(repository: string, commit: string): ChangeHistory {
  const args = [
    '--no-merges',
    `--max-count=${mostCommits}`,
    '--format=%x01%s%x02',
    '--name-only',
    '--no-renames',
  ];
  const log = git(repository, ['log', ...args, '-z', commit]).toString();
  return new ChangeHistory(
    log
      .split('\u0001')
      .slice(1)
      .map((entry) => {
        const [subject = '', names = ''] = entry.split('\u0002');
        const files = names.split('\0').map((name) => name.trim());
        return { subject, files: files.filter((name) => name !== '') };
      }),
  );
}

function treeAt(repository: string, commit: string): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  for (const line of git(repository, ['ls-tree', '-r', '-l', '-z', commit]).toString().split('\0')) {
    const [, blob, size, path] = /^100\d+ blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(line) ?? [];
    if (blob && path && isSource(path) && Number(size) < mostBytes) tree.set(path, blob);
  }
  return tree;
}

/** The texts of blobs; those that the clone lacks are left out. */
export function readBlobs(repository: string, blobs: Iterable<string>): ReadonlyMap<string, string> {
  const wanted = [...new Set(blobs)];
  const texts = new Map<string, string>();
  if (wanted.length === 0) return texts;
  const output = git(repository, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [, blob = '', size = ''] = /^(\S+) blob (\d+)$/.exec(output.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (blob === '') continue;
    texts.set(blob, output.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}
