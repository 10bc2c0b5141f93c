import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Keeps git from starting programs that a repository's own configuration names, and from writing to it. */
const quiet = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  `core.hooksPath=${os.devNull}`,
  '-c',
  'core.untrackedCache=false',
];

/** Git's answer on its standard output; undefined where there is no git, no repository, or no such thing in it. */
export async function git(
  folder: string,
  args: readonly string[],
  options: { readonly signal: AbortSignal; readonly variables?: Readonly<Record<string, string>> },
): Promise<string | undefined> {
  // The variables of a git that started this process would point to another repository, and keys are none of the
  // business of what git may start.
  const own = Object.entries(process.env).filter(([name]) => !/^(?:GIT|OPENAI)_/.test(name));
  try {
    const { stdout } = await run('git', [...quiet, ...args], {
      cwd: folder,
      env: { ...Object.fromEntries(own), GIT_OPTIONAL_LOCKS: '0', ...options.variables },
      signal: options.signal,
      maxBuffer: 256 * 1024 * 1024,
      windowsHide: true,
    });
    return stdout;
  } catch (error) {
    if (options.signal.aborted) throw error;
    return undefined;
  }
}
