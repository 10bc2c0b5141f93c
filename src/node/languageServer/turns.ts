import { untilAborted } from './process/connection.ts';

/** Lets one at a time do something, in the order they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects with the signal's reason when it is aborted before its turn; a turn that has begun is its own affair. */
  async take<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    let began = false;
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      began = true;
      return action();
    });
    this.#last = turn.catch(() => {});
    const waiting = untilAborted(turn, signal);
    try {
      return await waiting;
    } catch (error) {
      // Whoever gives up in mid-turn waits until the turn has put things back.
      if (began) return await turn;
      throw error;
    }
  }
}
