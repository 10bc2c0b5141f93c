import type { FolderGroup, ProblemGroups } from '../../../src/host/problems/problemGroups.ts';

/** Waits for a group that is labelled and of which this holds. */
export async function untilGroup(
  groups: ProblemGroups,
  holds: (group: FolderGroup) => boolean,
): Promise<FolderGroup> {
  for (;;) {
    let change = () => {};
    const changed = new Promise<void>((resolve) => {
      change = resolve;
    });
    const subscription = groups.onChange(() => change());
    try {
      const all = await groups.all();
      const found = all.find((each) => each.group.category !== undefined && holds(each));
      if (found) return found;
      await changed;
    } finally {
      subscription.dispose();
    }
  }
}
