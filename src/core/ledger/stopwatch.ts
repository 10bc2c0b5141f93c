/** Milliseconds since it was made, by a clock that may be set back: what it then goes back is not counted. */
export function stopwatch(now: (() => number) | undefined): () => number | undefined {
  if (now === undefined) return () => undefined;
  let last = now();
  let elapsed = 0;
  return () => {
    const time = now();
    elapsed += Math.max(0, time - last);
    last = time;
    return elapsed;
  };
}
