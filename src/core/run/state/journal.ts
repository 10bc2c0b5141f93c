import type { RunEvent } from './runEvent.ts';

/** Keeps the events of runs across restarts: one append-only list a run. */
export interface Journal {
  /**
   * Resolves once the event will be there after a restart; one that changes the state also outlives a power cut. It
   * rejects where the disk takes nothing: the event is kept then, and written before the next one of its run.
   */
  append(run: string, event: RunEvent): Promise<void>;
  /** The events of every run that is kept, newest run first; what can't be read is left out and named in `problems`. */
  load(): Promise<{ readonly runs: readonly (readonly RunEvent[])[]; readonly problems: readonly string[] }>;
}

/** What only tells people how far a run is: losing it to a power cut costs nothing. */
const passing: ReadonlySet<RunEvent['type']> = new Set(['step', 'task-note', 'run-resume']);

/** Whether a run would not come back as it was without this event. */
export function isStateChange(event: RunEvent): boolean {
  return !passing.has(event.type);
}
