import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { IndexSource, ListedFile } from '../../core/context/textIndex/refresh.ts';
import { decodeText, listFiles } from '../diskWorkspace.ts';

/**
 * The files of a folder as they are on disk. It looks at each file without yielding, which takes a third of the time,
 * so it belongs in a process or thread that nobody waits for.
 */
export function createDiskSource(root: string): IndexSource {
  return {
    async list(signal) {
      const listed: ListedFile[] = [];
      for (const file of await listFiles(root, signal)) {
        const found = statSync(path.join(root, file), { throwIfNoEntry: false });
        if (!found?.isFile()) continue;
        const stamp = `${found.mtimeMs} ${found.ctimeMs} ${found.size} ${found.ino}`;
        listed.push({ path: file, stamp, bytes: found.size });
      }
      return listed;
    },
    read(file) {
      try {
        const read = decodeText(readFileSync(path.join(root, file)));
        return read.type === 'text' ? read.text : undefined;
      } catch {
        // Gone or closed to us since it was listed: the next look tells.
        return undefined;
      }
    },
  };
}
