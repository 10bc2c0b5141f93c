import { capabilitiesOf, patchFormOf } from '../../core/model/capabilities.ts';
import { degradeRequest } from '../../core/model/degrade.ts';
import { cannotSee, imagesOf } from '../../core/model/image.ts';
import type {
  CallTiming,
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
} from '../../core/model/modelClient.ts';
import type { ModelTier, Provider, TierSettings, TierTable } from '../../core/model/tier.ts';
import { estimateInput } from '../../core/model/usageEstimate.ts';
import { chatWire } from '../chat/chatWire.ts';
import { responsesWire } from '../responses/responsesWire.ts';
import { type EndpointState, EndpointStates } from './endpointStates.ts';
import { type Failure, failureOf, faultAt } from './faultOf.ts';
import { guardedFetch } from './guardedFetch.ts';
import type { Turn, TurnEnd } from './limiter.ts';
import { createOpenaiClient } from './openaiClient.ts';
import { rateLimitsOf } from './rateLimits.ts';
import { unsendable } from './sendable.ts';
import { endpointShown } from './shownText.ts';
import { watchStream } from './streamWatch.ts';
import { type Optional, unsupportedIn } from './unsupported.ts';
import type { Outgoing, Wire } from './wire.ts';
import { withPatience } from './withPatience.ts';

/** What was left out of a request because the endpoint refused to take it. */
export interface Degradation {
  readonly endpoint: string;
  readonly model: string;
  readonly without: Optional | 'flex';
}

export interface HttpModelsOptions {
  readonly tiers: TierTable;
  /** Asked for each call, so that a key set meanwhile is used; undefined where there is none. */
  readonly keyFor: (tier: ModelTier) => string | undefined | Promise<string | undefined>;
  /** Milliseconds until the first byte of the answer. */
  readonly firstByteTimeoutMs?: number;
  /** Milliseconds between two pieces of the answer. */
  readonly stallTimeoutMs?: number;
  readonly userAgent: string;
  /** What the process knows of its endpoints; clients that share it share their rate limits. */
  readonly endpoints?: EndpointStates;
  /** Told of each thing that an endpoint is asked without from now on. */
  readonly onDegraded?: (degradation: Degradation) => void;
}

const defaultFirstByteTimeoutMs = 60_000;
const defaultStallTimeoutMs = 120_000;
/** Flex requests wait for room before they are worked on. */
const flexFirstByteTimeoutMs = 900_000;
/** How long the connection may take to end by itself once the answer is whole; then it can be used again. */
const drainMs = 250;
/** A request can do without so many things at most; an endpoint that asks for more is not understood. */
const mostRefusals = 8;

/**
 * A client for endpoints on the network. What it sends is billed once: it sends again only what the endpoint refused
 * for a part that it does not know. Repeating after faults belongs above metering.
 */
export function createHttpModels(options: HttpModelsOptions): ModelClient {
  const endpoints = options.endpoints ?? new EndpointStates();
  return {
    async send(request, sendOptions) {
      const { signal } = sendOptions;
      signal.throwIfAborted();
      const tier = options.tiers[request.tier];
      const key = (await options.keyFor(request.tier))?.trim() || undefined;
      signal.throwIfAborted();
      const faulted = (failure: Failure): ModelReply => ({
        type: 'fault',
        fault: faultAt({ tier: request.tier, settings: tier, key }, failure),
      });
      const refusal = unsendable(tier, key) ?? blindTo(request, tier);
      if (refusal) return faulted(refusal);
      const state = endpoints.of(tier);
      const turn = await waitForTurn(request, tier, state, sendOptions);
      let end: TurnEnd = { type: 'other' };
      try {
        const call = { request, tier, key, state, turn, options, sendOptions };
        const result = await sendWhatIsTaken(call);
        end = turnEnd(result);
        return 'kind' in result ? faulted(result) : result;
      } finally {
        turn.end(end);
      }
    },
  };
}

interface Call {
  readonly request: ModelRequest;
  readonly tier: TierSettings;
  readonly key: string | undefined;
  readonly state: EndpointState;
  readonly turn: Turn;
  readonly options: HttpModelsOptions;
  readonly sendOptions: SendOptions;
}

/** What a model can't be shown is not left out without a word: the answer would be about something else. */
function blindTo(request: ModelRequest, tier: TierSettings): Failure | undefined {
  const isBlind = imagesOf(request).length > 0 && !capabilitiesOf(tier).images;
  return isBlind ? { kind: 'misconfigured', detail: cannotSee } : undefined;
}

async function waitForTurn(
  request: ModelRequest,
  tier: TierSettings,
  state: EndpointState,
  { signal, onQueue }: SendOptions,
): Promise<Turn> {
  onQueue?.(true);
  const tokens = estimateInput(request, tier) + request.maxOutputTokens;
  const turn = await state.limiter.turn({ model: tier.model, tokens }, signal);
  onQueue?.(false);
  return turn;
}

function turnEnd(result: ModelReply | Failure): TurnEnd {
  if (!('kind' in result)) return { type: 'answered' };
  if (result.kind !== 'rate_limited') return { type: 'other' };
  return { type: 'rateLimited', ...(result.retryAfterMs !== undefined && { waitMs: result.retryAfterMs }) };
}

/** How the endpoints of each provider are spoken to; VS Code’s own models are asked by VS Code. */
const wires: Readonly<Record<Exclude<Provider, 'vscode'>, Wire>> = {
  responses: responsesWire,
  chat: chatWire,
};

/** Sends a request, and where the endpoint does not know a part of it, again without that part. */
async function sendWhatIsTaken(call: Call): Promise<ModelReply | Failure> {
  const { tier, state, options } = call;
  if (tier.provider === 'vscode') throw new Error('VS Code’s own models are on no wire');
  const wire = wires[tier.provider];
  const tell = (without: Degradation['without']) =>
    options.onDegraded?.({ endpoint: endpointShown(tier.baseUrl), model: tier.model, without });
  let isFlex = tier.serviceTier === 'flex';
  for (let refusals = 0; ; refusals++) {
    const outgoing = outgoingOf(call, isFlex);
    const body = wire.body(outgoing);
    const result = await exchange(wire, body, outgoing, call);
    if (!('kind' in result) || refusals >= mostRefusals) return result;
    if (isFlex && isFlexRefusal(result)) {
      isFlex = false;
      tell('flex');
      continue;
    }
    const without = unsupportedIn(result, wire.optionalIn(body));
    if (without === undefined) return result;
    if (!state.refused.has(without)) tell(without);
    state.refused.add(without);
  }
}

/** Flex has no room now, or the model is not served so at all; nothing was billed. */
function isFlexRefusal({ status, code = '', detail }: Failure): boolean {
  return status === 429 && /resource[_ ]unavailable/i.test(`${code} ${detail}`);
}

function outgoingOf({ request, tier, state, options: _ }: Call, isFlex: boolean): Outgoing {
  const { refused } = state;
  const known = capabilitiesOf(tier);
  const can = {
    ...known,
    strictSchema: known.strictSchema && !refused.has('response_format'),
    tools: known.tools && !refused.has('tools'),
    applyPatch: known.applyPatch && !refused.has('apply_patch'),
    customTools: known.customTools && !refused.has('custom_tools'),
  };
  return {
    request: degradeRequest(request, can),
    tier,
    patchForm: patchFormOf(tier.patchTool, can),
    parallelTools: can.parallelTools && !refused.has('parallel_tool_calls'),
    promptCache: can.promptCache && !refused.has('prompt_cache_key'),
    isFlex: isFlex && !refused.has('service_tier'),
    reasons: state.reasons,
    refused,
  };
}

/** One request and its answer, or why there is none; rejects with the signal's reason when cancelled. */
async function exchange(
  wire: Wire,
  body: Readonly<Record<string, unknown>>,
  outgoing: Outgoing,
  { request, tier, key, state, turn, options, sendOptions }: Call,
): Promise<ModelReply | Failure> {
  const { signal, onText } = sendOptions;
  const watch = watchStream(signal);
  const stallTimeoutMs = options.stallTimeoutMs ?? defaultStallTimeoutMs;
  let answered = false;
  let ended = false;
  const onBytes = () => {
    answered = true;
    if (!ended) watch.allow(stallTimeoutMs);
  };
  try {
    const fetch = guardedFetch({
      userAgent: options.userAgent,
      onBytes,
      onHeaders: (headers) => turn.limits(rateLimitsOf(headers)),
      expects: 'events',
    });
    const patience = options.firstByteTimeoutMs ?? defaultFirstByteTimeoutMs;
    const firstByteMs = outgoing.isFlex ? Math.max(patience, flexFirstByteTimeoutMs) : patience;
    const client = await createOpenaiClient(
      tier,
      key,
      outgoing.isFlex ? withPatience(fetch, firstByteMs) : fetch,
    );
    const start = performance.now();
    let firstTokenMs: number | undefined;
    const timing = (): CallTiming => ({
      ...(turn.queueMs > 0 && { queueMs: turn.queueMs }),
      ...(firstTokenMs !== undefined && { firstTokenMs }),
      totalMs: performance.now() - start,
    });
    watch.allow(firstByteMs);
    const listener = {
      onDelta: () => {
        firstTokenMs ??= performance.now() - start;
      },
      onText: (delta: string) => onText?.(delta),
      onEnd: (graceMs = drainMs) => {
        ended = true;
        watch.allow(graceMs);
      },
    };
    const context = { outgoing, offered: request, signal: watch.signal, listener, timing, state };
    const result = await wire.exchange(client, body, context);
    if (!('kind' in result) || result.kind !== 'interrupted') return result;
    signal.throwIfAborted();
    return watch.stalled ? stalled : result;
  } catch (error) {
    signal.throwIfAborted();
    return watch.stalled ? stalled : failureOf(error, answered);
  } finally {
    watch.dispose();
  }
}

const stalled: Failure = { kind: 'stalled', detail: '' };
