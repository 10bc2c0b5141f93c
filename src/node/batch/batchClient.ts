import type { OpenAI } from 'openai';
import type {
  BatchClient,
  BatchIntent,
  BatchProgress,
  BatchRequest,
  BatchState,
} from '../../core/model/batch.ts';
import { capabilitiesOf, patchFormOf } from '../../core/model/capabilities.ts';
import { type ModelFault, mayBeBilled } from '../../core/model/fault.ts';
import type { ModelTier, TierTable } from '../../core/model/tier.ts';
import { type Failure, failureOf, faultAt } from '../http/faultOf.ts';
import { guardedFetch } from '../http/guardedFetch.ts';
import { createOpenaiClient } from '../http/openaiClient.ts';
import { unsendable } from '../http/sendable.ts';
import { endpointShown, shorten } from '../http/shownText.ts';
import { requestBody } from '../responses/requestBody.ts';
import { readBatchLines } from './batchLines.ts';
import { findBatch, markKey } from './findBatch.ts';

export interface BatchClientOptions {
  readonly tiers: TierTable;
  readonly keyFor: (tier: ModelTier) => string | undefined | Promise<string | undefined>;
  readonly userAgent: string;
  /** Milliseconds that one exchange with the endpoint may take. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 120_000;
const endpoint = '/v1/responses';

type Fault = { readonly type: 'fault'; readonly fault: ModelFault };

/** A client for the Batch API of endpoints that speak the Responses API. */
export function createBatchClient(options: BatchClientOptions): BatchClient {
  /** Does something at the endpoint of a tier; what goes wrong there is a fault. */
  async function at<T>(
    { tier: name, baseUrl }: Pick<BatchState, 'tier' | 'baseUrl'>,
    signal: AbortSignal,
    use: (client: OpenAI, requestOptions: { readonly signal: AbortSignal }) => Promise<T>,
  ): Promise<T | Fault> {
    signal.throwIfAborted();
    const settings = { ...options.tiers[name], baseUrl };
    const key = (await options.keyFor(name))?.trim() || undefined;
    const fault = (failure: Failure): Fault => ({
      type: 'fault',
      fault: faultAt({ tier: name, settings, key }, failure),
    });
    if (settings.provider !== 'responses') {
      return fault({ kind: 'misconfigured', detail: 'its endpoint takes no batches' });
    }
    // A key goes only where its tier's requests go.
    if (URL.parse(baseUrl)?.origin !== URL.parse(options.tiers[name].baseUrl)?.origin) {
      return fault({ kind: 'misconfigured', detail: 'the batch is at another endpoint than the tier' });
    }
    const refusal = unsendable(settings, key);
    if (refusal) return fault(refusal);
    const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
    try {
      const fetch = guardedFetch({ userAgent: options.userAgent, expects: 'data' });
      const client = await createOpenaiClient(settings, key, fetch);
      return await use(client, { signal: AbortSignal.any([signal, timeout]) });
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) return fault({ kind: 'stalled', detail: '' });
      return fault(failureOf(error, false));
    }
  }

  return {
    intend(requests, mark) {
      const tier = tierOf(requests);
      return { mark, tier, baseUrl: options.tiers[tier].baseUrl, count: requests.length };
    },

    async submit(requests, intent, { signal }) {
      let inputFile: string | undefined;
      const submitted = await at(intent, signal, async (client, requestOptions) => {
        const lines = requests.map((each) => JSON.stringify(lineOf(each, options.tiers)));
        const { toFile } = await import('openai');
        const content = await toFile(new TextEncoder().encode(lines.join('\n')), 'requests.jsonl');
        const file = await client.files.create({ file: content, purpose: 'batch' }, requestOptions);
        inputFile = file.id;
        const about = {
          completion_window: '24h',
          endpoint,
          input_file_id: file.id,
          metadata: { [markKey]: intent.mark },
        } as const;
        const batch = await client.batches.create(about, requestOptions);
        return { type: 'submitted' as const, state: stateOf(intent, batch.id, file.id) };
      });
      // By the same word as the money is given back: a batch that is not there needs no file, one that may be does.
      if (submitted.type === 'fault' && !mayBeBilled(submitted.fault) && inputFile !== undefined) {
        const unneeded = inputFile;
        await at(intent, signal, (client, requestOptions) => client.files.delete(unneeded, requestOptions));
      }
      return submitted;
    },

    find: (intent, { signal }) =>
      at(intent, signal, async (client, requestOptions) => {
        const batch = await findBatch(client, intent.mark, requestOptions);
        if (batch === undefined) return { type: 'notThere' as const };
        return { type: 'found' as const, state: stateOf(intent, batch.id, batch.inputFile) };
      }),

    poll: (state, { signal }) =>
      at(state, signal, async (client, requestOptions) =>
        progressOf(await client.batches.retrieve(state.batch, requestOptions), state),
      ),

    replies: (state, { signal }) =>
      at(state, signal, async (client, requestOptions) => {
        const batch = await client.batches.retrieve(state.batch, requestOptions);
        const contents = await Promise.all(
          [batch.output_file_id, batch.error_file_id].map(async (id) =>
            id ? (await client.files.content(id, requestOptions)).text() : '',
          ),
        );
        const where = {
          tier: state.tier,
          model: options.tiers[state.tier].model,
          endpoint: endpointShown(state.baseUrl),
        };
        return { type: 'replies' as const, replies: readBatchLines(contents.join('\n'), where) };
      }),

    async cancel(state, { signal }) {
      const result = await at(state, signal, (client, requestOptions) =>
        client.batches.cancel(state.batch, requestOptions),
      );
      return 'type' in result && result.type === 'fault' ? result : undefined;
    },

    async discard(state, { signal }) {
      await at(state, signal, async (client, requestOptions) => {
        const batch = await client.batches.retrieve(state.batch, requestOptions);
        const files = [state.inputFile, batch.output_file_id, batch.error_file_id].filter((id) => !!id);
        await Promise.all(files.map((id) => client.files.delete(String(id), requestOptions)));
      });
    },
  };
}

function stateOf({ tier, baseUrl, count }: BatchIntent, batch: string, inputFile: string): BatchState {
  return { batch, inputFile, tier, baseUrl, count };
}

function tierOf(requests: readonly BatchRequest[]): ModelTier {
  const [first] = requests;
  if (first === undefined) throw new Error('a batch needs requests');
  const { tier } = first.request;
  if (requests.some(({ request }) => request.tier !== tier)) throw new Error('a batch is for one tier');
  return tier;
}

function lineOf({ id, request }: BatchRequest, tiers: TierTable) {
  const tier = tiers[request.tier];
  const can = capabilitiesOf(tier);
  const { stream: _, ...body } = requestBody({
    request,
    tier,
    patchForm: patchFormOf(tier.patchTool, can),
    parallelTools: can.parallelTools,
    promptCache: can.promptCache,
    // A batch has its own rate.
    isFlex: false,
    reasons: false,
    refused: new Set(),
  });
  return { custom_id: id, method: 'POST', url: endpoint, body };
}

type Batch = Awaited<ReturnType<OpenAI['batches']['retrieve']>>;

function progressOf(batch: Batch, state: BatchState): BatchProgress {
  switch (batch.status) {
    case 'completed':
    case 'failed':
    case 'expired':
    case 'cancelled': {
      const detail = (batch.errors?.data ?? []).map(({ message }) => message ?? '').join('; ');
      return { type: 'ended', outcome: batch.status, detail: shorten(detail) };
    }
    default: {
      const { completed = 0, failed = 0, total = state.count } = batch.request_counts ?? {};
      return { type: 'working', done: completed + failed, total };
    }
  }
}
