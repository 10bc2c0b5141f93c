import { type LeftOut, whyUnreadable } from '../../core/context/workspace.ts';

/** A folder that can't be looked into, by its path ('' for the root), and the system's word on it. */
export function folderLeftOut(folder: string, reason: string): LeftOut {
  return {
    folder: named(folder),
    reason: whyUnreadable({ type: 'unreadable', reason }),
    cause: named(folder),
  };
}

/** A folder whose files are withheld, since the ignore file that may name them can't be read. */
export function rulesLeftOut(folder: string, ignoreFile: string, reason: string): LeftOut {
  return {
    folder: named(folder),
    reason: `${ignoreFile}, which may keep its files back, can't be read (${reason})`,
    cause: ignoreFile,
  };
}

function named(folder: string): string {
  return folder === '' ? './' : `${folder}/`;
}

/** One that lies in a folder of another, or is named already, says nothing new. */
export function outermost(all: readonly LeftOut[]): readonly LeftOut[] {
  const first = new Map([...all].reverse().map((each) => [each.folder, each]));
  const folders = new Set(first.keys());
  return all.filter((each) => {
    const { folder } = each;
    if (first.get(folder) !== each) return false;
    const parts = folder.split('/').slice(0, -2);
    return (
      folder === './' ||
      !(folders.has('./') || parts.some((_, j) => folders.has(`${parts.slice(0, j + 1).join('/')}/`)))
    );
  });
}
