import type { ModelFault } from './fault.ts';
import type { ModelReply, ModelRequest } from './modelClient.ts';
import { isPassing } from './retry.ts';
import { type AnswerFormat, readAnswer, type StructuredResult } from './structured.ts';
import type { ModelTier } from './tier.ts';

/** One of many requests that are worked on together, at half the price and within a day. */
export interface BatchRequest {
  /** Unique in its batch, at most 64 characters. */
  readonly id: string;
  readonly request: ModelRequest;
}

/**
 * A batch that is about to be made: all that is needed to find it where the process ends before it hears of it. Plain
 * JSON, kept before the batch is asked for.
 */
export interface BatchIntent {
  /** Our own name for the batch, at most 512 characters; it stands in its metadata at the endpoint. */
  readonly mark: string;
  readonly tier: ModelTier;
  readonly baseUrl: string;
  readonly count: number;
}

/** All that is needed to go on with a batch after a restart: plain JSON, kept by whoever made the batch. */
export interface BatchState {
  readonly batch: string;
  readonly inputFile: string;
  readonly tier: ModelTier;
  /** Where the batch is; the tier's setting may have changed since. */
  readonly baseUrl: string;
  readonly count: number;
}

type Fault = { readonly type: 'fault'; readonly fault: ModelFault };

export type BatchProgress =
  | { readonly type: 'working'; readonly done: number; readonly total: number }
  /** Not all requests need have an answer, but for `completed`. */
  | {
      readonly type: 'ended';
      readonly outcome: 'completed' | 'failed' | 'expired' | 'cancelled';
      readonly detail: string;
    }
  | Fault;

export type BatchFound =
  | { readonly type: 'found'; readonly state: BatchState }
  | { readonly type: 'notThere' };

export interface BatchOptions {
  readonly signal: AbortSignal;
}

/** Work that may take hours. All requests of a batch go to one tier. */
export interface BatchClient {
  /** Where the requests of a batch would go. */
  intend(requests: readonly BatchRequest[], mark: string): BatchIntent;
  submit(
    requests: readonly BatchRequest[],
    intent: BatchIntent,
    options: BatchOptions,
  ): Promise<{ readonly type: 'submitted'; readonly state: BatchState } | Fault>;
  /** Looks for a batch by its mark; a fault where the endpoint can't say whether it is there. */
  find(intent: BatchIntent, options: BatchOptions): Promise<BatchFound | Fault>;
  poll(state: BatchState, options: BatchOptions): Promise<BatchProgress>;
  /** The replies there are, by the requests' ids; their usage is at the batch's rate. */
  replies(
    state: BatchState,
    options: BatchOptions,
  ): Promise<{ readonly type: 'replies'; readonly replies: ReadonlyMap<string, ModelReply> } | Fault>;
  /** Stops the work; what is done by then is billed and can be read. */
  cancel(state: BatchState, options: BatchOptions): Promise<Fault | undefined>;
  /** Deletes the files at the endpoint. Only for once the replies are kept elsewhere. */
  discard(state: BatchState, options: BatchOptions): Promise<void>;
}

export interface WaitForBatchOptions extends BatchOptions {
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export type BatchResult =
  | {
      readonly type: 'ended';
      readonly outcome: Extract<BatchProgress, { type: 'ended' }>['outcome'];
      readonly detail: string;
      readonly state: BatchState;
      readonly replies: ReadonlyMap<string, ModelReply>;
    }
  | Fault;

const firstPollMs = 5_000;
const longestPollMs = 60_000;
/** So many faults in a row that may pass are borne while waiting. */
const mostFaults = 10;

/**
 * Waits for the end of a batch. Aborting rejects with the signal's reason and leaves the batch to
 * go on: with its state it is resumed later, or cancelled by the client's `cancel`.
 */
export async function waitForBatch(
  client: BatchClient,
  state: BatchState,
  options: WaitForBatchOptions,
): Promise<BatchResult> {
  const { signal } = options;
  let faults = 0;
  for (let wait = firstPollMs; ; wait = Math.min(wait * 1.5, longestPollMs)) {
    const progress = await client.poll(state, { signal });
    signal.throwIfAborted();
    if (progress.type === 'ended') {
      const read = await readReplies(client, state, options);
      if (read.type === 'fault') return read;
      return { ...progress, state, replies: read.replies };
    }
    if (progress.type === 'fault') {
      if (!isPassing(progress.fault) || ++faults > mostFaults) return progress;
    } else {
      faults = 0;
      options.onProgress?.({ done: progress.done, total: progress.total });
    }
    await options.sleep(wait, signal);
    signal.throwIfAborted();
  }
}

async function readReplies(client: BatchClient, state: BatchState, { signal, sleep }: WaitForBatchOptions) {
  for (let attempt = 1; ; attempt++) {
    const read = await client.replies(state, { signal });
    if (read.type === 'replies' || !isPassing(read.fault) || attempt >= mostFaults) return read;
    await sleep(firstPollMs, signal);
  }
}

/** The answers of a batch to these requests, each read by the format; one without a reply counts as malformed. */
export function readBatchAnswers<T>(
  requests: readonly Pick<BatchRequest, 'id'>[],
  replies: ReadonlyMap<string, ModelReply>,
  format: AnswerFormat<T>,
): ReadonlyMap<string, StructuredResult<T>> {
  return new Map(
    requests.map(({ id }) => {
      const reply = replies.get(id);
      const missing = { type: 'malformed', problems: ['The batch ended without an answer.'] } as const;
      return [id, reply === undefined ? missing : readAnswer(reply, format)];
    }),
  );
}
