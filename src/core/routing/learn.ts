import { isAbove, type ModelTier, modelTiers, nextTier, type Tier } from '../model/tier.ts';
import { candidatesFor } from './candidates.ts';
import { enoughTries, type TierStats } from './passRates.ts';
import type { TaskKind } from './taskKind.ts';

/** What was seen on this workspace, and what the user makes of it. */
export interface Learning {
  readonly statsOf: (kind: TaskKind, tier: ModelTier) => TierStats | undefined;
  /** The share of tasks that a tier has to get through its check at the first try, 0 to 1. */
  readonly qualityBar: number;
  /** The share of tasks that are tried a tier lower to learn of it, 0 to 1. */
  readonly explore: number;
  /** A number from 0 to 1 by which chance decides on exploring. */
  readonly random: number;
}

export interface Learned {
  readonly tier: ModelTier;
  readonly why: string;
  readonly candidates?: number;
}

/**
 * What history makes of the tier that table and rules give, or undefined where it leaves that as it is:
 *
 * - the cheapest tier, down to `lowest`, whose lower bound meets the bar;
 * - else, where the upper bound of the tier is below the bar: several candidates of it where they are cheaper and
 *   enough, or the next tier that is not known to be below the bar too;
 * - now and then a tier lower, to learn of it, where the tier itself is known to do well.
 *
 * A tier that may or may not meet the bar stays: that it has failed twice is no reason to pay for the next one.
 */
export function learnedTier(
  task: {
    readonly kind: TaskKind;
    readonly start: ModelTier;
    readonly lowest: ModelTier;
    readonly ceiling: Tier;
  },
  learning: Learning,
): Learned | undefined {
  const { kind, start, lowest, ceiling } = task;
  const { qualityBar } = learning;
  const known = (tier: ModelTier) => {
    const stats = learning.statsOf(kind, tier);
    return stats && stats.tried >= enoughTries ? stats : undefined;
  };
  const cheapest = modelTiers.find((tier) => {
    if (isAbove(lowest, tier) || isAbove(tier, start)) return false;
    const stats = known(tier);
    return stats !== undefined && stats.lower >= qualityBar;
  });
  if (cheapest !== undefined) {
    const explored = exploredTier(task, cheapest, learning);
    if (explored) return explored;
    return cheapest === start ? undefined : { tier: cheapest, why: learnedFrom(known(cheapest)) };
  }
  const stats = known(start);
  if (!stats || stats.upper >= qualityBar) return undefined;
  const above = nextTier(start);
  const candidates = candidatesFor(stats, above && learning.statsOf(kind, above), qualityBar);
  if (candidates > 1)
    return { tier: start, why: `${candidates} candidates, since ${learnedFrom(stats)}`, candidates };
  const next = modelTiers.find(
    (tier) => isAbove(tier, start) && !isAbove(tier, ceiling) && (known(tier)?.upper ?? 1) >= qualityBar,
  );
  return next && { tier: next, why: `${start} ${learnedFrom(stats)}` };
}

function exploredTier(
  { kind, lowest }: { readonly kind: TaskKind; readonly lowest: ModelTier },
  from: ModelTier,
  learning: Learning,
): Learned | undefined {
  const below = modelTiers[modelTiers.indexOf(from) - 1];
  if (below === undefined || isAbove(lowest, below) || learning.random >= learning.explore) return undefined;
  const stats = learning.statsOf(kind, below);
  const isKnownBad = stats && stats.tried >= enoughTries && stats.upper < learning.qualityBar;
  return isKnownBad ? undefined : { tier: below, why: 'tried a tier lower to learn' };
}

function learnedFrom(stats: TierStats | undefined): string {
  return stats ? `passed ${stats.passed} of ${stats.tried} here` : '';
}
