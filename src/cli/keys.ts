import { type ModelTier, needsKey, type TierTable } from '../core/model/tier.ts';

const defaultBaseUrl = 'https://api.openai.com/v1';

/**
 * The key for a tier's requests: its own from the environment, else the common one, which goes to the environment's
 * endpoint (OpenAI's without one) and to no other.
 */
export function keyFor(
  tier: ModelTier,
  tiers: TierTable,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const { baseUrl, keyHeader } = tiers[tier];
  if (keyHeader === 'none') return undefined;
  const own = environment[`TIERCEL_API_KEY_${tier.toUpperCase()}`];
  if (own) return own;
  const home = URL.parse(environment.OPENAI_BASE_URL || defaultBaseUrl)?.origin;
  return URL.parse(baseUrl)?.origin === home ? environment.OPENAI_API_KEY || undefined : undefined;
}

/** Whether a tier's endpoint can be asked at all. */
export function canAsk(tier: ModelTier, tiers: TierTable, environment: NodeJS.ProcessEnv): boolean {
  return !needsKey(tiers[tier]) || keyFor(tier, tiers, environment) !== undefined;
}
