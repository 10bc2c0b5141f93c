export interface StreamWatch {
  /** Aborted when the caller cancels, or when nothing arrived for too long. */
  readonly signal: AbortSignal;
  /** Whether it was the silence that ended the call. */
  readonly stalled: boolean;
  /** Milliseconds of silence still borne from now on. */
  allow(ms: number): void;
  dispose(): void;
}

/** Cuts a call on which nothing arrives any more. */
export function watchStream(caller: AbortSignal): StreamWatch {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: AbortSignal.any([caller, silence.signal]),
    get stalled() {
      return silence.signal.aborted && !caller.aborted;
    },
    allow(ms) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), ms);
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}
