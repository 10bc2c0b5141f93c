import type { FolderGroup, ProblemGroups } from '../../../src/host/problems/problemGroups.ts';

/** Waits for a group of which this holds, and that is labelled where that is wanted. */
export async function untilGroup(
  groups: ProblemGroups,
  holds: (group: FolderGroup) => boolean,
  wanted: 'labelled' | 'any' = 'labelled',
): Promise<FolderGroup> {
  for (;;) {
    let change = () => {};
    const changed = new Promise<void>((resolve) => {
      change = resolve;
    });
    const subscription = groups.onChange(() => change());
    try {
      const all = await groups.all();
      const found = all.find(
        (each) => (wanted === 'any' || each.group.category !== undefined) && holds(each),
      );
      if (found) return found;
      await changed;
    } finally {
      subscription.dispose();
    }
  }
}
