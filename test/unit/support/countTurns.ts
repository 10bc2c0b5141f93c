/**
 * Counts the turns of the host's loop in each test of a suite, in which a second goes by at each look at the clock:
 * whoever works in slices ends one wherever it may.
 */
export function countTurns(): () => number {
  const now = Date.now;
  let turns = 0;
  let next: NodeJS.Immediate;
  beforeEach(() => {
    let time = 0;
    Date.now = () => (time += 1_000);
    turns = 0;
    const turn = () => {
      turns += 1;
      next = setImmediate(turn);
    };
    next = setImmediate(turn);
  });
  afterEach(() => {
    Date.now = now;
    clearImmediate(next);
  });
  return () => turns;
}
