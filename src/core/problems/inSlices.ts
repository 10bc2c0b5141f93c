/** The longest that work holds the host's loop without a break (milliseconds); what a host allows is 50. */
const sliceMs = 15;

/** Does something with each item and lets the host's loop go on in between, so that a long list blocks nobody. */
export async function inSlices<T>(
  items: Iterable<T>,
  each: (item: T) => void,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  let end = Date.now() + sliceMs;
  for (const item of items) {
    each(item);
    if (Date.now() < end) continue;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    signal.throwIfAborted();
    end = Date.now() + sliceMs;
  }
}
