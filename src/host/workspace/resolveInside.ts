import { readWorkspacePath } from '../../core/context/workspacePath.ts';
import { followInside } from '../../node/files/followInside.ts';

/** Where a path that a model or a page wrote leads on the disk; undefined when that is no place of the workspace's. */
export async function resolveInside(root: string, written: string): Promise<string | undefined> {
  const reading = readWorkspacePath(written);
  return reading.ok ? followInside(root, reading.path) : undefined;
}
