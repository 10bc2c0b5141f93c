import { type ModelTier, needsKey, type TierTable } from '../core/model/tier.ts';
import { environmentKey } from '../node/http/environmentKey.ts';

/** The key for a tier's requests: its own from the environment, else the one of the environment's endpoint. */
export function keyFor(
  tier: ModelTier,
  tiers: TierTable,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const { baseUrl, keyHeader } = tiers[tier];
  if (keyHeader === 'none') return undefined;
  return environment[`TIERCEL_API_KEY_${tier.toUpperCase()}`] || environmentKey(baseUrl, environment);
}

/** Whether a tier's endpoint can be asked at all. */
export function canAsk(tier: ModelTier, tiers: TierTable, environment: NodeJS.ProcessEnv): boolean {
  return !needsKey(tiers[tier]) || keyFor(tier, tiers, environment) !== undefined;
}
