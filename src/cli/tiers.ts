import type { Ledger } from '../core/ledger/ledger.ts';
import { atPrice, describeAtPlannerPrice } from '../core/ledger/plannerPrice.ts';
import type { AttemptLog } from '../core/routing/attempts.ts';
import { describeTiers } from '../core/routing/describeTiers.ts';
import { type TierReport, tierReport } from '../core/routing/tierReport.ts';
import type { Settings } from '../core/settings/settings.ts';

/** What the report says beside the ledger's sums. */
export interface TierLines {
  /** The same tokens at the planner's price, in USD: a comparison of prices for equal tokens, not a saving. */
  readonly atPlannerPriceUsd: number;
  /** Of the workspace that `--workspace` names, else of the current folder. */
  readonly tiers: TierReport;
}

/** How the tiers compare, and what the same tokens would have cost at the planner's price. */
export async function readTiers(
  ledger: Pick<Ledger, 'report'>,
  attempts: Pick<AttemptLog, 'history'>,
  settings: Settings,
): Promise<TierLines> {
  const { byTier } = await ledger.report();
  return {
    atPlannerPriceUsd: atPrice(byTier, settings.tiers.planner.price),
    tiers: tierReport(await attempts.history(), settings),
  };
}

/** The same for people; of the tiers only where something is known of them. */
export function formatTiers({ atPlannerPriceUsd, tiers }: TierLines, settings: Settings): string {
  const price = describeAtPlannerPrice(atPlannerPriceUsd, settings.tiers.planner.model);
  const isEmpty = tiers.rates.length === 0 && tiers.malformed.length === 0;
  return isEmpty ? `${price}\n` : `${price}\n\n${describeTiers(tiers).trimEnd()}\n`;
}
