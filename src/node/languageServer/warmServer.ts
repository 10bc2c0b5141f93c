import { type Connect, ServerEnded, type ServerLaunch } from './process/connection.ts';
import type { ServerSession } from './serverSession.ts';
import { startSession } from './startSession.ts';
import { Turns } from './turns.ts';

export interface WarmServerOptions {
  readonly root: string;
  readonly connect: Connect;
  readonly log: (line: string) => void;
  /** Milliseconds that one turn may take, the server's start included. */
  readonly timeoutMs: number;
  /** Milliseconds without a turn after which the server is ended; the next turn starts it again. */
  readonly idleMs: number;
  readonly timers: Timers;
}

/** Does something after a time, in milliseconds; what it gives back takes that back. */
export type Timers = (ms: number, action: () => void) => () => void;

/** The machine's timers; none of them keeps a process running. */
export const realTimers: Timers = (ms, action) => {
  const timer = setTimeout(action, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/** Why a server gave no answer: what happened, and to whom, for people. */
export type ServerAnswer<T> =
  | { readonly type: 'answered'; readonly value: T }
  | { readonly type: 'noAnswer'; readonly reason: string };

export interface ServerJob<T> {
  /** Runs first, once; `restart` asks for a fresh server. */
  prepare(signal: AbortSignal): Promise<'keep' | 'restart'>;
  /** May run twice, when the server ends the first time. `isNew`: the server has been told nothing yet. */
  run(session: ServerSession, isNew: boolean, signal: AbortSignal): Promise<T>;
}

/** A server that stays up between checks, is started when first needed and once more when it ends in mid-check. */
export class WarmServer {
  readonly launch: ServerLaunch;
  readonly #options: WarmServerOptions;
  readonly #turns = new Turns();
  #session: ServerSession | undefined;
  #disposed = false;
  #cancelIdle: (() => void) | undefined;

  constructor(launch: ServerLaunch, options: WarmServerOptions) {
    this.launch = launch;
    this.#options = options;
  }

  /** Name and version, as far as known. */
  get label(): string {
    return this.#session?.label ?? this.launch.name;
  }

  /**
   * Gives a job its turn. Whatever happens, aborting too, it must leave the session as it found it: a session is only
   * given up when its server ended, gave no answer in time, or did something unforeseen.
   */
  async use<T>(job: ServerJob<T>, signal: AbortSignal): Promise<ServerAnswer<T>> {
    return this.#turns.take(async () => {
      this.#cancelIdle?.();
      try {
        return await this.#answer(job, signal);
      } finally {
        this.#cancelIdle?.();
        this.#cancelIdle = this.#disposed
          ? undefined
          : this.#options.timers(this.#options.idleMs, () => this.#rest());
      }
    }, signal);
  }

  /** Takes a turn itself, so that it never ends a server in use. */
  #rest(): void {
    const never = new AbortController().signal;
    this.#turns.take(() => this.restart(), never).catch((error: unknown) => this.#options.log(String(error)));
  }

  async #answer<T>(job: ServerJob<T>, signal: AbortSignal): Promise<ServerAnswer<T>> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs);
    const bounded = AbortSignal.any([signal, limit]);
    for (let attempt = 1; ; attempt++) {
      if (this.#disposed) return noAnswer('the language servers were shut down');
      try {
        if (attempt === 1 && (await job.prepare(bounded)) === 'restart') await this.restart();
        return { type: 'answered', value: await this.#attempt(job, bounded) };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        const { label } = this;
        await this.restart();
        if (limit.aborted)
          return noAnswer(`${label} did not answer within ${this.#options.timeoutMs / 1000} s`);
        if (!(error instanceof ServerEnded)) throw error;
        this.#options.log(`${label}: ${error.message}`);
        if (attempt === 2) return noAnswer(`${label} ended twice during the check: ${error.message}`);
      }
    }
  }

  /** Ends the server; the next use starts a new one. */
  async restart(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.dispose();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#cancelIdle?.();
    await this.restart();
  }

  async #attempt<T>(job: ServerJob<T>, signal: AbortSignal): Promise<T> {
    if (this.#session) return job.run(this.#session, false, signal);
    const session = await startSession(this.launch, this.#options.connect, {
      root: this.#options.root,
      log: this.#options.log,
      signal,
    });
    this.#session = session;
    session.ended.then(() => {
      if (this.#session === session) this.#session = undefined;
    });
    if (this.#disposed) await this.restart();
    return job.run(session, true, signal);
  }
}

function noAnswer<T>(reason: string): ServerAnswer<T> {
  return { type: 'noAnswer', reason };
}
