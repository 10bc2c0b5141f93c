import { diffArrays } from 'diff';
import type { Hunk, HunkLine } from './hunk.ts';

const contextLines = 3;
const mostEdits = 3000;

/** A stretch of lines that differs: lines of both sides, numbered from 0, with their line breaks. */
interface Change {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

interface Difference {
  readonly old: readonly string[];
  readonly next: readonly string[];
  /** Changes that stand close together make one hunk. */
  readonly groups: readonly (readonly Change[])[];
}

/** The hunks between two texts of a file; null: it does not exist. Line breaks are compared, but not part of lines. */
export function hunksOf(base: string | null, content: string | null): readonly Hunk[] {
  if (base === content) return [];
  const { old, next, groups } = difference(base, content);
  if (base === null || content === null || groups.length === 0) return [wholeHunk(old, next)];
  return groups.map((group, index) => toHunk(group, index, { old, next }));
}

/** The file with these hunks alone applied: all of them give the content to the byte, none give the base. */
export function contentWith(
  base: string | null,
  content: string | null,
  accepted: readonly number[],
): string | null {
  if (base === null || content === null || base === content) return accepted.includes(0) ? content : base;
  const { old, next, groups } = difference(base, content);
  const parts: string[] = [];
  let at = 0;
  groups.forEach((group, index) => {
    if (!accepted.includes(index)) return;
    for (const change of group) {
      parts.push(...old.slice(at, change.oldStart), ...next.slice(change.newStart, change.newEnd));
      at = change.oldEnd;
    }
  });
  parts.push(...old.slice(at));
  return withBreaksBetween(parts, old, next);
}

/** A last line without a break gets one where an accepted part leaves it inside the text. */
function withBreaksBetween(
  parts: readonly string[],
  old: readonly string[],
  next: readonly string[],
): string {
  const usual = [...old, ...next].some((line) => line.endsWith('\r\n')) ? '\r\n' : '\n';
  return parts
    .map((line, k) => (k < parts.length - 1 && !line.endsWith('\n') ? line + usual : line))
    .join('');
}

function difference(base: string | null, content: string | null): Difference {
  const old = linesWithBreaks(base ?? '');
  const next = linesWithBreaks(content ?? '');
  const groups: Change[][] = [];
  for (const change of changesBetween(old, next)) {
    const group = groups[groups.length - 1];
    const before = group?.[group.length - 1];
    if (group && before && change.oldStart - before.oldEnd <= 2 * contextLines) group.push(change);
    else groups.push([change]);
  }
  return { old, next, groups };
}

function linesWithBreaks(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesBetween(old: readonly string[], next: readonly string[]): readonly Change[] {
  let start = 0;
  const shorter = Math.min(old.length, next.length);
  while (start < shorter && old[start] === next[start]) start++;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  const oldMiddle = old.slice(start, old.length - tail);
  const newMiddle = next.slice(start, next.length - tail);
  const parts = diffArrays(oldMiddle, newMiddle, { maxEditLength: mostEdits });
  if (!parts)
    return [{ oldStart: start, oldEnd: old.length - tail, newStart: start, newEnd: next.length - tail }];
  const changes: Change[] = [];
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

const bare = (line: string): string => line.replace(/\r?\n$/, '');

function removedLines(old: readonly string[], from: number, to: number): readonly HunkLine[] {
  return old.slice(from, to).map((line, k) => ({ type: 'removed', text: bare(line), oldLine: from + k + 1 }));
}

function addedLines(next: readonly string[], from: number, to: number): readonly HunkLine[] {
  return next.slice(from, to).map((line, k) => ({ type: 'added', text: bare(line), newLine: from + k + 1 }));
}

function toHunk(
  group: readonly Change[],
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
      lines.push({ type: 'context', text: bare(old[oldAt] ?? ''), oldLine: oldAt + 1, newLine: newAt + 1 });
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
