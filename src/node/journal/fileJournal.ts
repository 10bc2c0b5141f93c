import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../base/messageOf.ts';
import { isStateChange, type Journal } from '../../core/run/state/journal.ts';
import type { RunEvent } from '../../core/run/state/runEvent.ts';
import { AppendQueue } from './appendQueue.ts';
import { type JournalText, journalLine, longestJournal, readJournal } from './journalLines.ts';
import { holdRun, isHeld, type RunHold, sweepHold } from './runHold.ts';

export interface FileJournal extends Journal {
  /** The events of one run as they are now, other windows' included; undefined where there are none that can be read. */
  read(run: string): Promise<readonly RunEvent[] | undefined>;
  /** Whether a run is there: another window may have removed it. */
  has(run: string): Promise<boolean>;
  /** Takes a run for this process; undefined where another window or terminal works on it. */
  hold(run: string): Promise<RunHold | undefined>;
  /** Whether somebody works on a run. */
  isHeld(run: string): Promise<boolean>;
  /** Takes a run out; it can be had back until the journal is loaded again, by whichever window. */
  remove(run: string): Promise<void>;
  restore(run: string): Promise<void>;
}

/**
 * A journal that keeps each run's events in a file of its own, one event a line. What happens to a run that has no
 * file any more is not appended: a file without its start would be no run.
 */
export function createFileJournal(folder: string): FileJournal {
  const queues = new Map<string, AppendQueue>();
  const fileIn = (run: string) => path.join(folder, fileOf(run));
  const queueOf = (run: string) => {
    const known = queues.get(run) ?? new AppendQueue(fileIn(run));
    queues.set(run, known);
    return known;
  };
  return {
    append: (run, event) =>
      queueOf(run).append(linesOf(event), {
        ...{ isSynced: isStateChange(event), isFirst: event.type === 'run-start' },
      }),
    async read(run) {
      await queues.get(run)?.flush();
      const { events } = await readRun(folder, fileOf(run));
      return events.length > 0 ? events : undefined;
    },
    async has(run) {
      try {
        await queues.get(run)?.flush();
        await lstat(fileIn(run));
        return true;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      }
    },
    hold: (run) => holdRun(fileIn(run) + held),
    isHeld: (run) => isHeld(fileIn(run) + held),
    async remove(run) {
      await queues.get(run)?.flush();
      await rename(fileIn(run), fileIn(run) + removed);
    },
    async restore(run) {
      await rename(fileIn(run) + removed, fileIn(run));
    },
    async load() {
      const problems: string[] = [];
      const runs: (readonly RunEvent[])[] = [];
      for (const name of await namesIn(folder, problems)) {
        const file = path.join(folder, name);
        if (name.endsWith(suffix + removed)) await tidy(name, () => rm(file, { force: true }), problems);
        if (name.includes(suffix + held)) await tidy(name, () => sweepHold(file), problems);
        if (!name.endsWith(suffix)) continue;
        const read = await readRun(folder, name);
        problems.push(...read.problems.map((problem) => `${name}: ${problem}`));
        if (read.events.length > 0) runs.push(read.events);
      }
      return { runs: runs.sort((a, b) => timeOf(b) - timeOf(a)), problems };
    },
  };
}

const suffix = '.jsonl';
/** Come behind the name of a run's file: that it was removed, that it is worked on, that it can't be read. */
const removed = '.removed';
const held = '.held';
const damaged = '.damaged';

function fileOf(run: string): string {
  return `${run.replace(/[^\w-]/g, '_')}${suffix}`;
}

/** A run can be read without any of its lines but its start, which is therefore there twice. */
function linesOf(event: RunEvent): string {
  const line = journalLine(event);
  return event.type === 'run-start' ? line + line : line;
}

function withOneStart(events: readonly RunEvent[]): readonly RunEvent[] {
  return events[1]?.type === 'run-start' ? events.slice(1) : events;
}

type RunText = Pick<JournalText, 'events' | 'problems'>;

/** The events of a run's file. One that holds no run is set aside, so that it is not stumbled over again. */
async function readRun(folder: string, name: string): Promise<RunText> {
  const file = path.join(folder, name);
  const none = (problem: string): RunText => ({ events: [], problems: [problem] });
  try {
    const found = await lstat(file);
    if (!found.isFile()) return none('is no file of its own and is left out');
    if (found.size > longestJournal) return none('is too large for a journal and is left out');
    const bytes = await readFile(file);
    const { events: written, problems, isNewer } = await readJournal(bytes);
    const events = withOneStart(written);
    if (isNewer) return none('was written by a newer Tiercel and is left out; update this one');
    const [first] = events;
    if (first?.type === 'run-start' && fileOf(first.run) === name) return { events, problems };
    // A first line without an end may be in the midst of being written.
    if (!bytes.includes('\n')) return none('has only begun and is left out');
    await rename(file, file + damaged);
    return none(`does not begin as a run does and was set aside as ${name + damaged}`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { events: [], problems: [] };
    return none(`can't be read (${messageOf(error)})`);
  }
}

async function namesIn(folder: string, problems: string[]): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') problems.push(`the folder of runs can't be read (${messageOf(error)})`);
    return [];
  }
}

/** What is left over from earlier is no reason to show no runs. */
async function tidy(name: string, work: () => Promise<void>, problems: string[]): Promise<void> {
  try {
    await work();
  } catch (error) {
    problems.push(`${name}: can't be erased (${messageOf(error)})`);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function timeOf(events: readonly RunEvent[]): number {
  const [first] = events;
  return first?.type === 'run-start' ? first.time : 0;
}
