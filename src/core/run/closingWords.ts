import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import { placesWere, whichPlaces } from '../verify/notCheckedPlaces.ts';
import { describeForecast, forecastCheck } from './plan/forecast.ts';
import { describeLeftOut } from './problems/leftOut.ts';
import { describeUnworkable } from './problems/unworkable.ts';
import type { RunOutcome } from './state/runEvent.ts';
import type { RunState } from './state/runState.ts';

/** What a run that has no more to do has come to. */
export function outcomeOf(state: RunState): RunOutcome {
  if (state.answer !== undefined) return 'done';
  const done = state.tasks.filter((task) => task.state === 'done').length;
  const unsolved = state.labels || !state.remaining ? 0 : state.remaining.length;
  if (isBlind(state)) return 'failed';
  if (done === state.tasks.length && unsolved === 0 && !state.unworkable) return 'done';
  return done === 0 ? 'failed' : 'partial';
}

/** The same in words: what is done, proposed and left out, and how the cost compares with what was expected. */
export function closingWords(state: RunState): string {
  if (state.answer !== undefined) return 'Answered';
  const unworkable = describeUnworkable(state.unworkable);
  if (state.tasks.length === 0) {
    const left = state.remaining?.length ?? 0;
    const atCeiling = `${counted(left, 'problem')} left: the ceiling in the settings allows no model`;
    const words = [...(left === 0 ? [] : [atCeiling]), ...(unworkable === undefined ? [] : [unworkable])];
    return words.length === 0 ? noProblems(state) : words.join('. ');
  }
  const done = state.tasks.filter((task) => task.state === 'done').length;
  const check = forecastCheck(state);
  const cost = `${unworkable === undefined ? '' : `. ${unworkable}`}${describeUnasked(state)}${describeLeftOut(state)}${check ? `. ${describeForecast(check)}` : ''}`;
  const above = billedAbove(state);
  const all = state.tasks.length;
  return `${done} of ${counted(all, 'task')} done, ${countProposals(state)}${cost}${above === '' ? '' : `.${above}`}`;
}

/** Why tasks failed that no model has worked on: none may, or the command to be mended can't be run. */
function describeUnasked({ tasks }: RunState): string {
  const unasked = tasks.filter(
    ({ state, attempts }) => state === 'failed' && attempts.every(({ tier }) => tier === 'none'),
  );
  if (unasked.length === 0) return '';
  const reasons = [...new Set(unasked.map(({ note }) => note))].join('; ');
  return `. No model was asked for ${counted(unasked.length, 'task')}: ${reasons}`;
}

/** Nothing was found since nobody looked: that is no result. */
function isBlind({ found, tasks }: RunState): boolean {
  return tasks.length === 0 && found?.checked === 0;
}

/** Of what no server looked at nothing is known. */
function noProblems(state: RunState): string {
  const left = state.found?.notChecked ?? [];
  const { length } = left;
  if (isBlind(state))
    return length === 0
      ? 'Nothing was checked: there is no file that a language server looks at'
      : `Nothing was checked: no language server looked at the ${whichPlaces(left)}`;
  if (length === 0) return 'No problems found';
  return `No problems found in what was checked; ${placesWere(left)} not`;
}

/** Said wherever a run ends or stands still: only so a budget can have been passed. */
export function billedAbove({ aboveUsd }: RunState): string {
  if (aboveUsd === undefined) return '';
  return ` An endpoint counted ${formatUsd(aboveUsd)} more than its answers can cost by the tier's price. Compare the price in the settings with your bill.`;
}

/** Fixes of which the user takes one are no work that waits to be accepted. */
function countProposals({ proposals }: RunState): string {
  const offered = proposals.filter(({ alternative }) => alternative !== undefined).length;
  const made = proposals.length - offered;
  const parts = [
    ...(made > 0 || offered === 0 ? [counted(made, 'proposal')] : []),
    ...(offered > 0 ? [counted(offered, 'fix to consider', 'fixes to choose from')] : []),
  ];
  return parts.join(', ');
}
