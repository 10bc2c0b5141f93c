import { editOfLines, lineChanges, linesWithEnds } from '../../../src/core/edit/lineDiff.ts';
import type { TextEdit } from '../../../src/core/edit/textEdit.ts';

/** The edit that makes one text of another, line by line. */
export function editBetween(old: string, next: string): TextEdit {
  const [oldLines, newLines] = [linesWithEnds(old), linesWithEnds(next)];
  return editOfLines(oldLines, newLines, lineChanges(oldLines, newLines));
}
