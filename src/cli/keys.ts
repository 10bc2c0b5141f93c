import { isEndpoint } from '../core/model/endpoint.ts';
import { isAbove, type ModelTier, modelTiers, needsKey, type TierTable } from '../core/model/tier.ts';
import type { Settings } from '../core/settings/settings.ts';
import { environmentKey } from '../node/http/environmentKey.ts';
import { endpointShown } from '../node/http/shownText.ts';
import { UsageError } from './usage.ts';

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

/** The tiers that a run may ask: those up to its ceiling that can be asked. A wrong address of one is a usage error. */
export function askableTiers(
  { ceiling, tiers }: Pick<Settings, 'ceiling' | 'tiers'>,
  environment: NodeJS.ProcessEnv,
): readonly ModelTier[] {
  const allowed = modelTiers.filter((tier) => !isAbove(tier, ceiling));
  const asked = allowed.filter((tier) => canAsk(tier, tiers, environment));
  // Addresses of a settings file were judged as it was read. The key of the environment is meant for its address,
  // also where that is so wrong that no origin can be told of it.
  const wrong = (environment.OPENAI_API_KEY ? allowed : asked)
    .map((tier) => tiers[tier])
    .find(({ provider, baseUrl }) => provider !== 'vscode' && !isEndpoint(baseUrl));
  if (wrong)
    throw new UsageError(
      `OPENAI_BASE_URL can't be used (${endpointShown(wrong.baseUrl)}): it must be an http:// or https:// address without a user, a query or a fragment.`,
    );
  return asked;
}
