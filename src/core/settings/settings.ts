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
  /** Whether a nano sorts the files that the index finds for a request; absent: not. */
  readonly rerank?: boolean;
  readonly routing: RoutingSettings;
  readonly shadow: ShadowSettings;
  /** More problems than this are labelled in a batch, at half the price and within a day; absent: never. */
  readonly batchLabelsAbove?: number;
}

/** How much the tiers go by what was seen on this workspace. */
export interface RoutingSettings {
  /** The tier that does everything, where the user wants one model for all. */
  readonly oneTier?: ModelTier;
  /** Whether what passed on this workspace decides where a kind of task starts. */
  readonly learn: boolean;
  /** The share of tasks that a tier has to get through its check at the first try, 0 to 1. */
  readonly qualityBar: number;
  /** The share of tasks that are tried a tier lower to learn of it, 0 to 1. */
  readonly explore: number;
}

/** Trying tasks on another tier beside a run, to compare the two. */
export interface ShadowSettings {
  /** The share of tasks, 0 to 1. */
  readonly share: number;
  /** The most that this may cost a day, in USD; it counts for the day's budget too, and for no run's. */
  readonly dayUsd: number;
}

/** Where requests go that no setting and no variable sends elsewhere. */
export const openaiBaseUrl = 'https://api.openai.com/v1';

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
    baseUrl: openaiBaseUrl,
    model,
    reasoningEffort: undefined,
    price: { input, cached, output, source },
    contextTokens,
    maxOutputTokens,
    patchTool: 'apply_patch',
  };
}

/** Inputs above 270,000 tokens cost twice as much, and what is answered to them half as much again. */
function withLongContext(settings: TierSettings): TierSettings {
  const longContext = { above: 270_000, inputFactor: 2, outputFactor: 1.5 };
  return { ...settings, price: { ...settings.price, longContext } };
}

/** The defaults of package.json's settings; a unit test holds the two together. */
export const defaultSettings: Settings = {
  tiers: {
    nano: tier('gpt-5.4-nano', [0.2, 0.02, 1.25], 128_000, 4_000),
    mini: tier('gpt-5.4-mini', [0.75, 0.075, 4.5], 400_000, 8_000),
    planner: withLongContext(tier('gpt-5.4', [2.5, 0.25, 15], 400_000, 8_000)),
  } satisfies Record<ModelTier, TierSettings>,
  ceiling: 'planner',
  budgets: { runUsd: 0.5, dayUsd: 5, runCalls: 1_000, runTokens: 10_000_000 },
  startPlansBelowUsd: 0.25,
  maxParallel: 4,
  candidates: 1,
  routing: { learn: true, qualityBar: 0.8, explore: 0.05 },
  shadow: { share: 0, dayUsd: 0.25 },
};
