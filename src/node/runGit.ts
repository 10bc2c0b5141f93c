import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs git in a folder for what it prints. Rejects when it fails. */
export function runGit(root: string, args: readonly string[], signal: AbortSignal) {
  // The repository's own configuration must not make git start programs for us.
  const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
  return run('git', [...safe, ...args], {
    cwd: root,
    signal,
    maxBuffer: 256 * 1024 * 1024,
    windowsHide: true,
  });
}
