import type { RunEvent } from './runEvent.ts';

/** Keeps the events of runs across restarts: one append-only list a run. */
export interface Journal {
  append(run: string, event: RunEvent): Promise<void>;
  /** The events of every run that is kept, newest run first; what can't be read is left out and named in `problems`. */
  load(): Promise<{ readonly runs: readonly (readonly RunEvent[])[]; readonly problems: readonly string[] }>;
}
