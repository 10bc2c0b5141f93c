import { formatUsd } from '../../base/formatUsd.ts';
import type { TokenPrice } from '../model/tier.ts';
import type { ReportRow } from './ledger.ts';
import { costOf, toUsd } from './money.ts';

type Tokens = Pick<ReportRow, 'inputTokens' | 'cachedTokens' | 'outputTokens'>;

/**
 * What tokens come to at another price, in USD. It compares prices for equal tokens and is no saving: another model
 * would have used other tokens, and perhaps fewer attempts. Rules for long contexts are left out, since sums of calls
 * do not say which of them were long.
 */
export function atPrice(rows: readonly Tokens[], { input, cached, output, source }: TokenPrice): number {
  const sum = (of: keyof Tokens) => rows.reduce((all, row) => all + row[of], 0);
  const usage = {
    input: sum('inputTokens'),
    cached: sum('cachedTokens'),
    output: sum('outputTokens'),
    reasoning: 0,
  };
  return toUsd(costOf(usage, { input, cached, output, source }));
}

/** The comparison in words that claim no more than it says. */
export function describeAtPlannerPrice(usd: number, model: string): string {
  return `The same tokens at the price of ${model}: ${formatUsd(usd)} (prices for equal tokens, not what ${model} would have used).`;
}
