interface Waiting {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * Time in which waiting is skipped and working is not: when nothing is left to do but wait, the clock jumps to the next
 * waiter, and until then it goes by what the processor has done for this process. What comes out is the time that
 * the work would have taken with nobody else on the machine.
 */
export class SimulatedTime {
  readonly #waiting: Waiting[] = [];
  readonly #start = process.cpuUsage();
  #jumped = 0;

  /** Milliseconds since it was made. */
  now(): number {
    return this.#jumped + this.worked();
  }

  /** The part of it that was work. */
  worked(): number {
    const { user, system } = process.cpuUsage(this.#start);
    return (user + system) / 1_000;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ due: this.now() + ms, wake }));
  }

  /** Lets time pass until the work is done. All that the work waits for has to be a sleep of this clock. */
  async during<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      // Promises are all settled as far as they can be by the time this comes back.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#takeNext();
      if (!next) continue;
      this.#jumped += Math.max(0, next.due - this.now());
      next.wake();
    }
    return done;
  }

  #takeNext(): Waiting | undefined {
    let first = 0;
    for (const [at, { due }] of this.#waiting.entries())
      if (due < (this.#waiting[first]?.due ?? 0)) first = at;
    return this.#waiting.splice(first, 1)[0];
  }
}
