import { setTimeout as delay } from 'node:timers/promises';

/** Waits that many milliseconds; rejects with the signal's reason as soon as it is aborted. */
export async function abortableSleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
