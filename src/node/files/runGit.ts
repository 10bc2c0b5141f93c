import { execFile } from 'node:child_process';
import { isSecretVariable } from '../commands/secretVariable.ts';

/** Would make git look at another repository than that of the folder, as where a hook of git has started us. */
const misleading =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|NAMESPACE|COMMON_DIR|CEILING_DIRECTORIES|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|CONFIG.*|LITERAL_PATHSPECS|GLOB_PATHSPECS|NOGLOB_PATHSPECS|ICASE_PATHSPECS|GRAFT_FILE|SHALLOW_FILE|EXTERNAL_DIFF|TRACE.*)$/;

/** What the repository's own configuration must not make git do for us. */
const safe = [
  // Start programs.
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'log.showSignature=false'],
  // Fetch what a partial clone lacks: all that leaves this machine leaves through another place.
  ...['-c', 'protocol.allow=never'],
];

/** Runs git in a folder for what it prints. It reads only, without locks. Rejects when git fails or is not there. */
export async function runGit(
  root: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly stdout: string }> {
  return { stdout: (await runGitForBytes(root, args, signal)).toString('utf8') };
}

/** Like `runGit`, for long lists of which little is kept: a part of a string keeps the whole. */
export function runGitForBytes(root: string, args: readonly string[], signal: AbortSignal): Promise<Buffer> {
  const options = {
    cwd: root,
    env: environment(),
    signal,
    maxBuffer: 256 * 1024 * 1024,
    windowsHide: true,
    encoding: 'buffer',
  } as const;
  return new Promise((resolve, reject) => {
    execFile('git', [...safe, ...args], options, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}

function environment(): NodeJS.ProcessEnv {
  // A repository's own filters are programs that git starts: keys are none of their business.
  const own = Object.entries(process.env).filter(
    ([name]) => !misleading.test(name) && !isSecretVariable(name),
  );
  return {
    ...Object.fromEntries(own),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}
