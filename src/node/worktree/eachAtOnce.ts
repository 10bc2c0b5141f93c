/** Does something for each item, some at a time; the first failure ends it once those under way are settled. */
export async function eachAtOnce<T>(
  items: readonly T[],
  act: (item: T) => Promise<void>,
  { atOnce, signal }: { readonly atOnce: number; readonly signal: AbortSignal },
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async () => {
    while (next < items.length && !failed) {
      signal.throwIfAborted();
      const item = items[next++] as T;
      try {
        await act(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  for (const result of settled) if (result.status === 'rejected') throw result.reason;
}
