import { Worker } from 'node:worker_threads';
import { messageOf } from '../../base/messageOf.ts';
import type { TokenCounter } from '../../core/ledger/worstCase.ts';
import type { CountReply, CountRequest } from './tokenizerWorker.ts';

export interface TokenCounterOptions {
  /** The bundle of tokenizerWorker.ts. */
  readonly workerFile: string | URL;
  /** Milliseconds that a count may take; after that the bound by bytes stands in. */
  readonly timeoutMs?: number;
  /** Milliseconds without a count after which the thread and its vocabulary are given up. */
  readonly idleMs?: number;
  /** Told in a sentence why nothing can be counted; once. */
  readonly onFailure?: (message: string) => void;
}

export interface DisposableCounter {
  readonly count: TokenCounter;
  dispose(): void;
}

const defaultTimeoutMs = 3_000;
const defaultIdleMs = 5 * 60_000;
/** Texts that are longer together than this (in UTF-16 units) are bounded by their bytes: no context is as long. */
const longestTexts = 8_000_000;

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, (counts: readonly number[] | undefined) => void>;
}

/** Counts tokens in a thread that is started by the first count and ends when it is not needed for a while. */
export function createTokenCounter(options: TokenCounterOptions): DisposableCounter {
  const { workerFile, timeoutMs = defaultTimeoutMs, idleMs = defaultIdleMs } = options;
  let running: Running | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let failed = false;

  const stop = () => {
    clearTimeout(idle);
    const stopped = running;
    running = undefined;
    for (const done of stopped?.waiting.values() ?? []) done(undefined);
    void stopped?.worker.terminate();
  };
  const fail = (message: string) => {
    if (!failed) options.onFailure?.(`Tokens are bounded by bytes: the tokenizer failed (${message}).`);
    failed = true;
    stop();
  };
  const start = (): Running => {
    const worker = new Worker(workerFile);
    const started: Running = { worker, waiting: new Map() };
    worker.on('message', ({ id, counts }: CountReply) => started.waiting.get(id)?.(counts));
    worker.on('error', (error) => fail(messageOf(error)));
    // A thread that counts nothing must not keep the process alive.
    worker.unref();
    return started;
  };

  return {
    dispose: stop,
    count: (texts) => {
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      if (failed || length > longestTexts) return Promise.resolve(undefined);
      clearTimeout(idle);
      running ??= start();
      const { worker, waiting } = running;
      const id = ++lastId;
      return new Promise((resolve) => {
        // It goes on all the same: what is slow is mostly its start, and the next count has it ready.
        const late = setTimeout(() => waiting.get(id)?.(undefined), timeoutMs);
        waiting.set(id, (counts) => {
          waiting.delete(id);
          clearTimeout(late);
          if (waiting.size === 0) idle = setTimeout(stop, idleMs).unref();
          resolve(counts);
        });
        worker.postMessage({ id, texts } satisfies CountRequest);
      });
    },
  };
}
