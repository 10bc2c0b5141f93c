import { Worker } from 'node:worker_threads';

/** No line that people write is longer; the rest of one is not looked at. */
export const searchedCharacters = 2_000;
/** For one file. A pattern that takes longer would take for ever on some other (milliseconds). */
const longestMs = 1_000;

interface Question {
  readonly text: string;
  readonly limit: number;
}

/**
 * A regular expression that someone else wrote, in a thread of its own: one such as `(a|aa)+$` can take years on one
 * line, and only a thread can be ended while it is at it.
 */
export class PatternThread {
  readonly #worker: Worker;

  constructor(pattern: string) {
    this.#worker = new Worker(`(${matchInThread.toString()})()`, {
      eval: true,
      workerData: { pattern, searchedCharacters },
      // What the host was started with is not for us.
      execArgv: [],
    });
    // Waited for below; by itself it keeps no process alive.
    this.#worker.unref();
  }

  /** The indices of lines that match; undefined when that takes too long, and then the thread is of no more use. */
  linesOf(text: string, limit: number, signal: AbortSignal): Promise<readonly number[] | undefined> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        worker.off('message', onMessage).off('error', onError);
        settle();
      };
      const onMessage = (lines: readonly number[]): void => end(() => resolve(lines));
      const onError = (): void => end(() => resolve(undefined));
      const onAbort = (): void => end(() => reject(signal.reason));
      const timer = setTimeout(onError, longestMs);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.on('message', onMessage).on('error', onError);
      worker.postMessage({ text, limit } satisfies Question);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Runs in the thread, as text: it can use nothing that stands outside of it. */
function matchInThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const pattern = new RegExp(workerData.pattern);
  parentPort?.on('message', ({ text, limit }: Question) => {
    const lines: number[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      if (!pattern.test(line.replace(/\r$/, '').slice(0, workerData.searchedCharacters))) continue;
      lines.push(index);
      if (lines.length >= limit) break;
    }
    parentPort?.postMessage(lines);
  });
}
