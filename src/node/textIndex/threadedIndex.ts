import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../base/disposable.ts';
import type { RankedFile } from '../../core/context/findFiles.ts';
import type { FindContext } from './folderIndex.ts';
import type { FromIndexThread, IndexThreadData, ToIndexThread } from './indexMessages.ts';

export interface ThreadedIndexOptions extends IndexThreadData {
  /** The bundle of indexThread.ts. */
  readonly program: string;
  /** The thread ends when nobody has asked for this long; the next request starts it again (milliseconds). */
  readonly idleMs: number;
  readonly log: (line: string) => void;
}

interface Waiting {
  readonly resolve: (files: readonly RankedFile[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** What an index may take for strings and the like; its arrays come on top. So a bug can't take the editor along. */
const mostHeapMb = 256;
/** Room for what is soon thrown away; with less, it takes more of the time. */
const youngMb = 4;

/** The index of a folder in a thread of its own, so that nothing of it holds up the thread that asks. */
export class ThreadedIndex implements Disposable {
  readonly #options: ThreadedIndexOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isDisposed = false;

  constructor(options: ThreadedIndexOptions) {
    this.#options = options;
  }

  /** Whether a thread runs now. A new one has to look at all files, since nobody told it what has changed. */
  get isRunning(): boolean {
    return this.#thread !== undefined;
  }

  /**
   * Files for a request, best first. A thread that fails costs its requests their answer and nothing else: they get
   * no files, and the log says why.
   */
  async find(
    query: string,
    limit: number,
    context: FindContext,
    signal: AbortSignal,
  ): Promise<readonly RankedFile[]> {
    signal.throwIfAborted();
    if (this.#isDisposed) return [];
    const id = ++this.#lastId;
    const thread = this.#start();
    const onAbort = (): void => {
      this.#post({ type: 'cancel', id });
      this.#waiting.get(id)?.reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<readonly RankedFile[]>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        thread.ref();
        this.#post({ type: 'find', id, query, limit, context });
      });
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#rest();
    }
  }

  /** Ends the thread; resolves when it has written its index and is gone. */
  async close(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    const thread = this.#thread;
    if (!thread) return;
    thread.ref();
    const isGone = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    this.#post({ type: 'close' });
    await isGone;
  }

  dispose(): void {
    void this.close();
  }

  #start(): Worker {
    clearTimeout(this.#idle);
    if (this.#thread) return this.#thread;
    const { program, root, file, log } = this.#options;
    const thread = new Worker(program, {
      workerData: { root, ...(file !== undefined && { file }) } satisfies IndexThreadData,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb, maxYoungGenerationSizeMb: youngMb },
      // What the host was started with is not for us.
      execArgv: [],
    });
    this.#thread = thread;
    thread.on('message', (message: FromIndexThread) => {
      const waiting = this.#waiting.get(message.id);
      if (message.type === 'found') waiting?.resolve(message.files);
      else if (waiting) {
        log(`Files could not be looked for: ${message.message}`);
        waiting.resolve([]);
      }
    });
    thread.on('error', (error) => log(`The index has failed: ${error.message}`));
    thread.on('exit', () => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      for (const waiting of this.#waiting.values()) waiting.resolve([]);
    });
    return thread;
  }

  #post(message: ToIndexThread): void {
    this.#thread?.postMessage(message);
  }

  /** Lets the process end though the thread lives, and ends the thread itself after a while. */
  #rest(): void {
    this.#thread?.unref();
    clearTimeout(this.#idle);
    if (this.#isDisposed) return;
    this.#idle = setTimeout(() => {
      const thread = this.#thread;
      this.#thread = undefined;
      thread?.postMessage({ type: 'close' } satisfies ToIndexThread);
    }, this.#options.idleMs);
    this.#idle.unref();
  }
}
