import { diffArrays } from 'diff';
import { type TextEdit, type TextReplacement, textEdit } from './textEdit.ts';

/** A stretch of lines that differs: lines of both sides, numbered from 0, the ends not among them. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** Beyond this many added and removed lines finding the fewest costs more than it tells. */
const mostEdits = 3000;

/**
 * The lines of a text with their endings: joined they are the text to the byte. A carriage return alone ends a line only
 * where the text has no other ending, as elsewhere.
 */
export function linesWithEnds(text: string): readonly string[] {
  const isOldMac = text.includes('\r') && !text.includes('\n');
  return text.match(isOldMac ? /[^\r]*\r|[^\r]+$/g : /[^\n]*\n|[^\n]+$/g) ?? [];
}

export function withoutEnd(line: string): string {
  return line.replace(/\r?\n$|\r$/, '');
}

/** The fewest changes that make one list of lines of another, in order; one line at least stays between any two. */
export function lineChanges(old: readonly string[], next: readonly string[]): readonly LineChange[] {
  let start = 0;
  const shorter = Math.min(old.length, next.length);
  while (start < shorter && old[start] === next[start]) start++;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  const oldMiddle = old.slice(start, old.length - tail);
  const newMiddle = next.slice(start, next.length - tail);
  if (oldMiddle.length === 0 && newMiddle.length === 0) return [];
  const parts = diffArrays(oldMiddle, newMiddle, { maxEditLength: mostEdits });
  if (!parts)
    return [{ oldStart: start, oldEnd: old.length - tail, newStart: start, newEnd: next.length - tail }];
  const changes: LineChange[] = [];
  let oldAt = start;
  let newAt = start;
  for (const part of parts) {
    const oldEnd = oldAt + (part.added ? 0 : part.value.length);
    const newEnd = newAt + (part.removed ? 0 : part.value.length);
    if (part.added || part.removed) {
      const last = changes[changes.length - 1];
      if (last && last.oldEnd === oldAt && last.newEnd === newAt)
        changes[changes.length - 1] = { ...last, oldEnd, newEnd };
      else changes.push({ oldStart: oldAt, oldEnd, newStart: newAt, newEnd });
    }
    oldAt = oldEnd;
    newAt = newEnd;
  }
  return changes;
}

/** The edit of the old text that these changes of its lines are. */
export function editOfLines(
  old: readonly string[],
  next: readonly string[],
  changes: readonly LineChange[],
): TextEdit {
  const replacements: TextReplacement[] = [];
  let line = 0;
  let offset = 0;
  const offsetOf = (wanted: number): number => {
    for (; line < wanted; line++) offset += old[line]?.length ?? 0;
    return offset;
  };
  for (const change of changes) {
    const start = offsetOf(change.oldStart);
    const end = offsetOf(change.oldEnd);
    replacements.push({ start, end, text: next.slice(change.newStart, change.newEnd).join('') });
  }
  return textEdit(replacements);
}

/** The edit that makes one text of another, line by line. */
export function editBetween(old: string, next: string): TextEdit {
  const [oldLines, newLines] = [linesWithEnds(old), linesWithEnds(next)];
  return editOfLines(oldLines, newLines, lineChanges(oldLines, newLines));
}
