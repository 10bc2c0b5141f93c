import type { Allowance, RateLimits } from './rateLimits.ts';

export interface LimiterClock {
  readonly now: () => number;
  /** Runs something after that many milliseconds, unless the function it returns is called before. */
  readonly after: (ms: number, run: () => void) => () => void;
}

export interface Ask {
  readonly model: string;
  /** About how many tokens the request will count against a limit on tokens. */
  readonly tokens: number;
}

export type TurnEnd =
  | { readonly type: 'answered' }
  /** The endpoint said that it was too much, and how long to wait where it said so. */
  | { readonly type: 'rateLimited'; readonly waitMs?: number }
  /** Nothing is learned from it. */
  | { readonly type: 'other' };

export interface Turn {
  /** Milliseconds that it was waited for. */
  readonly queueMs: number;
  /** What the headers of the answer say is left. */
  limits(limits: RateLimits): void;
  /** Gives the turn back; once. */
  end(end: TurnEnd): void;
}

interface Waiting extends Ask {
  readonly since: number;
  readonly go: (turn: Turn) => void;
}

interface ModelState {
  heldUntil: number;
  requests: Left | undefined;
  tokens: Left | undefined;
}

interface Left {
  remaining: number;
  readonly resetAt: number;
}

const startWidth = 8;
const mostWidth = 32;
/** A wait longer than this (milliseconds) is the caller's to decide, who is told of the endpoint's refusal. */
const longestHoldMs = 60_000;

/**
 * Lets requests to one endpoint out as it can take them, in their order. Each answer lets a little more run at once,
 * each refusal for too many halves it; a model whose allowance is used up waits until the endpoint said it is whole
 * again. All runs of a process share one, so that parallel workers don't use up a rate limit against each other.
 */
export class Limiter {
  readonly #clock: LimiterClock;
  readonly #waiting: Waiting[] = [];
  readonly #models = new Map<string, ModelState>();
  #width = startWidth;
  #running = 0;
  #narrowedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: () => void = () => undefined;

  constructor(clock: LimiterClock) {
    this.#clock = clock;
  }

  /** How many requests may run at once now. */
  get width(): number {
    return Math.floor(this.#width);
  }

  /** Waits for a turn; rejects with the signal's reason when it is aborted before. */
  turn(ask: Ask, signal: AbortSignal): Promise<Turn> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = () => {
        const at = this.#waiting.indexOf(waiting);
        if (at >= 0) this.#waiting.splice(at, 1);
        this.#letOut();
        reject(signal.reason);
      };
      const waiting: Waiting = {
        ...ask,
        since: this.#clock.now(),
        go: (turn) => {
          signal.removeEventListener('abort', leave);
          resolve(turn);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
      this.#letOut();
    });
  }

  #letOut(): void {
    this.#cancelTimer();
    const now = this.#clock.now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const waiting of [...this.#waiting]) {
      if (this.#running >= this.width) return;
      const at = this.#startOf(waiting, now);
      if (at > now) {
        soonest = Math.min(soonest, at);
        continue;
      }
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.go(this.#begin(waiting, now));
    }
    if (soonest < Number.POSITIVE_INFINITY) {
      this.#cancelTimer = this.#clock.after(soonest - now, () => this.#letOut());
    }
  }

  /** When the model's allowance permits the request. */
  #startOf({ model, tokens }: Ask, now: number): number {
    const state = this.#models.get(model);
    if (state === undefined) return now;
    const { heldUntil, requests, tokens: left } = state;
    const forRequests = requests !== undefined && requests.remaining < 1 ? requests.resetAt : now;
    const forTokens = left !== undefined && left.remaining < tokens ? left.resetAt : now;
    return Math.max(heldUntil, forRequests, forTokens);
  }

  #begin({ model, tokens, since }: Waiting, now: number): Turn {
    const state = this.#stateOf(model);
    this.#running++;
    state.requests = spent(state.requests, 1, now);
    state.tokens = spent(state.tokens, tokens, now);
    let isOver = false;
    return {
      queueMs: now - since,
      limits: ({ requests, tokens: left }) => {
        const at = this.#clock.now();
        if (requests) state.requests = leftOf(requests, at);
        if (left) state.tokens = leftOf(left, at);
      },
      end: (end) => {
        if (isOver) return;
        isOver = true;
        this.#running--;
        if (end.type === 'answered') this.#width = Math.min(mostWidth, this.#width + 1 / this.#width);
        if (end.type === 'rateLimited') this.#narrow(state, now, end.waitMs);
        this.#letOut();
      },
    };
  }

  #narrow(state: ModelState, startedAt: number, waitMs: number | undefined): void {
    const now = this.#clock.now();
    // Requests that went out before the last narrowing tell nothing of the width since.
    if (startedAt >= this.#narrowedAt) {
      this.#width = Math.max(1, this.#width / 2);
      this.#narrowedAt = now;
    }
    if (waitMs !== undefined && waitMs <= longestHoldMs)
      state.heldUntil = Math.max(state.heldUntil, now + waitMs);
  }

  #stateOf(model: string): ModelState {
    const known = this.#models.get(model);
    if (known) return known;
    const state: ModelState = {
      heldUntil: Number.NEGATIVE_INFINITY,
      requests: undefined,
      tokens: undefined,
    };
    this.#models.set(model, state);
    return state;
  }
}

function leftOf({ remaining, resetMs }: Allowance, now: number): Left | undefined {
  return resetMs > longestHoldMs ? undefined : { remaining, resetAt: now + resetMs };
}

/** What is left after one more; nothing is known any more once the time of the reset has come. */
function spent(left: Left | undefined, used: number, now: number): Left | undefined {
  if (left === undefined || left.resetAt <= now) return undefined;
  return { ...left, remaining: left.remaining - used };
}
