import { sampleScript } from './sampleScript.ts';
import type { Script } from './script.ts';

/** The sample's model, which keeps the workers of some tasks waiting for its answer until it is let go on. */
export class HoldingModel {
  #held: readonly string[] = [];
  #release = Promise.withResolvers<void>();

  /** Calls of the workers of these tasks have no answer from now on. */
  hold(...tasks: readonly string[]): void {
    this.#held = tasks;
    this.#release = Promise.withResolvers();
  }

  release(): void {
    this.#held = [];
    this.#release.resolve();
  }

  readonly script: Script = async (call) => {
    if (call.role === 'work' && this.#held.includes(call.task)) await this.#release.promise;
    return sampleScript(call);
  };
}
