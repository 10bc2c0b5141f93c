import { setTimeout as delay } from 'node:timers/promises';
import type { RankedFile } from '../../core/context/findFiles.ts';
import { ChangeHistory } from '../../core/context/textIndex/changeHistory.ts';
import {
  applyUnsaved,
  refresh,
  refreshFiles,
  type UnsavedTexts,
} from '../../core/context/textIndex/refresh.ts';
import { TextIndex } from '../../core/context/textIndex/textIndex.ts';
import { DiskSource } from './diskSource.ts';
import { loadIndex, saveIndex } from './indexFile.ts';
import { readChangeHistory } from './readChangeHistory.ts';

/** What a host knows at the time of a request. */
export interface FindContext {
  readonly unsaved?: UnsavedTexts;
  /** Files that are shown to the user. */
  readonly open?: readonly string[];
  /** Settings that hide files, as `excludeTest` takes them. */
  readonly hidden?: readonly unknown[];
  /** Files that may have changed since the last request; absent where only a look at all of them can tell. */
  readonly changed?: readonly string[];
}

/** A look at all files that is quicker than this is taken for each request: it misses nothing (milliseconds). */
const quickLookMs = 25;
/** Even where changes are told, all files are looked at after this time: some changes are never told. */
const longestTrustMs = 60_000;
const historyMs = 600_000;
/** Files read since the index was last written that make it worth writing again. */
const worthSaving = 200;
/** More files than this are not what someone is at work on, but a new checkout. */
const mostInWork = 200;

export interface FolderIndexOptions {
  readonly root: string;
  /** Where the index is kept between sessions; absent where it is not. */
  readonly file?: string;
  /** How long requests wait for the history once it is asked for; 0 where they go on without it (milliseconds). */
  readonly historyWaitMs?: number;
}

/** The index of a folder, brought up to date with the disk for each request. Requests are answered one by one. */
export class FolderIndex {
  readonly #options: FolderIndexOptions;
  #index: TextIndex | undefined;
  #source: DiskSource | undefined;
  #hidden = '';
  #unsaved: readonly string[] = [];
  #lookedAt = Number.NEGATIVE_INFINITY;
  #lookMs = 0;
  #history = new ChangeHistory([]);
  #historyAt = Number.NEGATIVE_INFINITY;
  #historyRead: Promise<unknown> = Promise.resolve();
  #notSaved = 0;
  readonly #over = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: FolderIndexOptions) {
    this.#options = options;
  }

  find(
    query: string,
    limit: number,
    context: FindContext,
    signal: AbortSignal,
  ): Promise<readonly RankedFile[]> {
    const found = this.#last.then(async () => {
      this.#readHistory();
      const index = await this.#upToDate(context, signal);
      await this.#waitForHistory(signal);
      const inWork = this.#source?.inWork ?? new Set();
      const signals = {
        inWork: new Set([...(context.open ?? []), ...(inWork.size > mostInWork ? [] : inWork)]),
        history: this.#history,
      };
      return index.search(query, limit, signals);
    });
    this.#last = found.catch(() => undefined);
    return found;
  }

  /** Ends what it has begun, and writes the index to its file if it has changed since. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#last;
    await this.#save();
  }

  async #save(): Promise<void> {
    const { file } = this.#options;
    if (file === undefined || this.#index === undefined || this.#notSaved === 0) return;
    this.#notSaved = 0;
    await saveIndex(file, this.#index);
  }

  async #upToDate(context: FindContext, signal: AbortSignal): Promise<TextIndex> {
    signal.throwIfAborted();
    const { root, file } = this.#options;
    this.#index ??= (file === undefined ? undefined : await loadIndex(file)) ?? new TextIndex();
    const index = this.#index;
    const hidden = JSON.stringify(context.hidden ?? []);
    const isNew = this.#source === undefined || hidden !== this.#hidden;
    const source = isNew || !this.#source ? new DiskSource(root, context.hidden) : this.#source;
    this.#hidden = hidden;
    const changed = [...(context.changed ?? []), ...this.#unsaved];
    const isTrusted =
      !isNew &&
      context.changed !== undefined &&
      this.#lookMs > quickLookMs &&
      performance.now() - this.#lookedAt < longestTrustMs;
    // Only a source whose news have all arrived may be asked again.
    this.#source = undefined;
    if (!isTrusted || !refreshFiles(index, source, changed)) {
      refreshFiles(index, source, this.#unsaved);
      await this.#lookAtAll(index, source, signal);
    }
    this.#source = source;
    this.#unsaved = applyUnsaved(index, context.unsaved ?? new Map());
    return index;
  }

  async #lookAtAll(index: TextIndex, source: DiskSource, signal: AbortSignal): Promise<void> {
    const start = performance.now();
    const read = await refresh(index, source, signal);
    this.#lookedAt = performance.now();
    // With files to read it says nothing of how long a look takes.
    if (read === 0) this.#lookMs = this.#lookedAt - start;
    this.#notSaved += read;
    if (this.#notSaved >= worthSaving) await this.#save();
  }

  /** Begins to read the history where it is old; requests go on with what is known until it is there. */
  #readHistory(): void {
    if (performance.now() - this.#historyAt < historyMs) return;
    this.#historyAt = performance.now();
    this.#historyRead = readChangeHistory(this.#options.root, this.#over.signal).then(
      (history) => {
        this.#history = history;
      },
      // Without a repository there is none.
      () => undefined,
    );
  }

  async #waitForHistory(signal: AbortSignal): Promise<void> {
    const left = this.#historyAt + (this.#options.historyWaitMs ?? 0) - performance.now();
    if (left <= 0) return;
    const wait = new AbortController();
    const limit = delay(left, undefined, { signal: AbortSignal.any([wait.signal, signal]) }).catch(
      () => undefined,
    );
    await Promise.race([this.#historyRead, limit]);
    wait.abort();
    signal.throwIfAborted();
  }
}
