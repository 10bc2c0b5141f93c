import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Set in the environment of each command and so of all that it starts: the folder of its scratch copy. */
export const scratchVariable = 'TIERCEL_SCRATCH';

/**
 * Ends a command's process and those that it started: its process group, and on Linux also those that left the group
 * but still carry the mark of its scratch copy.
 */
export function endProcesses(pid: number, mark: string, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    const force = signal === 'SIGKILL' ? ['/F'] : [];
    spawnSync('taskkill', ['/PID', String(pid), '/T', ...force], { windowsHide: true, stdio: 'ignore' });
    return;
  }
  send(-pid, signal);
  for (const marked of markedProcesses(mark)) send(marked, signal);
}

/** On Linux, processes whose environment carries the mark of a scratch copy, or of one below that folder. */
export function markedProcesses(folder: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const mark = `${scratchVariable}=${folder}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        const variables = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0');
        return variables.some((each) => each === mark || each.startsWith(`${mark}/`));
      } catch {
        // It ended meanwhile, or belongs to someone else.
        return false;
      }
    })
    .map(Number);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
