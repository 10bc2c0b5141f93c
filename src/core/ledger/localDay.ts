/** The local calendar day that a time is of, as YYYY-MM-DD: the day of a budget, and of the ledger's rows. */
export function localDay(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The beginning of the local calendar month, in milliseconds since 1970. */
export function monthStart(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}
