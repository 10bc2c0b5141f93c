import { foldEvents } from '../core/run/state/applyEvent.ts';
import type { RunState } from '../core/run/state/runState.ts';
import type { FileJournal } from '../node/journal/fileJournal.ts';
import type { RunHold } from '../node/journal/runHold.ts';
import { UsageError } from './usage.ts';

export interface PausedRun {
  readonly state: RunState;
  readonly hold: RunHold;
}

/**
 * Takes the run of this workspace that has not ended: the one with this id, or the newest. Throws UsageError without
 * one, and where another terminal works on it or has taken it away.
 */
export async function pausedRun(journal: FileJournal, id: string | undefined): Promise<PausedRun> {
  const { runs, problems } = await journal.load();
  for (const problem of problems) process.stderr.write(`tiercel: ${problem}\n`);
  const states = runs.flatMap((events) => foldEvents(events) ?? []);
  const open = states.filter(({ phase }) => phase.type !== 'ended');
  const found = id === undefined ? open[0] : open.find(({ run }) => run === id);
  if (found) {
    const { run } = found;
    const hold = await journal.hold(run);
    if (!hold) throw new UsageError(`The run "${run}" is under way in another terminal.`);
    // It may have gone on, or been deleted, between the look and the hold.
    const state = foldEvents((await journal.read(run)) ?? []);
    if (state && state.phase.type !== 'ended') return { state, hold };
    await hold.release();
    throw new UsageError(
      state
        ? `The run "${run}" has just come to its end in another terminal.`
        : `The run "${run}" is not there any more, or can't be read.`,
    );
  }
  const known = open.map(({ run }) => run).join(', ');
  const list = known === '' ? 'None of this workspace stands still.' : `These can: ${known}.`;
  throw new UsageError(
    id === undefined
      ? `There is no run to go on with. ${list}`
      : `The run "${id}" can't be gone on with. ${list}`,
  );
}
