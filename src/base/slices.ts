/** The longest that work holds the host's loop without a break (milliseconds); what a host allows is 50. */
const sliceMs = 12;

/** Work that lets the host's loop go on in between, so that a long list blocks nobody. */
export interface Slices {
  /** To be asked after each small piece of work; undefined where it need not stop yet. */
  pause(): Promise<void> | undefined;
}

/** Work in slices, between which the host's loop is free. `pause` throws once the signal, if there is one, is aborted. */
export function createSlices({ signal }: { readonly signal?: AbortSignal } = {}): Slices {
  signal?.throwIfAborted();
  let end = Date.now() + sliceMs;
  const stop = async () => {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    end = Date.now() + sliceMs;
  };
  return { pause: () => (Date.now() < end ? undefined : stop()) };
}

/** Does something with each item, in slices. */
export async function inSlices<T>(
  items: Iterable<T>,
  each: (item: T) => void,
  slices: Slices,
): Promise<void> {
  for (const item of items) {
    each(item);
    const pause = slices.pause();
    if (pause) await pause;
  }
}
