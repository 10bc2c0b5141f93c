import { isAbove, type ModelTier, nextTier, type Tier } from '../model/tier.ts';

/** A failed attempt goes back to its tier once with the evidence, then a tier up. */
const attemptsPerTier = 2;

/**
 * The tier of the next attempt after these failed ones, or undefined when the ceiling is reached. It never goes down
 * within a run.
 *
 * @param failed the tiers of the attempts so far, in order
 * @param start the tier the task was routed to
 */
export function nextAttempt(failed: readonly Tier[], start: ModelTier, ceiling: Tier): ModelTier | undefined {
  const withModel = failed.filter((tier): tier is ModelTier => tier !== 'none');
  const last = withModel.at(-1);
  if (last === undefined) return start;
  if (withModel.filter((tier) => tier === last).length < attemptsPerTier) return last;
  const up = nextTier(last);
  return up === undefined || isAbove(up, ceiling) ? undefined : up;
}
