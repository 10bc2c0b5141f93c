import type { ModelClient } from '../../core/model/modelClient.ts';
import type { TierTable } from '../../core/model/tier.ts';
import { EndpointStates } from '../../node/http/endpointStates.ts';
import { createHttpModels } from '../../node/http/httpModels.ts';
import type { Log } from '../log.ts';
import type { ApiKeys } from '../settings/apiKeys.ts';
import { createLanguageModelClient } from './languageModelClient.ts';
import { vscodeLanguageModels } from './vscodeLanguageModels.ts';

/** Gives the client for the tiers as they are set, each asked at its own provider. */
export type Providers = (tiers: TierTable, options: { readonly stallTimeoutMs: number }) => ModelClient;

/** Ways to models that share what is learned of their endpoints: rate limits, and what they don't take. */
export function createProviders(deps: {
  readonly keys: ApiKeys;
  readonly userAgent: string;
  readonly log: Log;
}): Providers {
  const endpoints = new EndpointStates();
  return (tiers, { stallTimeoutMs }) => {
    const http = createHttpModels({
      tiers,
      keyFor: (tier) => deps.keys.keyForTier(tiers[tier]),
      userAgent: deps.userAgent,
      endpoints,
      stallTimeoutMs,
      onDegraded: ({ endpoint, model, without }) =>
        deps.log.info(`${model} at ${endpoint} does not take ${without}; it is asked without from now on.`),
    });
    const vscode = createLanguageModelClient({
      tiers,
      models: vscodeLanguageModels,
      endpoints,
      stallTimeoutMs,
    });
    return {
      send: (request, options) =>
        (tiers[request.tier].provider === 'vscode' ? vscode : http).send(request, options),
    };
  };
}
