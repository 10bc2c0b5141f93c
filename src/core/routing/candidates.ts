import type { TierStats } from './passRates.ts';

export const mostCandidates = 5;

/**
 * How many candidates of a tier make up for its low pass rate: the fewest of which one passes as often as the user's
 * quality bar asks, where they cost less than one try of the tier above. 1 where no number does, or where too little
 * is known. It reckons with the lower bound of the rate, since candidates that share a prompt fail together more often
 * than chance would have it.
 */
export function candidatesFor(
  at: Pick<TierStats, 'lower' | 'medianUsd'>,
  above: Pick<TierStats, 'medianUsd'> | undefined,
  qualityBar: number,
): number {
  if (above === undefined) return 1;
  for (let count = 2; count <= mostCandidates; count++) {
    if (count * at.medianUsd >= above.medianUsd) return 1;
    if (1 - (1 - at.lower) ** count >= qualityBar) return count;
  }
  return 1;
}
