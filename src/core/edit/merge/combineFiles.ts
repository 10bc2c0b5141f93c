import type { ChangedFile } from '../fileChanges.ts';
import { mergeFile } from './mergeFile.ts';

/**
 * What several changes of the same workspace come to, one for each file. Undefined where two of one file do not fit
 * together.
 */
export function combineFiles(files: readonly ChangedFile[]): readonly ChangedFile[] | undefined {
  const net = new Map<string, ChangedFile>();
  for (const { path, base, content } of files) {
    const known = net.get(path);
    if (!known) {
      net.set(path, { path, base, content });
      continue;
    }
    if (known.base !== base) return undefined;
    const merged = mergeFile(base, known.content, content);
    if (merged.type === 'conflict') return undefined;
    net.set(path, { path, base, content: merged.content });
  }
  return [...net.values()];
}
