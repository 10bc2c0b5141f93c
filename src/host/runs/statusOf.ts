import { counted } from '../../base/counted.ts';
import { formatUsd } from '../../base/formatUsd.ts';
import type { RunState } from '../../core/run/state/runState.ts';
import { describeProgress } from './describeProgress.ts';
import { titleOf } from './jobTitle.ts';

/** What was spent today, and what may be, in USD. */
export interface DaySpend {
  readonly usd: number;
  readonly budgetUsd: number;
}

/** The share of the day's budget from which on the entry warns. */
const nearTheCap = 0.8;

/** What the entry says. */
export function statusOf({
  running,
  open,
  spend,
}: {
  readonly running: readonly RunState[];
  readonly open: number;
  /** Absent where nothing is known of today. */
  readonly spend?: DaySpend;
}): { readonly text: string; readonly tooltip: string; readonly warning?: 'warning' | 'error' } {
  const [first] = running;
  const hunks = `${counted(open, 'change')} to review`;
  const state = first ? `: ${describeProgress(first)}` : open > 0 ? `: ${hunks}` : '';
  const icon = first ? '$(sync~spin)' : open > 0 ? '$(git-pull-request)' : '$(circle-large-outline)';
  const share = spend ? shareOf(spend) : 0;
  const warning = share >= 1 ? 'error' : share >= nearTheCap ? 'warning' : undefined;
  // Themes of high contrast have no background for a warning.
  const sign = warning ? '$(warning) ' : '';
  const cost =
    spend && spend.usd > 0 ? ` ${sign}${formatUsd(spend.usd)} of ${formatUsd(spend.budgetUsd)}` : '';
  const tooltip = [
    ...running.map((each) => `${titleOf(each.job)}: ${describeProgress(each)}`),
    ...(open > 0 ? [hunks] : []),
    ...(spend ? [`Today ${formatUsd(spend.usd)} of ${formatUsd(spend.budgetUsd)}, over all windows`] : []),
    ...(warning === 'error' ? ['The budget of the day is spent: nothing more is sent today'] : []),
  ].join('\n');
  const separator = cost !== '' && state !== '' ? ' ·' : '';
  return {
    text: `${icon} Tiercel${state}${separator}${cost}`,
    tooltip,
    ...(warning && { warning }),
  };
}

function shareOf({ usd, budgetUsd }: DaySpend): number {
  if (budgetUsd > 0) return usd / budgetUsd;
  return usd > 0 ? 1 : 0;
}
