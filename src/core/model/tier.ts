/** The tiers that call a model, cheapest first. */
export const modelTiers = ['nano', 'mini', 'planner'] as const;
export type ModelTier = (typeof modelTiers)[number];

/** All tiers, cheapest first. `none` calls no model: the language server's own fix does the work. */
export const tiers = ['none', ...modelTiers] as const;
export type Tier = (typeof tiers)[number];

/** Who asked: goes out with every request as `metadata.tiercel_role`. */
export type Role = 'gate' | 'plan' | 'label' | 'work' | 'review' | 'answer' | 'shadow';

/** US dollars per million tokens, and where the figures come from. */
export interface TokenPrice {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** The day the price was published, and by whom: prices change, and the user must be able to check. */
  readonly source: string;
}

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/** How a model is given the means to patch files: the Responses API's own tool, a free-text tool, or a function. */
export type PatchToolForm = 'apply_patch' | 'custom' | 'function';

/** What the user sets for one tier. */
export interface TierSettings {
  readonly provider: 'responses';
  readonly baseUrl: string;
  readonly model: string;
  readonly reasoningEffort: ReasoningEffort | undefined;
  readonly price: TokenPrice;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly patchTool: PatchToolForm;
}

export type TierTable = Readonly<Record<ModelTier, TierSettings>>;

/** Whether `a` is a higher (dearer) tier than `b`. */
export function isAbove(a: Tier, b: Tier): boolean {
  return tiers.indexOf(a) > tiers.indexOf(b);
}

export function lowerOf<T extends Tier>(a: T, b: T): T {
  return isAbove(a, b) ? b : a;
}

/** The tier above, or undefined at the top. */
export function nextTier(tier: Tier): ModelTier | undefined {
  return tiers[tiers.indexOf(tier) + 1] as ModelTier | undefined;
}
