import type { Disposable } from '../../base/disposable.ts';
import { messageOf } from '../../base/messageOf.ts';
import type { Log } from '../log.ts';

/** Holds work that no run waits for, until the window closes. */
export class Background implements Disposable {
  readonly #log: Log;
  readonly #closing = new AbortController();

  constructor(log: Log) {
    this.#log = log;
  }

  start(work: (signal: AbortSignal) => Promise<void>): void {
    const { signal } = this.#closing;
    if (signal.aborted) return;
    work(signal).catch((error: unknown) => {
      if (!signal.aborted) this.#log.warn(`A comparison of tiers failed: ${messageOf(error)}`);
    });
  }

  dispose(): void {
    this.#closing.abort(new Error('the window is closing'));
  }
}
