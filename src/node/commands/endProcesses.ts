import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

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

/**
 * On Linux, processes whose environment carries the mark of a scratch copy, or of one below that folder, and those that
 * have cleared it but stand in that folder.
 */
export function markedProcesses(folder: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const mark = `${scratchVariable}=${folder}`;
  const isBelow = (text: string, top: string) => text === top || text.startsWith(`${top}/`);
  return allProcesses().filter((pid) => {
    if (pid === process.pid) return false;
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      if (variables.some((each) => isBelow(each, mark))) return true;
      return isBelow(readlinkSync(`/proc/${pid}/cwd`), folder);
    } catch {
      // It ended meanwhile, or belongs to someone else.
      return false;
    }
  });
}

/** On Linux, how many processes belong to the session that a command began; nothing elsewhere. */
export function processesOf(session: number): number {
  return allProcesses().filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in brackets may hold anything; after it come state, parent, group and session.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3] === String(session);
    } catch {
      return false;
    }
  }).length;
}

function allProcesses(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
