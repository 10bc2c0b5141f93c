import { messageOf } from '../../base/messageOf.ts';
import { isSystemError } from '../../base/systemError.ts';
import { foldEvents } from '../../core/run/state/applyEvent.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import type { FileJournal } from '../../node/journal/fileJournal.ts';
import type { RunHold } from '../../node/journal/runHold.ts';
import type { Log } from '../log.ts';

export interface Refusal {
  readonly type: 'refused';
  readonly message: string;
  /** The log says more. */
  readonly isLogged?: true;
}

export const alreadyRunning: Refusal = { type: 'refused', message: 'This run is already under way.' };
export const isGone: Refusal = { type: 'refused', message: 'This run is not there any more.' };
export const notStarted: Refusal = {
  type: 'refused',
  message: 'The run could not be started. See the log.',
  isLogged: true,
};
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
    if (!isSystemError(error)) throw error;
    return {
      type: 'refused',
      message: `The run can't be kept on disk (${error.message}). Fix that, then resume.`,
    };
  }
}

/** A run as its journal has it now; `gone` where it was removed, undefined where it can't be read. */
export async function readState(
  run: string,
  journal: FileJournal,
  log: Log,
): Promise<RunState | 'gone' | undefined> {
  try {
    if (!(await journal.has(run))) return 'gone';
    const state = foldEvents((await journal.read(run)) ?? []);
    return state && (await atRest(state, journal));
  } catch (error) {
    // What this window knows of it is what there is.
    log.warn(`The journal of run ${run} could not be read again: ${messageOf(error)}`);
    return undefined;
  }
}

/** All runs of a journal as they are now. */
export async function readStates(
  journal: FileJournal,
  onProblem: (problem: string) => void,
): Promise<readonly RunState[]> {
  const { runs, problems } = await journal.load();
  for (const problem of problems) onProblem(problem);
  const states = runs.flatMap((events) => foldEvents(events) ?? []);
  return Promise.all(states.map((state) => atRest(state, journal)));
}

/** Whether a run has nothing left to go on with: another window may have brought it to its end. */
export function hasEnded({ phase, tasks }: RunState): boolean {
  return phase.type === 'ended' && !tasks.some(({ state }) => state === 'waiting');
}

/** A run that this window does not drive: shown as under way, it is driven by another one, or was cut off. */
export async function atRest(state: RunState, journal: FileJournal): Promise<RunState> {
  if (state.phase.type !== 'running') return state;
  const message = (await journal.isHeld(state.run))
    ? 'Another window works on this run. What it does there shows here when this window is opened anew.'
    : 'The editor was closed or reloaded while this ran. What is finished is kept; resume to go on.';
  return { ...state, phase: { type: 'paused', reason: { type: 'interrupted', message } } };
}
