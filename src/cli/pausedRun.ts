import { foldEvents } from '../core/run/applyEvent.ts';
import type { Journal } from '../core/run/journal.ts';
import type { RunState } from '../core/run/runState.ts';
import { UsageError } from './usage.ts';

/** The run of this workspace that has not ended: the one with this id, or the newest. Throws UsageError without one. */
export async function pausedRun(journal: Journal, id: string | undefined): Promise<RunState> {
  const { runs, problems } = await journal.load();
  for (const problem of problems) process.stderr.write(`tiercel: ${problem}\n`);
  const states = runs.flatMap((events) => foldEvents(events) ?? []);
  const open = states.filter(({ phase }) => phase.type !== 'ended');
  const found = id === undefined ? open[0] : open.find(({ run }) => run === id);
  if (found) return found;
  const known = open.map(({ run }) => run).join(', ');
  const list = known === '' ? 'None of this workspace stands still.' : `These can: ${known}.`;
  throw new UsageError(
    id === undefined
      ? `There is no run to go on with. ${list}`
      : `The run "${id}" can't be gone on with. ${list}`,
  );
}
