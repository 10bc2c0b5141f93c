import { editOfLines, type LineChange, lineChanges, linesWithEnds, withoutEnd } from '../lineDiff.ts';
import { applyTextEdit, type TextEdit } from '../textEdit.ts';
import type { Hunk, HunkLine } from './hunk.ts';

/** The lines round a change that are shown with it. */
const contextLines = 3;
interface Difference {
  readonly old: readonly string[];
  readonly next: readonly string[];
  /** Changes that stand close together make one hunk. */
  readonly groups: readonly (readonly LineChange[])[];
}

/** The hunks between two texts of a file; null: it does not exist. Line breaks are compared, but not part of lines. */
export function hunksOf(base: string | null, content: string | null): readonly Hunk[] {
  if (base === content) return [];
  const { old, next, groups } = difference(base, content);
  if (base === null || content === null || groups.length === 0) return [wholeHunk(old, next)];
  return groups.map((group, index) => toHunk(group, index, { old, next }));
}

/**
 * The edit of the base for each hunk, in their order. No two of them touch, so that some of them, made in any order, give
 * one and the same text.
 */
export function hunkEdits(base: string, content: string): readonly TextEdit[] {
  const { old, next, groups } = difference(base, content);
  return groups.map((group) => editOfLines(old, next, group));
}

/** The file with these hunks alone applied: all of them give the content to the byte, none give the base. */
export function contentWith(
  base: string | null,
  content: string | null,
  accepted: readonly number[],
): string | null {
  if (base === null || content === null || base === content) return accepted.includes(0) ? content : base;
  const edits = hunkEdits(base, content).filter((_, index) => accepted.includes(index));
  return applyTextEdit({ replacements: edits.flatMap(({ replacements }) => replacements) }, base);
}

function difference(base: string | null, content: string | null): Difference {
  const old = linesWithEnds(base ?? '');
  const next = linesWithEnds(content ?? '');
  const groups: LineChange[][] = [];
  for (const change of lineChanges(old, next)) {
    const group = groups[groups.length - 1];
    const before = group?.[group.length - 1];
    if (group && before && change.oldStart - before.oldEnd <= 2 * contextLines) group.push(change);
    else groups.push([change]);
  }
  return { old, next, groups };
}

function removedLines(old: readonly string[], from: number, to: number): readonly HunkLine[] {
  return old
    .slice(from, to)
    .map((line, k) => ({ type: 'removed', text: withoutEnd(line), oldLine: from + k + 1 }));
}

function addedLines(next: readonly string[], from: number, to: number): readonly HunkLine[] {
  return next
    .slice(from, to)
    .map((line, k) => ({ type: 'added', text: withoutEnd(line), newLine: from + k + 1 }));
}

function toHunk(
  group: readonly LineChange[],
  index: number,
  { old, next }: { readonly old: readonly string[]; readonly next: readonly string[] },
): Hunk {
  const [first] = group;
  const last = group[group.length - 1];
  if (!first || !last) throw new Error('a hunk has at least one change');
  const lead = Math.min(contextLines, first.oldStart);
  const oldStart = first.oldStart - lead;
  const newStart = first.newStart - lead;
  const oldEnd = Math.min(old.length, last.oldEnd + contextLines);
  const newEnd = last.newEnd + (oldEnd - last.oldEnd);
  const lines: HunkLine[] = [];
  let oldAt = oldStart;
  let newAt = newStart;
  const context = (to: number): void => {
    for (; oldAt < to; oldAt++, newAt++)
      lines.push({
        type: 'context',
        text: withoutEnd(old[oldAt] ?? ''),
        oldLine: oldAt + 1,
        newLine: newAt + 1,
      });
  };
  for (const change of group) {
    context(change.oldStart);
    lines.push(
      ...removedLines(old, change.oldStart, change.oldEnd),
      ...addedLines(next, change.newStart, change.newEnd),
    );
    oldAt = change.oldEnd;
    newAt = change.newEnd;
  }
  context(oldEnd);
  return {
    index,
    oldStart: oldStart + 1,
    oldCount: oldEnd - oldStart,
    newStart: newStart + 1,
    newCount: newEnd - newStart,
    lines,
  };
}

function wholeHunk(old: readonly string[], next: readonly string[]): Hunk {
  return {
    index: 0,
    oldStart: old.length > 0 ? 1 : 0,
    oldCount: old.length,
    newStart: next.length > 0 ? 1 : 0,
    newCount: next.length,
    lines: [...removedLines(old, 0, old.length), ...addedLines(next, 0, next.length)],
  };
}
