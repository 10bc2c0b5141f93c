/** Names at least this long may differ by two letters: there are hardly two such names that both mean something. */
const longName = 8;

/**
 * Whether one name is the other with a slip of the hand: a letter too many, left out or wrong, two neighbours swapped,
 * or letters in the wrong case.
 */
export function isOneSlip(from: string, to: string): boolean {
  if (from.toLowerCase() === to.toLowerCase()) return true;
  const most = Math.min(from.length, to.length) >= longName ? 2 : 1;
  return distance(from, to) <= most;
}

/** Edits between two names, where swapping two neighbours counts as one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, k) => k)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1];
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((above?.[j - 1] ?? 0) + change, (above?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
