import type { ModelRequest } from '../model/modelClient.ts';
import type { Role, TierSettings } from '../model/tier.ts';
import type { Reservation } from './ledger.ts';
import { costOfBound, type TokenBound } from './worstCase.ts';

/**
 * The least output that is still of use, in tokens, reasoning included: an answer that is cut off is paid for and
 * worth nothing, so that a run had better stand still than send for less.
 */
const leastOutput: Readonly<Record<Role, number>> = {
  gate: 500,
  label: 1_000,
  plan: 2_000,
  work: 1_500,
  review: 1_000,
  answer: 800,
  extract: 500,
  shadow: 1_500,
};

/** The bound of a request that is cut to the least output that is of use for it. */
export function leastBound(request: Pick<ModelRequest, 'role'>, bound: TokenBound): TokenBound {
  return { ...bound, output: Math.min(bound.output, leastOutput[request.role]) };
}

/** The most output that what was set aside can pay for. */
export function outputFor(
  granted: NonNullable<Reservation['granted']>,
  bound: TokenBound,
  tier: Pick<TierSettings, 'price'>,
): number {
  let low = 0;
  let high = Math.min(bound.output, granted.tokens - bound.input);
  // By halves and not by a division: the price's rounding and its rules stand in one place.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (costOfBound({ ...bound, output: middle }, tier) <= granted.cost) low = middle;
    else high = middle - 1;
  }
  return low;
}
