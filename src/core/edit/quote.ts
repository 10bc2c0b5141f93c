const mostShown = 140;
const before = 60;

/** A line for a message: of a long one the stretch that `at` lies in. */
export function quote(line: string, at = 0): string {
  if (line.length <= mostShown) return JSON.stringify(line);
  const start = at < mostShown - before ? 0 : Math.min(at - before, line.length - mostShown);
  const end = start + mostShown;
  const shown = line.slice(start, end);
  return JSON.stringify(`${start > 0 ? '...' : ''}${shown}${end < line.length ? '...' : ''}`);
}

/** Where two lines begin to differ. */
export function firstDifferenceIn(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at++;
  return at;
}
