const longestDifference = 120;

/**
 * How alike two lines are, from 0 to 1, by the edits between them. Lines whose differing middles are both long count as
 * unlike: finding out more would cost more than it tells.
 */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end))
    end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  const longest = Math.max(a.length, b.length);
  if (left.length > longestDifference || right.length > longestDifference) return 0;
  return 1 - editDistance(left, right) / longest;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
