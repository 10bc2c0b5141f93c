import { guardRequests } from '../context/guardRequests.ts';
import type { Budgets, Ledger } from '../ledger/ledger.ts';
import { type BookedCall, createMeteredModel } from '../ledger/meteredModel.ts';
import type { ModelClient, ModelRequest } from '../model/modelClient.ts';
import { createRetryingModel } from '../model/retry.ts';
import type { RunDeps } from './runDeps.ts';

export interface RunModelsOptions {
  readonly ledger: Ledger;
  readonly budgets: Budgets;
  readonly onCall: (call: BookedCall) => void;
  /** Each request that the meter lets through, as it goes to the endpoint. */
  readonly onRequest?: (request: ModelRequest) => void;
}

/**
 * The one way from a run, or from what goes on beside it, to the models: secrets are taken out first, so that what is
 * counted, reserved and told is what is sent; then comes the trying again, and the meter last.
 */
export function createRunModels(
  deps: RunDeps & { readonly endpoint: ModelClient },
  { ledger, budgets, onCall, onRequest }: RunModelsOptions,
): ModelClient {
  const metered = createMeteredModel({
    endpoint: {
      send(request, options) {
        onRequest?.(request);
        return deps.endpoint.send(request, options);
      },
    },
    ledger,
    tiers: deps.settings.tiers,
    budgets,
    ...(deps.limits && { limits: deps.limits }),
    ...(deps.countTokens && { countTokens: deps.countTokens }),
    now: deps.now,
    onCall,
  });
  return guardRequests(createRetryingModel(metered, deps.retry));
}
