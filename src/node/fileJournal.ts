import { appendFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Journal } from '../core/run/journal.ts';
import type { RunEvent } from '../core/run/runEvent.ts';

export interface FileJournal extends Journal {
  /** Takes a run out; it can be had back until the journal is loaded again, by whichever window. */
  remove(run: string): Promise<void>;
  restore(run: string): Promise<void>;
}

/** A journal that keeps each run's events in a file of its own, one JSON object a line. */
export function createFileJournal(folder: string): FileJournal {
  // Appends of one run must land in order; those of different runs need not wait for each other.
  const last = new Map<string, Promise<void>>();
  const fileIn = (run: string) => path.join(folder, fileOf(run));
  return {
    append(run, event) {
      const write = (last.get(run) ?? Promise.resolve()).then(async () => {
        await mkdir(folder, { recursive: true });
        await appendFile(fileIn(run), `${JSON.stringify(event)}\n`);
      });
      // A failed write is told to the one who asked for it, and must not fail those that come after.
      last.set(
        run,
        write.catch(() => undefined),
      );
      return write;
    },
    async remove(run) {
      await last.get(run);
      await rename(fileIn(run), fileIn(run) + removed);
    },
    async restore(run) {
      await rename(fileIn(run) + removed, fileIn(run));
    },
    async load() {
      await eraseRemoved(folder);
      const problems: string[] = [];
      const runs: RunEvent[][] = [];
      for (const name of await journalFiles(folder)) {
        const { events, problem } = readEvents(await readFile(path.join(folder, name), 'utf8'));
        if (problem) problems.push(`${name}: ${problem}`);
        if (events.length > 0) runs.push(events);
      }
      return { runs: runs.sort((a, b) => timeOf(b) - timeOf(a)), problems };
    },
  };
}

const suffix = '.jsonl';
/** Comes behind the name of a run that was removed. */
const removed = '.removed';

function fileOf(run: string): string {
  return `${run.replace(/[^\w-]/g, '_')}${suffix}`;
}

async function eraseRemoved(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (name.endsWith(suffix + removed)) await rm(path.join(folder, name), { force: true });
  }
}

async function journalFiles(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder)).filter((name) => name.endsWith(suffix));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/** Reads as far as the lines are whole: a line that a crash cut short ends the journal. */
function readEvents(text: string): { readonly events: RunEvent[]; readonly problem?: string } {
  const events: RunEvent[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    try {
      const event: unknown = JSON.parse(line);
      if (typeof event !== 'object' || event === null || !('type' in event)) throw new Error('not an event');
      events.push(event as RunEvent);
    } catch {
      return { events, problem: `line ${index + 1} can't be read; what follows it is left out` };
    }
  }
  return { events };
}

function timeOf(events: readonly RunEvent[]): number {
  const [first] = events;
  return first?.type === 'run-start' ? first.time : 0;
}
