import { execFile } from 'node:child_process';
import { withoutKeys } from '../commands/withoutKeys.ts';

/** Would make git look at another repository than that of the folder, as where a hook of git has started us. */
const misleading =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|NAMESPACE|COMMON_DIR|CEILING_DIRECTORIES|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|CONFIG.*|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS|GRAFT_FILE|SHALLOW_FILE|EXTERNAL_DIFF|TRACE.*)$/;

/** Programs that the repository's own configuration must not make git start for us. */
const safe = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false'];

export interface GitOutput {
  readonly output: Buffer;
  /** What it said beside it, in English. */
  readonly warnings: string;
}

/**
 * What git prints in a folder; undefined where there is no git, no repository or no such thing in it. Takes no lock
 * that reading can do without. Rejects with the signal's reason alone.
 */
export async function runGit(
  root: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await runGitForBytes(root, args, signal)).output.toString('utf8');
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/**
 * Like `runGit`, for long lists of which little is kept: a part of a string keeps the whole. Rejects when git fails or
 * is not there.
 */
export function runGitForBytes(
  root: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<GitOutput> {
  const options = {
    cwd: root,
    env: environment(),
    signal,
    maxBuffer: 256 * 1024 * 1024,
    windowsHide: true,
    encoding: 'buffer',
  } as const;
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...safe.flatMap((setting) => ['-c', setting]), ...args],
      options,
      (error, stdout, stderr) => {
        if (error) reject(error);
        else resolve({ output: stdout, warnings: stderr.toString('utf8') });
      },
    );
  });
}

function environment(): NodeJS.ProcessEnv {
  // A repository's own filters are programs that git starts: keys are none of their business.
  const own = Object.entries(withoutKeys(process.env)).filter(([name]) => !misleading.test(name));
  return {
    ...Object.fromEntries(own),
    GIT_OPTIONAL_LOCKS: '0',
    // Nor does it fetch what a partial clone lacks, by whatever protocol that clone allows: all that leaves this machine
    // leaves through another place.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}
