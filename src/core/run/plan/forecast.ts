import { formatForecast, formatUsd } from '../../../base/formatUsd.ts';
import { costOf, toUsd } from '../../ledger/money.ts';
import { lowerOf, type ModelTier, type Tier } from '../../model/tier.ts';
import type { RunTask } from '../../request/runTask.ts';
import type { ForecastRow } from '../../routing/attempts.ts';
import type { Learning } from '../../routing/learn.ts';
import { taskCosts } from '../../routing/passRates.ts';
import { route } from '../../routing/route.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Session } from '../session/session.ts';
import type { Forecast } from '../state/runEvent.ts';
import type { RunState } from '../state/runState.ts';

/** Tokens that one attempt takes as a rule: a one-shot edit, a tool loop, a tool loop with long contexts. */
const typicalTokens = {
  nano: { input: 1_500, output: 400 },
  mini: { input: 12_000, output: 2_000 },
  planner: { input: 20_000, output: 4_000 },
} as const satisfies Record<ModelTier, { input: number; output: number }>;

/** The high end: every task needs its second attempt and a tier up once. */
const highFactor = 2;

/**
 * What a plan may cost. A task whose kind and tier this workspace has seen often enough counts with the median and the
 * 90th percentile of what such tasks cost; others from right at once to escalated, by what is typical.
 */
export function forecast(
  tasks: readonly RunTask[],
  { tiers, ceiling, routing }: Pick<Settings, 'tiers' | 'ceiling' | 'routing'>,
  past: { readonly history: Session['history']; readonly learning: Learning | undefined },
): Forecast {
  const attempt = (tier: ModelTier) =>
    toUsd(costOf({ ...typicalTokens[tier], cached: 0, reasoning: 0 }, tiers[tier].price));
  const costs = taskCosts(past.history.attempts, tiers);
  let low = 0;
  let high = 0;
  for (const task of tasks) {
    const routed = route({ kind: task.kind, files: task.files.length }, ceiling, {
      oneTier: routing.oneTier,
      // Which task explores is for chance to say when it begins.
      learning: past.learning && { ...past.learning, explore: 0 },
    });
    const tier = task.tier ? lowerOf<Tier>(task.tier, ceiling) : routed.tier;
    if (tier === 'none') continue;
    const known = costs(task.kind, tier);
    low += known?.medianUsd ?? attempt(tier);
    high +=
      known?.p90Usd ??
      attempt(tier) * highFactor + (tier === 'planner' ? 0 : attempt(tier === 'nano' ? 'mini' : 'planner'));
  }
  const review = tasks.length > 1 ? attempt('planner') : 0;
  return { lowUsd: low + review / 2, highUsd: high + review };
}

/** Roles whose calls come before there is a forecast. */
const beforeForecast: ReadonlySet<string> = new Set(['gate', 'plan', 'label']);

/** The forecast of a run beside what the work came to; undefined where there was none. */
export function forecastCheck(state: RunState): Omit<ForecastRow, 'time'> | undefined {
  if (!state.forecast) return undefined;
  const before = state.overhead
    .filter(({ role }) => beforeForecast.has(role))
    .reduce((sum, { usd }) => sum + usd, 0);
  const { lowUsd, highUsd } = state.forecast;
  return { run: state.run, lowUsd, highUsd, actualUsd: Math.max(0, state.total.usd - before) };
}

/** How far off a forecast was, in words: "The work cost $0.0021, within the forecast of $0.001 to $0.004". */
export function describeForecast({ lowUsd, highUsd, actualUsd }: Omit<ForecastRow, 'time' | 'run'>): string {
  const range = `the forecast of ${formatForecast({ lowUsd, highUsd })}`;
  const off = (from: number) =>
    from === 0 ? '' : `${Math.round((Math.abs(actualUsd - from) / from) * 100)} % `;
  const where =
    actualUsd > highUsd
      ? `${off(highUsd)}above ${range}`
      : actualUsd < lowUsd
        ? `${off(lowUsd)}below ${range}`
        : `within ${range}`;
  return `The work cost ${formatUsd(actualUsd)}, ${where}`;
}
