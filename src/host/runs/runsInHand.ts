/** What this window does with which runs, and how each of them is stopped. */
export class RunsInHand {
  readonly #running = new Map<string, AbortController>();
  /** The runs that something is done with before they run, or in place of that. */
  readonly #claims = new Map<string, AbortController>();
  /** By run and task; what the user has cancelled of a run under way. */
  readonly #tasks = new Map<string, Map<string, AbortController>>();

  isRunning(run: string): boolean {
    return this.#running.has(run);
  }

  has(run: string): boolean {
    return this.isRunning(run) || this.#claims.has(run);
  }

  /** Keeps others in this window off a run while something is done that must not be done twice, nor beside another. */
  async claim<T>(run: string, work: (controller: AbortController) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#claims.set(run, controller);
    try {
      return await work(controller);
    } finally {
      this.#claims.delete(run);
    }
  }

  begin(run: string, controller: AbortController): void {
    this.#running.set(run, controller);
  }

  end(run: string): void {
    this.#running.delete(run);
    this.#tasks.delete(run);
  }

  /** Stops what is done with a run, also where it has yet to begin; false where nothing is. */
  abort(run: string, reason: Error): boolean {
    const controller = this.#running.get(run) ?? this.#claims.get(run);
    controller?.abort(reason);
    return controller !== undefined;
  }

  abortAll(reason: Error): void {
    for (const controller of [...this.#running.values(), ...this.#claims.values()]) controller.abort(reason);
  }

  /** Stops one task of a run. */
  ofTask(run: string, task: string): AbortController {
    const ofRun = this.#tasks.get(run) ?? new Map<string, AbortController>();
    this.#tasks.set(run, ofRun);
    const controller = ofRun.get(task) ?? new AbortController();
    ofRun.set(task, controller);
    return controller;
  }
}
