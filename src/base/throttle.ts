import type { Disposable } from './disposable.ts';

/**
 * Calls `act` at once, and then at most once in `milliseconds` however often it is asked for; the last request is
 * never lost.
 */
export class Throttle implements Disposable {
  readonly #act: () => void;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;

  constructor(milliseconds: number, act: () => void) {
    this.#milliseconds = milliseconds;
    this.#act = act;
  }

  ask(): void {
    if (this.#timer !== undefined) {
      this.#isAsked = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#isAsked) return;
      this.#isAsked = false;
      this.ask();
    }, this.#milliseconds);
    this.#act();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#isAsked = false;
  }
}
