import type { ModelFault } from '../../core/model/fault.ts';
import type {
  CallTiming,
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
} from '../../core/model/modelClient.ts';
import type { ModelTier, TierSettings, TierTable } from '../../core/model/tier.ts';
import { type Failure, failureOf, failureOfError } from '../http/faultOf.ts';
import { guardedFetch } from '../http/guardedFetch.ts';
import { endpointShown, isEndpoint, isSendableKey, shorten, withoutKey } from '../http/shownText.ts';
import { watchStream } from '../http/streamWatch.ts';
import { readEvents } from './readEvents.ts';
import { replyOf } from './replyOf.ts';
import { requestBody } from './requestBody.ts';

export interface ResponsesClientOptions {
  readonly tiers: TierTable;
  /** Asked for each call, so that a key set meanwhile is used; undefined where there is none. */
  readonly keyFor: (tier: ModelTier) => string | undefined | Promise<string | undefined>;
  /** Milliseconds until the first byte of the answer. */
  readonly firstByteTimeoutMs?: number;
  /** Milliseconds between two pieces of the answer. */
  readonly stallTimeoutMs?: number;
  readonly userAgent: string;
}

const defaultFirstByteTimeoutMs = 60_000;
const defaultStallTimeoutMs = 120_000;
/** How long the connection may take to end by itself once the answer is whole; then it can be used again. */
const drainMs = 250;
/** The openai package's own timeout is out of the way: the watch measures silence instead. */
const noTimeoutMs = 2_147_483_647;

/** A client for endpoints that speak the Responses API. It sends each request once: repeating belongs above metering. */
export function createResponsesClient(options: ResponsesClientOptions): ModelClient {
  // Models seen to reason though no effort is set: from then on their reasoning is asked for in the form to send back.
  const reasoning = new Set<string>();
  return {
    async send(request, sendOptions) {
      const { signal } = sendOptions;
      signal.throwIfAborted();
      const tier = options.tiers[request.tier];
      const key = (await options.keyFor(request.tier))?.trim();
      signal.throwIfAborted();
      const refusal = unsendable(tier, key);
      if (refusal || !key) return faultReply(request, tier, refusal ?? { kind: 'no_key', detail: '' }, key);
      const model = `${tier.baseUrl} ${tier.model}`;
      const result = await call(request, tier, key, reasoning.has(model), options, sendOptions);
      if ('kind' in result) return faultReply(request, tier, result, key);
      if (result.type === 'completed' && result.items.some(isReasoning)) reasoning.add(model);
      return result;
    },
  };
}

function unsendable(tier: TierSettings, key: string | undefined): Failure | undefined {
  if (!isEndpoint(tier.baseUrl)) {
    return { kind: 'unreachable', detail: 'the base URL is no http or https address, or holds a user name' };
  }
  if (key && !isSendableKey(key)) {
    return { kind: 'unauthorized', detail: 'the key holds characters that no key has' };
  }
  return undefined;
}

/** One request and its answer, or why there is none; rejects with the signal's reason when cancelled. */
async function call(
  request: ModelRequest,
  tier: TierSettings,
  key: string,
  reasons: boolean,
  options: ResponsesClientOptions,
  { signal, onText }: SendOptions,
): Promise<ModelReply | Failure> {
  const watch = watchStream(signal);
  const stallTimeoutMs = options.stallTimeoutMs ?? defaultStallTimeoutMs;
  let answered = false;
  let ended = false;
  const onBytes = () => {
    answered = true;
    if (!ended) watch.allow(stallTimeoutMs);
  };
  try {
    // Loaded on the first call: activation must not pay for it.
    const { OpenAI } = await import('openai');
    // All that the package would take from the environment is given.
    const client = new OpenAI({
      apiKey: key,
      adminAPIKey: null,
      baseURL: tier.baseUrl,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: noTimeoutMs,
      logLevel: 'off',
      logger: silent,
      // VS Code's extension host has a browser's globals among Node's.
      dangerouslyAllowBrowser: true,
      fetch: guardedFetch(options.userAgent, onBytes),
    });
    const body = requestBody(request, tier, reasons);
    const start = performance.now();
    let firstTokenMs: number | undefined;
    watch.allow(options.firstByteTimeoutMs ?? defaultFirstByteTimeoutMs);
    const events = await client.responses.create(body, { signal: watch.signal });
    const { end, doneItems } = await readEvents(events, {
      onDelta: () => {
        firstTokenMs ??= performance.now() - start;
      },
      onText: (delta) => onText?.(delta),
      onEnd: () => {
        ended = true;
        watch.allow(drainMs);
      },
    });
    if (end.type === 'failed') return failureOfError(end.error);
    if (end.type === 'brokenOff') {
      signal.throwIfAborted();
      if (watch.stalled) return stalled;
      return { kind: 'interrupted', detail: 'the stream ended before the answer did' };
    }
    const totalMs = performance.now() - start;
    const timing: CallTiming = firstTokenMs === undefined ? { totalMs } : { firstTokenMs, totalMs };
    return replyOf(end, doneItems, timing);
  } catch (error) {
    signal.throwIfAborted();
    return watch.stalled ? stalled : failureOf(error, answered);
  } finally {
    watch.dispose();
  }
}

const stalled: Failure = { kind: 'stalled', detail: '' };
const ignore = () => undefined;
const silent = { error: ignore, warn: ignore, info: ignore, debug: ignore };

function isReasoning(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'type' in item && item.type === 'reasoning';
}

function faultReply(
  request: ModelRequest,
  tier: TierSettings,
  failure: Failure,
  key: string | undefined,
): { readonly type: 'fault'; readonly fault: ModelFault } {
  const fault = {
    ...failure,
    tier: request.tier,
    model: tier.model,
    endpoint: endpointShown(tier.baseUrl),
    detail: shorten(withoutKey(failure.detail, key)),
  };
  return { type: 'fault', fault };
}
