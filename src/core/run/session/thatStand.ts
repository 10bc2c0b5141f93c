/**
 * Of what is open already that which stands together, the earlier before the later: what fails without anything new
 * says nothing of what is.
 *
 * @param isSound whether some of it fails nothing
 */
export async function thatStand<T>(
  open: readonly T[],
  isSound: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (open.length === 0 || (await isSound(open))) return open;
  const kept: T[] = [];
  for (const each of open) {
    // All of it is known not to stand.
    const isAll = kept.length + 1 === open.length;
    if (!isAll && (await isSound([...kept, each]))) kept.push(each);
  }
  return kept;
}
