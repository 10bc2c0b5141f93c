import { editOfLines, lineChanges, linesWithEnds } from '../../edit/lineDiff.ts';
import { mergeFile } from '../../edit/merge/mergeFile.ts';
import { applyTextEdit } from '../../edit/textEdit.ts';
import type { FileChange } from '../state/runEvent.ts';

/**
 * Changes with those of a file that each begin with what the one before left as one, in their order: many tasks of a
 * long file are put into it with a single merge, which takes a while there.
 */
export function chained(changes: readonly FileChange[]): readonly FileChange[] {
  const links: FileChange[] = [];
  const last = new Map<string, number>();
  for (const change of changes) {
    const at = last.get(change.path);
    const before = at === undefined ? undefined : links[at];
    if (at !== undefined && before?.content === change.base) {
      links[at] = { ...before, content: change.content };
    } else last.set(change.path, links.push(change) - 1);
  }
  return links;
}

/**
 * A file as it has become, with a change made in it. Where both are about the same lines, those of the file stand: the
 * change could not be accepted there. A file that only one of them knows is as the change has it.
 */
export function asFarAsItFits({ base, content }: FileChange, now: string | null): string | null {
  let merged = mergeFile(base, now, content);
  if (merged.type === 'clean') return merged.content;
  if (base === null || content === null) return content;
  const [old, next] = [linesWithEnds(base), linesWithEnds(content)];
  let left = lineChanges(old, next);
  while (merged.type === 'conflict') {
    const { conflicts } = merged;
    const fitting = left.filter(({ oldStart, oldEnd }) =>
      conflicts.every(({ base: { line, lines } }) => oldEnd < line - 1 || oldStart > line - 1 + lines.length),
    );
    // Where they are in doubt about other lines, as among equal blocks, nothing of it goes in.
    if (fitting.length === left.length) return now ?? content;
    left = fitting;
    merged = mergeFile(base, now, applyTextEdit(editOfLines(old, next, left), base));
  }
  return merged.content;
}
