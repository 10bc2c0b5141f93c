import { foldEvents } from '../../core/run/applyEvent.ts';
import { isOfTheSystem } from '../../core/run/journal.ts';
import type { RunState } from '../../core/run/runState.ts';
import type { FileJournal } from '../../node/journal/fileJournal.ts';
import type { RunHold } from '../../node/journal/runHold.ts';

export interface Refusal {
  readonly type: 'refused';
  readonly message: string;
}

export const heldElsewhere: Refusal = {
  type: 'refused',
  message: 'Another window works on this run. Go on with it there, or close that window first.',
};

/** Takes a run for this window, or says why it can't be had. */
export async function takeRun(
  run: string,
  journal: FileJournal,
): Promise<{ readonly type: 'held'; readonly hold: RunHold } | Refusal> {
  try {
    const hold = await journal.hold(run);
    return hold ? { type: 'held', hold } : heldElsewhere;
  } catch (error) {
    if (!isOfTheSystem(error)) throw error;
    return {
      type: 'refused',
      message: `The run can't be kept on disk (${error.message}). Mend that, then resume.`,
    };
  }
}

/** A run as its journal has it now; undefined where there is none that can be read. */
export async function readState(run: string, journal: FileJournal): Promise<RunState | undefined> {
  const state = foldEvents((await journal.read(run)) ?? []);
  return state && atRest(state, journal);
}

/** A run that this window does not drive: shown as under way, it is driven by another one, or was cut off. */
export async function atRest(state: RunState, journal: FileJournal): Promise<RunState> {
  if (state.phase.type !== 'running') return state;
  const message = (await journal.isHeld(state.run))
    ? 'Another window works on this run. What it does there shows here when this window is opened anew.'
    : 'The editor was closed or reloaded while this ran. What is finished is kept; resume to go on.';
  return { ...state, phase: { type: 'paused', reason: { type: 'interrupted', message } } };
}
