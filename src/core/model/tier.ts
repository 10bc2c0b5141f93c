import type { Capabilities } from './capabilities.ts';

/** The tiers that call a model, cheapest first. */
export const modelTiers = ['nano', 'mini', 'planner'] as const;
export type ModelTier = (typeof modelTiers)[number];

/** All tiers, cheapest first. `none` calls no model: the language server's own fix does the work. */
export const tiers = ['none', ...modelTiers] as const;
export type Tier = (typeof tiers)[number];

/** Who asked: goes out with every request as `metadata.tiercel_role`. */
export const roles = ['gate', 'plan', 'label', 'work', 'review', 'answer', 'extract', 'shadow'] as const;
export type Role = (typeof roles)[number];

/** US dollars per million tokens, and where the figures come from. */
export interface TokenPrice {
  readonly input: number;
  readonly cached: number;
  /** Of input that the endpoint wrote into its cache; absent: the price of other input. */
  readonly cacheWritten?: number;
  readonly output: number;
  /** Another price for the whole of a call whose input is above a length; absent: one price for all lengths. */
  readonly longContext?: LongContextPrice;
  /** What all of this is multiplied by: 1.1 where the endpoint keeps data in a region for ten percent more. */
  readonly regionFactor?: number;
  /** What a call costs of this where it was served as flex; absent: half. */
  readonly flexFactor?: number;
  /** The day the price was published, and by whom: prices change, and the user must be able to check. */
  readonly source: string;
}

/** How much dearer a call is whose input has more tokens than `above`. */
export interface LongContextPrice {
  readonly above: number;
  readonly inputFactor: number;
  readonly outputFactor: number;
}

export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];

/** How a model is given the means to patch files: the Responses API's own tool, a free-text tool, or a function. */
export const patchToolForms = ['apply_patch', 'custom', 'function'] as const;
export type PatchToolForm = (typeof patchToolForms)[number];

/** The Responses API, chat completions of any compatible endpoint, or the models of VS Code itself. */
export const providers = ['responses', 'chat', 'vscode'] as const;
export type Provider = (typeof providers)[number];

/** The header that the key goes in; `none`: the endpoint takes no key, and none is sent. */
export const keyHeaders = ['authorization', 'api-key', 'none'] as const;
export type KeyHeader = (typeof keyHeaders)[number];

/** What the user sets for one tier. */
export interface TierSettings {
  readonly provider: Provider;
  /** Where the models of `responses` and `chat` are; of no meaning for `vscode`. */
  readonly baseUrl: string;
  /** Sent as the query's `api-version`, which Azure asks for. */
  readonly apiVersion?: string;
  /** Absent: `authorization`. */
  readonly keyHeader?: KeyHeader;
  readonly model: string;
  readonly reasoningEffort: ReasoningEffort | undefined;
  /** `flex`: half the price for work that is not urgent and may wait. */
  readonly serviceTier?: 'flex';
  readonly price: TokenPrice;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly patchTool: PatchToolForm;
  /** What the model can do, where the user knows better than the table in capabilities.ts. */
  readonly capabilities?: Partial<Capabilities>;
}

export type TierTable = Readonly<Record<ModelTier, TierSettings>>;

/** Whether `a` is a higher (dearer) tier than `b`. */
export function isAbove(a: Tier, b: Tier): boolean {
  return tiers.indexOf(a) > tiers.indexOf(b);
}

/** Of two tiers the one that costs less. */
export function lowerOf<T extends Tier>(a: T, b: T): T {
  return isAbove(a, b) ? b : a;
}

/** The tier above, or undefined at the top. */
export function nextTier(tier: Tier): ModelTier | undefined {
  return tiers[tiers.indexOf(tier) + 1] as ModelTier | undefined;
}

/** Whether a tier's endpoint is asked nothing without a key. Those on this machine mostly take none. */
export function needsKey(tier: Pick<TierSettings, 'provider' | 'baseUrl' | 'keyHeader'>): boolean {
  if (tier.provider === 'vscode' || tier.keyHeader === 'none') return false;
  return !(tier.provider === 'chat' && isOnThisMachine(tier.baseUrl));
}

/** Also where the scheme was forgotten: then the address is what is wrong, not that there is no key. */
function isOnThisMachine(baseUrl: string): boolean {
  return /^(?:https?:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$)/i.test(baseUrl);
}
