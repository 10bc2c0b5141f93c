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
  return withHalves(open, [], isSound);
}

/** By halves, as a look may run a command that takes minutes: few of many fail, as a rule. */
async function withHalves<T>(
  some: readonly T[],
  kept: readonly T[],
  isSound: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let all = kept;
  const middle = Math.ceil(some.length / 2);
  for (const half of some.length < 2 ? [] : [some.slice(0, middle), some.slice(middle)])
    all = (await isSound([...all, ...half])) ? [...all, ...half] : await withHalves(half, all, isSound);
  return all;
}
