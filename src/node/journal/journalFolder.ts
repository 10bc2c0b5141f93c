import { createHash } from 'node:crypto';

/** The name of the folder that holds the journals of a workspace, which the ledger knows by the same name as we do here. */
export function journalFolderOf(workspace: string): string {
  return createHash('sha256').update(workspace).digest('hex').slice(0, 16);
}
