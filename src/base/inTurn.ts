/**
 * Makes of an act one that can be asked for at any time: it is done as often as it is asked for, one time after the
 * other, so that the newest comes last. A failure is told and holds up nothing.
 */
export function inTurn(act: () => Promise<void>, onFailure: (error: unknown) => void): () => void {
  let last = Promise.resolve();
  return () => {
    last = last.then(act).catch(onFailure);
  };
}
