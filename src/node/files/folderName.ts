import { createHash } from 'node:crypto';

/** The name of the folder or file in which something of a workspace is kept: of its path or its URI, as who asks has it. */
export function folderNameOf(workspace: string): string {
  return createHash('sha256').update(workspace).digest('hex').slice(0, 16);
}
