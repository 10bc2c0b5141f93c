import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent } from '../../core/run/state/runEvent.ts';
import { longestJournal, readJournal } from './journalLines.ts';

type CallEnd = Extract<RunEvent, { type: 'call-end' }>;

/** A call as a run's journal tells of it. */
export interface JournaledCall extends Pick<CallEnd, 'task' | 'usage' | 'usd' | 'ms'> {
  readonly role: string;
  readonly tier: string;
  readonly model: string;
  /** Milliseconds since 1970; in journals of before calls had times, that of the step before. */
  readonly time: number;
  readonly run: string;
  /** The folder of its workspace's journals. */
  readonly folder: string;
}

export interface JournaledCalls {
  readonly calls: readonly JournaledCall[];
  /** Journals of which something could not be read. */
  readonly damaged: number;
}

/** A run's journal, also where it was removed by the user or set aside: what it cost is spent. */
const journalName = /^(.+)\.jsonl(?:\.removed|\.damaged)?$/;

/** What the journals below these folders say was spent since a time. Nothing on the disk is changed. */
export async function journaledCalls(roots: readonly string[], since: number): Promise<JournaledCalls> {
  const calls: JournaledCall[] = [];
  let damaged = 0;
  for (const parent of await foldersIn(roots)) {
    const folder = path.basename(parent);
    for (const name of await namesIn(parent)) {
      const run = journalName.exec(name)?.[1];
      if (run === undefined) continue;
      const events = await eventsOf(path.join(parent, name), since);
      if (events === 'damaged') damaged += 1;
      else {
        damaged += events.isWhole ? 0 : 1;
        calls.push(...callsOf(events.events, run).map((call) => ({ ...call, folder })));
      }
    }
  }
  return { calls: calls.filter(({ time }) => time >= since), damaged };
}

async function foldersIn(roots: readonly string[]): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const root of roots) folders.push(...(await namesIn(root)).map((name) => path.join(root, name)));
  return folders;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function eventsOf(file: string, since: number) {
  try {
    const found = await lstat(file);
    // What was last written to before that time holds nothing of after it.
    if (!found.isFile() || found.mtimeMs < since) return { events: [], isWhole: true };
    if (found.size > longestJournal) return 'damaged';
    const { events, problems, isNewer } = await readJournal(await readFile(file));
    return isNewer ? 'damaged' : { events, isWhole: problems.length === 0 };
  } catch {
    return 'damaged';
  }
}

function callsOf(events: readonly RunEvent[], named: string): readonly Omit<JournaledCall, 'folder'>[] {
  let run = named;
  let time = 0;
  return events.flatMap((event) => {
    if ('time' in event && event.time !== undefined) time = event.time;
    if (event.type === 'run-start') run = event.run;
    if (event.type === 'run-resume' && event.lostUsd !== undefined) {
      return [{ ...lost, run, time, usd: event.lostUsd }];
    }
    if (event.type !== 'call-end') return [];
    const { task, role, tier, model, usage, usd, ms } = event;
    return [{ run, time, task, role, tier, model, usage, usd, ms }];
  });
}

/** Calls that were cut off: of them a run knows only what they may have cost together. */
const lost = {
  ...{ task: '', role: 'unknown', tier: 'unknown', model: 'unknown', ms: 0 },
  usage: { input: 0, cached: 0, output: 0, reasoning: 0 },
};
