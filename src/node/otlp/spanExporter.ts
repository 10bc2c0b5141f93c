import { messageOf } from '../../base/messageOf.ts';
import { guardedFetch } from '../http/guardedFetch.ts';
import type { Span } from './spanOf.ts';

export interface SpanExporterOptions {
  /** The collector's base URL, or that of its traces. */
  readonly endpoint: string;
  readonly userAgent: string;
  readonly version: string;
  /** Milliseconds that spans are gathered before they are sent. */
  readonly delayMs?: number;
  /** Told in a sentence that spans can't be sent; once until they can again. */
  readonly onFailure: (message: string) => void;
}

export interface SpanExporter {
  add(span: Span): void;
  /** Sends what is left, and waits for it for a moment at most. */
  close(): Promise<void>;
}

const defaultDelayMs = 5_000;
const sendTimeoutMs = 10_000;
const closeTimeoutMs = 2_000;
const mostInBatch = 100;
/** A collector that is away must not fill the memory: beyond this the oldest are dropped. */
const mostWaiting = 2_000;

/** Sends spans to a collector in batches, as OTLP over HTTP in JSON. What can't be sent is tried once more later. */
export function createSpanExporter(options: SpanExporterOptions): SpanExporter {
  const { delayMs = defaultDelayMs, userAgent, version } = options;
  const address = tracesAddress(options.endpoint);
  const send = guardedFetch({ userAgent, expects: 'data' });
  let waiting: readonly Span[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let hasFailed = false;

  async function post(spans: readonly Span[], signal: AbortSignal): Promise<void> {
    const response = await send(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(payload(spans, version)),
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`it answered ${response.status}`);
  }

  async function flush(timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostInBatch);
      waiting = waiting.slice(mostInBatch);
      try {
        await post(batch, signal);
        hasFailed = false;
      } catch (error) {
        waiting = [...batch, ...waiting].slice(-mostWaiting);
        if (!hasFailed) options.onFailure(`Spans could not be sent to ${address}: ${withCause(error)}`);
        hasFailed = true;
        return;
      }
    }
  }

  const flushOnce = (timeoutMs: number): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= flush(timeoutMs).finally(() => {
      sending = undefined;
    });
    return sending;
  };

  return {
    add(span) {
      waiting = [...waiting, span].slice(-mostWaiting);
      timer ??= setTimeout(() => void flushOnce(sendTimeoutMs), delayMs).unref();
    },
    async close() {
      await sending;
      await flushOnce(closeTimeoutMs);
    },
  };
}

function tracesAddress(endpoint: string): string {
  const base = endpoint.replace(/\/+$/, '');
  return base.endsWith('/v1/traces') ? base : `${base}/v1/traces`;
}

function payload(spans: readonly Span[], version: string) {
  const service = [{ key: 'service.name', value: { stringValue: 'tiercel' } }];
  return {
    resourceSpans: [
      { resource: { attributes: service }, scopeSpans: [{ scope: { name: 'tiercel', version }, spans }] },
    ],
  };
}

/** What a failed request says is in its cause. */
function withCause(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? `${messageOf(error)} (${cause.message})` : messageOf(error);
}
