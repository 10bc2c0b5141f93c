import { guardRequests } from '../../context/withhold/guardRequests.ts';
import type { Budgets, Ledger } from '../../ledger/ledger.ts';
import { type BookedCall, createMeteredModel } from '../../ledger/meteredModel.ts';
import { boundReply } from '../../model/boundReply.ts';
import type { ModelClient, ModelRequest } from '../../model/modelClient.ts';
import { createRetryingModel } from '../../model/retry.ts';
import { type PaidReplies, withPaidReplies } from '../state/paidReplies.ts';
import type { RunDeps } from './runDeps.ts';

export interface RunModelsOptions {
  readonly ledger: Ledger;
  readonly budgets: Budgets;
  readonly onCall: (call: BookedCall) => void;
  /** Each request that the meter lets through, as it goes to the endpoint. */
  readonly onRequest?: (request: ModelRequest) => void;
  /** Absent where nothing is resumed. */
  readonly paid?: PaidReplies;
}

/**
 * The one way from a run, or from what goes on beside it, to the models: secrets are taken out first, so that what is
 * counted, reserved and told is what is sent; then comes what was paid for already, the trying again, and the meter
 * last. A reply is kept before it is booked: what is kept is never asked for again, and what is not booked counts at
 * its worst case.
 */
export function createRunModels(
  deps: RunDeps & { readonly endpoint: ModelClient },
  { ledger, budgets, onCall, onRequest, paid }: RunModelsOptions,
): ModelClient {
  const metered = createMeteredModel({
    endpoint: {
      async send(request, options) {
        onRequest?.(request);
        const reply = boundReply(await deps.endpoint.send(request, options));
        await paid?.keep(request, reply);
        return reply;
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
  const retrying = createRetryingModel(metered, deps.retry);
  return guardRequests(paid ? withPaidReplies(retrying, paid) : retrying);
}
