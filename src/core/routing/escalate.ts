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
function nextAttempt(failed: readonly Tier[], start: ModelTier, ceiling: Tier): ModelTier | undefined {
  const withModel = failed.filter((tier): tier is ModelTier => tier !== 'none');
  const last = withModel.at(-1);
  if (last === undefined) return start;
  if (withModel.filter((tier) => tier === last).length < attemptsPerTier) return last;
  const up = nextTier(last);
  return up === undefined || isAbove(up, ceiling) ? undefined : up;
}

/** An attempt that is no reason to be content. */
export interface FailedAttempt {
  readonly tier: Tier;
  readonly outcome: 'failed' | 'unchecked' | 'malformed' | 'refused' | 'noEdit' | 'stopped';
  /** It failed in the same way again and again: the same tier once more would too. */
  readonly isStuck?: boolean;
}

/** The next attempt and why it is made there, for the user; undefined when the ceiling is reached. */
export function escalate(
  failed: readonly FailedAttempt[],
  start: { readonly tier: ModelTier; readonly reason: string },
  ceiling: Tier,
): { readonly tier: ModelTier; readonly reason: string } | undefined {
  // What went in a circle counts for all the tries that its tier has.
  const tries = failed.flatMap(({ tier, isStuck }) => (isStuck ? [tier, tier] : [tier]));
  const tier = nextAttempt(tries, start.tier, ceiling);
  if (tier === undefined) return undefined;
  const last = failed.findLast((attempt) => attempt.tier !== 'none');
  if (last === undefined) return start;
  const what = last.isStuck ? 'went in a circle' : failures[last.outcome];
  return {
    tier,
    reason: tier === last.tier ? `${tier}: once more, with the evidence` : `${tier}: ${last.tier} ${what}`,
  };
}

const failures: Readonly<Record<FailedAttempt['outcome'], string>> = {
  failed: 'did not pass the check',
  unchecked: 'gave what looks odd',
  malformed: 'gave no valid answer',
  refused: 'refused',
  noEdit: 'made no edit',
  stopped: 'was stopped',
};
