import { readFileSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { excludeTest } from '../../core/context/excludeGlobs.ts';
import type { IndexSource, ListedFile } from '../../core/context/textIndex/refresh.ts';
import { decodeText } from '../diskWorkspace.ts';
import { lookAtFiles, shownFiles } from '../listFiles.ts';

export interface DiskSource extends IndexSource {
  /** Files that the last look found to differ from what is staged. */
  readonly inWork: ReadonlySet<string>;
}

/**
 * The files of a folder as they are on disk, without those that the settings in `hidden` name (see `excludeTest`). It
 * looks at each file without yielding, which takes a third of the time, so it belongs in a process or thread that
 * nobody waits for.
 */
export function createDiskSource(root: string, hidden: readonly unknown[] = []): DiskSource {
  const isHidden = excludeTest(hidden);
  let inWork: ReadonlySet<string> = new Set();
  const look = (file: string): ListedFile | undefined => {
    const found = statSync(path.join(root, file), { throwIfNoEntry: false });
    return found?.isFile() ? { path: file, stamp: stampOf(found), bytes: found.size } : undefined;
  };
  return {
    get inWork() {
      return inWork;
    },
    async list(known, signal) {
      const listing = lookAtFiles(root, signal);
      // While git lists its files, those that are likely the same are looked at here.
      const looked = new Map<string, ListedFile | undefined>();
      for (const file of known) looked.set(file, look(file));
      const { files, inWork: changed } = await listing;
      inWork = changed ?? new Set();
      const listed: ListedFile[] = [];
      for (const file of await shownFiles(root, files)) {
        if (isHidden(file)) continue;
        const found = looked.has(file) ? looked.get(file) : look(file);
        if (found) listed.push(found);
      }
      return listed;
    },
    look,
    read(file) {
      try {
        const read = decodeText(readFileSync(path.join(root, file)));
        return read.type === 'text' ? read.text : undefined;
      } catch {
        // Gone or closed to us since it was listed: the next look tells.
        return undefined;
      }
    },
    pause: () => nextTurn(),
  };
}

/** Short, as there is one for each file of an index. */
function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return [Math.round(mtimeMs * 1000), Math.round(ctimeMs * 1000), size, ino]
    .map((number) => number.toString(36))
    .join('.');
}
