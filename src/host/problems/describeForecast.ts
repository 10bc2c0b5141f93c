import type { GroupView } from '../../protocol/problems.ts';

/** "nano, $0.0003 to $0.02": what it costs as a rule, and at most. */
export function describeForecast({ tier, lowUsd, highUsd }: NonNullable<GroupView['forecast']>): string {
  if (highUsd === 0) return `${tier}, free`;
  return `${tier}, $${rough(lowUsd)} to $${rough(highUsd)}`;
}

/** One digit that counts below a cent: more would be made up. */
function rough(usd: number): string {
  return usd < 0.01 ? String(Number(usd.toPrecision(1))) : usd.toFixed(2);
}
