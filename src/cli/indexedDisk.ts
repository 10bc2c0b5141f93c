import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IndexedWorkspace } from '../core/context/findFiles.ts';
import { createDiskWorkspace } from '../node/diskWorkspace.ts';
import { folderNameOf } from '../node/files/folderName.ts';
import { ThreadedIndex } from '../node/textIndex/threadedIndex.ts';

/** No run is quiet for as long as this (milliseconds). */
const idleMs = 3_600_000;

/** A folder on disk whose files can be found by what they are about; its index is kept in `storage` for the next run. */
export function createIndexedDisk(
  root: string,
  storage: string,
): IndexedWorkspace & { close(): Promise<void> } {
  const index = new ThreadedIndex({
    root,
    file: path.join(storage, `${folderNameOf(root)}.index`),
    // Stands next to this program.
    program: fileURLToPath(new URL('./indexThread.cjs', import.meta.url)),
    idleMs,
    log: (line) => process.stderr.write(`tiercel: ${line}\n`),
  });
  return {
    ...createDiskWorkspace(root),
    find: (query, limit, signal) => index.find(query, limit, {}, signal),
    close: () => index.close(),
  };
}
