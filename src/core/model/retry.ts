import type { FaultKind, ModelFault } from './fault.ts';
import type { ModelClient } from './modelClient.ts';

export interface RetryOptions {
  /** All attempts together, the first included. */
  readonly maxAttempts: number;
  /** Waits, and rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Like Math.random: parallel workers must not come back all at the same moment. */
  readonly random: () => number;
}

/** An endpoint that asks for a longer wait than this (milliseconds) is not waited for; the run can be resumed. */
export const longestWaitMs = 60_000;

const firstWaitMs = 500;
const longestBackoffMs = 20_000;
const passing: ReadonlySet<FaultKind> = new Set([
  'rate_limited',
  'server',
  'unreachable',
  'interrupted',
  'stalled',
]);

/**
 * Sends again after faults that may pass. It belongs above the metering, so that each attempt has its own reservation:
 * an attempt whose answer broke off may have been billed.
 */
export function createRetryingModel(inner: ModelClient, options: RetryOptions): ModelClient {
  return {
    async send(request, sendOptions) {
      for (let attempt = 1; ; attempt++) {
        const reply = await inner.send(request, sendOptions);
        if (reply.type !== 'fault' || attempt >= options.maxAttempts) return reply;
        const wait = waitBefore(reply.fault, attempt, options.random());
        if (wait === undefined) return reply;
        const { signal, unwanted } = sendOptions;
        const stop = unwanted === undefined ? signal : AbortSignal.any([signal, unwanted]);
        stop.throwIfAborted();
        await options.sleep(wait, stop);
        stop.throwIfAborted();
      }
    },
  };
}

/** Whether the same request may come through when it is sent again. */
export function isPassing(fault: ModelFault): boolean {
  // An address that answers, but with a redirect or a web page, will do so again.
  if (fault.kind === 'unreachable' && fault.status !== undefined) return false;
  return passing.has(fault.kind);
}

/** Milliseconds to wait before the attempt after this one; undefined where there is no use in one. */
function waitBefore(fault: ModelFault, attempt: number, random: number): number | undefined {
  if (!isPassing(fault)) return undefined;
  if (fault.retryAfterMs !== undefined) {
    if (fault.retryAfterMs > longestWaitMs) return undefined;
    return Math.round(fault.retryAfterMs * (1 + random * 0.1));
  }
  const backoff = Math.min(firstWaitMs * 2 ** (attempt - 1), longestBackoffMs);
  return Math.round(backoff * (0.5 + random * 0.5));
}
