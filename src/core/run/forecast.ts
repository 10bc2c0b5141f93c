import { costOf, toUsd } from '../ledger/money.ts';
import type { ModelTier, Tier, TierTable } from '../model/tier.ts';
import type { RunTask } from '../request/runTask.ts';
import { route } from '../routing/route.ts';
import type { Forecast } from './runEvent.ts';

/** Tokens that one attempt takes as a rule: a one-shot edit, a tool loop, a tool loop with long contexts. */
const typicalTokens = {
  nano: { input: 1_500, output: 400 },
  mini: { input: 12_000, output: 2_000 },
  planner: { input: 20_000, output: 4_000 },
} as const satisfies Record<ModelTier, { input: number; output: number }>;

/** The high end: every task needs its second attempt and a tier up once. */
const highFactor = 2;

/** What a plan may cost: from every task right at once, to every task escalated. A guess, and shown as one. */
export function forecast(tasks: readonly RunTask[], tiers: TierTable, ceiling: Tier): Forecast {
  const attempt = (tier: ModelTier) =>
    toUsd(costOf({ ...typicalTokens[tier], cached: 0, reasoning: 0 }, tiers[tier].price));
  let low = 0;
  let high = 0;
  for (const task of tasks) {
    const { tier } = route({ kind: task.kind, files: task.files.length }, ceiling);
    if (tier === 'none') continue;
    low += attempt(tier);
    high +=
      attempt(tier) * highFactor + (tier === 'planner' ? 0 : attempt(tier === 'nano' ? 'mini' : 'planner'));
  }
  const review = tasks.length > 1 ? attempt('planner') : 0;
  return { lowUsd: low + review / 2, highUsd: high + review };
}
