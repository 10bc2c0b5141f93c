import { readFileSync, type Stats, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { excludeTest } from '../../core/context/excludeGlobs.ts';
import type { IndexSource, ListedFile } from '../../core/context/textIndex/refresh.ts';
import { maxFileBytes } from '../../core/context/workspace.ts';
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
    const found = statSync(`${root}/${file}`, { throwIfNoEntry: false });
    return found?.isFile() ? { path: file, stamp: stampOf(found) } : undefined;
  };
  return {
    get inWork() {
      return inWork;
    },
    async list(signal) {
      const { files, contents, inWork: changed } = await lookAtFiles(root, signal);
      inWork = changed;
      const listed: ListedFile[] = [];
      for (const file of await shownFiles(root, files)) {
        if (isHidden(file)) continue;
        // What git has looked at need not be looked at again.
        const content = contents.get(file);
        const found = content === undefined ? look(file) : { path: file, stamp: content };
        if (found) listed.push(found);
      }
      return listed;
    },
    look,
    read(file) {
      try {
        if (statSync(`${root}/${file}`).size > maxFileBytes) return '';
        // Node decodes in one go what it is asked for as UTF-8; where that lost something, it is looked at by byte.
        const text = readFileSync(`${root}/${file}`, 'utf8');
        if (!text.includes('\ufffd')) return text.slice(0, 8_192).includes('\0') ? undefined : text;
        const read = decodeText(readFileSync(`${root}/${file}`));
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
