import { type Tier, type TierTable, tiers } from '../core/model/tier.ts';
import { defaultSettings, type Settings } from '../core/routing/settings.ts';
import { UsageError } from './usage.ts';

/** The defaults, with the endpoint of the environment and what the command line says. */
export function cliSettings(
  options: { readonly budget?: string; readonly ceiling?: string },
  environment: NodeJS.ProcessEnv,
): Settings {
  const baseUrl = environment.OPENAI_BASE_URL;
  const withEndpoint = <T extends object>(tier: T) => (baseUrl ? { ...tier, baseUrl } : tier);
  const { nano, mini, planner } = defaultSettings.tiers;
  const table: TierTable = {
    nano: withEndpoint(nano),
    mini: withEndpoint(mini),
    planner: withEndpoint(planner),
  };
  const runUsd = options.budget === undefined ? defaultSettings.budgets.runUsd : readBudget(options.budget);
  return {
    ...defaultSettings,
    tiers: table,
    ceiling: options.ceiling === undefined ? defaultSettings.ceiling : readCeiling(options.ceiling),
    budgets: { ...defaultSettings.budgets, runUsd },
    // Nobody is there to be asked: the budget alone holds a plan back.
    startPlansBelowUsd: Number.POSITIVE_INFINITY,
  };
}

function readBudget(given: string): number {
  const usd = Number(given);
  if (given.trim() !== '' && Number.isFinite(usd) && usd >= 0) return usd;
  throw new UsageError(`--budget takes an amount in US dollars, such as 0.50; "${given}" is none.`);
}

function readCeiling(given: string): Tier {
  const tier = tiers.find((name) => name === given);
  if (tier) return tier;
  throw new UsageError(`--ceiling takes one of ${tiers.join(', ')}; "${given}" is none of them.`);
}
