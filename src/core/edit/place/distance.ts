import { textChange } from '../../../base/textChange.ts';

const longestDifference = 120;

/**
 * Whether two lines are at least this alike (from 0 to 1) by the edits between them, and how much. Undefined: less. Lines
 * whose differing middles are both long count as unlike: finding out more would cost more than it tells.
 */
export function likeness(a: string, b: string, least: number): number | undefined {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  const most = Math.floor((1 - least) * longest);
  if (Math.abs(a.length - b.length) > most) return undefined;
  const { start, end, newText: right } = textChange(a, b);
  const left = a.slice(start, end);
  if (left.length > longestDifference || right.length > longestDifference) return undefined;
  const distance = editDistance(left, right, most);
  return distance > most ? undefined : 1 - distance / longest;
}

/** The number of edits, or any number above `most` where there are more. */
function editDistance(a: string, b: string, most: number): number {
  let row = Uint16Array.from({ length: b.length + 1 }, (_, k) => k);
  let next = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let least = i;
    const code = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (code === b.charCodeAt(j - 1) ? 0 : 1);
      const value = Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next[j] = value;
      if (value < least) least = value;
    }
    if (least > most) return least;
    [row, next] = [next, row];
  }
  return row[b.length] ?? 0;
}
