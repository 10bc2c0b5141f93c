import { contentOf } from '../context/workspace.ts';
import type { FileChanges } from '../edit/fileChanges.ts';
import type { Overlay } from '../edit/overlay.ts';

/** What an overlay changed over the one it was forked from, as far as contents differ. */
export async function changesSince(before: Overlay, after: Overlay): Promise<FileChanges> {
  const paths = new Set([...before.changes().keys(), ...after.changes().keys()]);
  const changes = new Map<string, string | null>();
  for (const path of paths) {
    const content = contentOf(await after.read(path));
    if (content !== contentOf(await before.read(path))) changes.set(path, content);
  }
  return changes;
}
