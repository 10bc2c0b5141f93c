import type { Budgets } from '../ledger/ledger.ts';
import type { ModelTier, Tier, TierSettings, TierTable } from '../model/tier.ts';

/** All that the user sets and the core goes by. */
export interface Settings {
  readonly tiers: TierTable;
  /** No task goes above this tier. */
  readonly ceiling: Tier;
  readonly budgets: Budgets;
  /** A plan whose forecast stays below this (USD) starts by itself; others wait for the user. */
  readonly startPlansBelowUsd: number;
  /** The most workers at once. */
  readonly maxParallel: number;
  /** How many candidates of the cheap tiers work on a task at once; the first that passes its check wins. */
  readonly candidates: number;
}

const source = 'OpenAI, announced 2026-03-17; check it against your bill';

function tier(
  model: string,
  price: readonly [input: number, cached: number, output: number],
  contextTokens: number,
  maxOutputTokens: number,
): TierSettings {
  const [input, cached, output] = price;
  return {
    provider: 'responses',
    baseUrl: 'https://api.openai.com/v1',
    model,
    reasoningEffort: undefined,
    price: { input, cached, output, source },
    contextTokens,
    maxOutputTokens,
    patchTool: 'apply_patch',
  };
}

/** The defaults of package.json's settings; a unit test holds the two together. */
export const defaultSettings: Settings = {
  tiers: {
    nano: tier('gpt-5.4-nano', [0.2, 0.02, 1.25], 128_000, 4_000),
    mini: tier('gpt-5.4-mini', [0.75, 0.075, 4.5], 400_000, 8_000),
    planner: tier('gpt-5.4', [2.5, 0.25, 15], 400_000, 8_000),
  } satisfies Record<ModelTier, TierSettings>,
  ceiling: 'planner',
  budgets: { runUsd: 0.5, dayUsd: 5 },
  startPlansBelowUsd: 0.25,
  maxParallel: 4,
  candidates: 1,
};
