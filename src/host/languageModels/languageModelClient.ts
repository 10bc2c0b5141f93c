import { messageOf } from '../../base/messageOf.ts';
import { capabilitiesOf } from '../../core/model/capabilities.ts';
import { degradeRequest, withTextCalls } from '../../core/model/degrade.ts';
import type { FaultKind } from '../../core/model/fault.ts';
import { readFunctionCall } from '../../core/model/functionCall.ts';
import { cannotSee, imagesOf } from '../../core/model/image.ts';
import { imageTokens } from '../../core/model/imageTokens.ts';
import type {
  CallTiming,
  ModelClient,
  ModelReply,
  ModelRequest,
  SendOptions,
  Usage,
} from '../../core/model/modelClient.ts';
import type { TierSettings, TierTable } from '../../core/model/tier.ts';
import { tokensIn } from '../../core/model/usageEstimate.ts';
import type { EndpointStates } from '../../node/http/endpointStates.ts';
import { shorten } from '../../node/http/shownText.ts';
import { type StreamWatch, watchStream } from '../../node/http/streamWatch.ts';
import {
  type AnswerPart,
  type LanguageModel,
  LanguageModelRefusal,
  type LanguageModels,
} from './languageModel.ts';
import { messagesOf, mustCall, partText, textOf, toolsOf } from './messages.ts';

export interface LanguageModelClientOptions {
  readonly tiers: TierTable;
  readonly models: LanguageModels;
  readonly endpoints: EndpointStates;
  /** Milliseconds between two pieces of the answer. */
  readonly stallTimeoutMs: number;
}

/** A person may have to be asked first. */
const firstPartTimeoutMs = 300_000;
/** Our count of a growing answer is rough; only one that is twice too long by it is surely too long. */
const lengthTolerance = 2;

interface Refusal {
  readonly kind: FaultKind;
  readonly detail: string;
  readonly status?: number;
}

/**
 * A client for the models that VS Code itself offers, such as those of a Copilot plan. They report no usage: tokens
 * are counted by the model's own counter, and marked as estimated.
 */
export function createLanguageModelClient(options: LanguageModelClientOptions): ModelClient {
  return {
    async send(request, sendOptions) {
      const { signal, onQueue } = sendOptions;
      signal.throwIfAborted();
      const tier = options.tiers[request.tier];
      const { limiter } = options.endpoints.of({ ...tier, baseUrl: 'vscode' });
      onQueue?.(true);
      const turn = await limiter.turn({ model: tier.model, tokens: 0 }, signal);
      onQueue?.(false);
      let isTooMuch = false;
      try {
        const result = await ask(request, tier, turn.queueMs, options, sendOptions);
        if (!('kind' in result)) return result;
        isTooMuch = result.kind === 'rate_limited';
        const { detail, ...rest } = result;
        const where = { tier: request.tier, model: tier.model, endpoint: 'VS Code' };
        return { type: 'fault', fault: { ...rest, ...where, detail: shorten(detail) } };
      } finally {
        turn.end({ type: isTooMuch ? 'rateLimited' : 'answered' });
      }
    },
  };
}

async function ask(
  offered: ModelRequest,
  tier: TierSettings,
  queueMs: number,
  { models, stallTimeoutMs }: LanguageModelClientOptions,
  { signal, onText }: SendOptions,
): Promise<ModelReply | Refusal> {
  const watch = watchStream(signal);
  const parts: AnswerPart[] = [];
  try {
    const model = await models.find(tier.model);
    signal.throwIfAborted();
    if (model === undefined) {
      return { kind: 'unknown_model', detail: 'VS Code offers no such model to extensions.' };
    }
    const can = capabilitiesOf(tier);
    const images = imagesOf(offered);
    if (images.length > 0 && !can.images) return { kind: 'misconfigured', detail: cannotSee };
    const request = degradeRequest(offered, can);
    const messages = messagesOf(request);
    const tools = toolsOf(request);
    const seen = images.reduce((sum, image) => sum + imageTokens(image, tier), 0);
    const input = seen + (await model.count(textOf(messages, tools), signal));
    if (input > model.maxInputTokens) {
      const detail = `The request has about ${input} tokens, and the model takes ${model.maxInputTokens}.`;
      return { kind: 'bad_request', detail };
    }
    const start = performance.now();
    let firstTokenMs: number | undefined;
    let isTooLong = false;
    watch.allow(firstPartTimeoutMs);
    const sent = model.send(messages, { tools, mustCall: mustCall(request), signal: watch.signal });
    for await (const part of untilAborted(sent, watch.signal)) {
      firstTokenMs ??= performance.now() - start;
      watch.allow(stallTimeoutMs);
      parts.push(part);
      if (part.type === 'text') onText?.(part.text);
      isTooLong = tokensIn(parts.map(partText).join('')) > request.maxOutputTokens * lengthTolerance;
      if (isTooLong) break;
    }
    signal.throwIfAborted();
    if (watch.stalled) return { kind: 'stalled', detail: '' };
    if (parts.length === 0) return { kind: 'interrupted', detail: 'the answer was empty' };
    const timing: CallTiming = {
      ...(queueMs > 0 && { queueMs }),
      ...(firstTokenMs !== undefined && { firstTokenMs }),
      totalMs: performance.now() - start,
    };
    const usage = await usageOf(model, input, parts, signal);
    return replyOf(parts, isTooLong, offered, usage, timing);
  } catch (error) {
    signal.throwIfAborted();
    return refusalOf(error, watch, parts.length > 0);
  } finally {
    watch.dispose();
  }
}

/** A model that does not heed the signal must not hold up the one who cancelled. */
async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    for (;;) {
      const next = iterator.next();
      const result = await Promise.race([next, aborted]);
      if (result === undefined) {
        next.catch(() => undefined);
        return;
      }
      if (result.done) return;
      yield result.value;
    }
  } finally {
    // Not waited for: it may be just this that hangs.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/** By the model's own counter; the answer is had, so that a counter that fails must not lose it. */
async function usageOf(
  model: LanguageModel,
  input: number,
  parts: readonly AnswerPart[],
  signal: AbortSignal,
): Promise<Usage> {
  const text = parts.map(partText).join('');
  let output: number;
  try {
    output = await model.count(text, signal);
  } catch {
    output = tokensIn(text);
  }
  return { input, cached: 0, output, reasoning: 0, estimated: true };
}

function replyOf(
  parts: readonly AnswerPart[],
  isTooLong: boolean,
  offered: ModelRequest,
  usage: Usage,
  timing: CallTiming,
): ModelReply {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (isTooLong) return { type: 'cutOff', reason: 'max_output_tokens', text, usage, timing };
  const calls = parts.flatMap((part) =>
    part.type === 'call' ? [readFunctionCall(part.callId, part.name, JSON.stringify(part.input))] : [],
  );
  const items = [{ role: 'assistant', parts }];
  return withTextCalls({ type: 'completed', text, calls, items, usage, timing }, offered);
}

function refusalOf(error: unknown, watch: StreamWatch, hasBegun: boolean): Refusal {
  if (watch.stalled) return { kind: 'stalled', detail: '' };
  const detail = messageOf(error);
  const code = error instanceof LanguageModelRefusal ? error.code : '';
  if (code === 'NoPermissions') return { kind: 'not_permitted', detail };
  if (code === 'NotFound') return { kind: 'unknown_model', detail };
  if (/quota/i.test(`${code} ${detail}`)) return { kind: 'quota', detail, status: 429 };
  if (/rate.?limit|too many requests/i.test(`${code} ${detail}`)) {
    return { kind: 'rate_limited', detail, status: 429 };
  }
  // VS Code says so where the plan allows no more requests, and where an administrator has turned the model off.
  if (code === 'Blocked') return { kind: 'quota', detail, status: 403 };
  return { kind: hasBegun ? 'interrupted' : 'server', detail };
}
