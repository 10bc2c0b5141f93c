import { getOrMake } from '../../base/getOrMake.ts';
import type { TierSettings } from '../../core/model/tier.ts';
import { Limiter, type LimiterClock } from './limiter.ts';
import type { Optional } from './unsupported.ts';

/** What a process has learned of a model at an endpoint. */
export interface EndpointState {
  readonly limiter: Limiter;
  /** What the endpoint has refused to take; it is asked without from then on. */
  readonly refused: Set<Optional>;
  /** The model has sent reasoning of its own accord. */
  reasons: boolean;
}

/** Shared by all clients of a process: what one run has learned, the next need not learn again. */
export class EndpointStates {
  readonly #limiters = new Map<string, Limiter>();
  readonly #states = new Map<string, EndpointState>();
  readonly #clock: LimiterClock;

  constructor(clock: LimiterClock = realClock) {
    this.#clock = clock;
  }

  /** The limiter is that of the endpoint, all else that of the model there. */
  of({ provider, baseUrl, model }: Pick<TierSettings, 'provider' | 'baseUrl' | 'model'>): EndpointState {
    const limiter = getOrMake(this.#limiters, baseUrl, () => new Limiter(this.#clock));
    return getOrMake(this.#states, `${provider} ${baseUrl} ${model}`, () => ({
      limiter,
      refused: new Set(),
      reasons: false,
    }));
  }
}

const realClock: LimiterClock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
