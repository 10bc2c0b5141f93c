/**
 * Makes of an act one that can be asked for at any time: one is done at a time, and one more after it, however often it
 * is asked for meanwhile, so that each asking is followed by a whole act and none pile up. A failure is told and holds
 * up nothing.
 */
export function inTurn(act: () => Promise<void>, onFailure: (error: unknown) => void): () => void {
  let last = Promise.resolve();
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    last = last
      .then(() => {
        isWaiting = false;
        return act();
      })
      .catch(onFailure);
  };
}
