import { diffArrays } from 'diff';
import { type TextEdit, type TextReplacement, textEdit } from './textEdit.ts';

/** A stretch of lines that differs: lines of both sides, numbered from 0, the ends not among them. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/**
 * Beyond this many added and removed lines finding the fewest costs more than it tells: time grows with their square, to
 * some 10 ms at 500.
 */
const mostEdits = 500;

/**
 * The lines of a text with their endings: joined they are the text to the byte. A carriage return alone ends a line only
 * where the text has no other ending, as elsewhere.
 */
export function linesWithEnds(text: string): readonly string[] {
  const isOldMac = text.includes('\r') && !text.includes('\n');
  return text.match(isOldMac ? /[^\r]*\r|[^\r]+$/g : /[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A line without the characters that end it. */
export function withoutEnd(line: string): string {
  return line.replace(/\r?\n$|\r$/, '');
}

/**
 * The changes that make one list of lines of another, in order; one line at least stays between any two. They are the
 * fewest, unless there are very many: then lines that stand once in both are taken to be the same.
 */
export function lineChanges(old: readonly string[], next: readonly string[]): readonly LineChange[] {
  return changesWithin(
    { old, next, oldStart: 0, oldEnd: old.length, newStart: 0, newEnd: next.length },
    { most: mostEdits, beyond: changesBetweenAnchors },
  );
}

interface Stretch extends LineChange {
  readonly old: readonly string[];
  readonly next: readonly string[];
}

interface Bound {
  readonly most: number;
  /** What to make of a stretch with more edits than that. */
  readonly beyond: (stretch: Stretch) => readonly LineChange[];
}

function changesWithin(whole: Stretch, { most, beyond }: Bound): readonly LineChange[] {
  const stretch = withoutSameRims(whole);
  const { old, next, oldStart, oldEnd, newStart, newEnd } = stretch;
  if (oldStart === oldEnd && newStart === newEnd) return [];
  const parts = diffArrays(old.slice(oldStart, oldEnd), next.slice(newStart, newEnd), {
    maxEditLength: most,
  });
  if (!parts) return beyond(stretch);
  const changes: LineChange[] = [];
  let oldAt = oldStart;
  let newAt = newStart;
  for (const { value, added, removed } of parts) {
    const change = {
      oldStart: oldAt,
      oldEnd: oldAt + (added ? 0 : value.length),
      newStart: newAt,
      newEnd: newAt + (removed ? 0 : value.length),
    };
    if (added || removed) append(changes, change);
    oldAt = change.oldEnd;
    newAt = change.newEnd;
  }
  return changes;
}

function withoutSameRims(stretch: Stretch): Stretch {
  const { old, next } = stretch;
  let { oldStart, oldEnd, newStart, newEnd } = stretch;
  while (oldStart < oldEnd && newStart < newEnd && old[oldStart] === next[newStart]) {
    oldStart++;
    newStart++;
  }
  while (oldStart < oldEnd && newStart < newEnd && old[oldEnd - 1] === next[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  return { old, next, oldStart, oldEnd, newStart, newEnd };
}

/** Adds a change, as one with the last where no line stays between them. */
function append(changes: LineChange[], change: LineChange): void {
  const last = changes[changes.length - 1];
  if (last && last.oldEnd === change.oldStart && last.newEnd === change.newStart)
    changes[changes.length - 1] = { ...last, oldEnd: change.oldEnd, newEnd: change.newEnd };
  else changes.push(change);
}

/** How many edits are worth finding between two anchors, of which there may be as many as lines. */
const mostEditsBetween = 100;

function changesBetweenAnchors(stretch: Stretch): readonly LineChange[] {
  const changes: LineChange[] = [];
  let from = stretch;
  for (const [oldAt, newAt] of [...anchorsIn(stretch), [stretch.oldEnd, stretch.newEnd] as const]) {
    const between = changesWithin(
      { ...from, oldEnd: oldAt, newEnd: newAt },
      { most: mostEditsBetween, beyond: allOf },
    );
    for (const change of between) append(changes, change);
    from = { ...stretch, oldStart: oldAt + 1, newStart: newAt + 1 };
  }
  return changes;
}

function allOf({ oldStart, oldEnd, newStart, newEnd }: Stretch): readonly LineChange[] {
  return [{ oldStart, oldEnd, newStart, newEnd }];
}

/** Lines that stand once in each, as many as keep their order: the longest ascending row of them (patience diff). */
function anchorsIn({
  old,
  next,
  oldStart,
  oldEnd,
  newStart,
  newEnd,
}: Stretch): readonly (readonly [number, number])[] {
  const inOld = placesOfUnique(old, oldStart, oldEnd);
  const inNew = placesOfUnique(next, newStart, newEnd);
  const ends: Anchor[] = [];
  for (const [line, oldAt] of inOld) {
    const newAt = inNew.get(line);
    if (oldAt < 0 || newAt === undefined || newAt < 0) continue;
    let from = 0;
    let to = ends.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((ends[middle]?.newAt ?? 0) < newAt) from = middle + 1;
      else to = middle;
    }
    ends[from] = { oldAt, newAt, before: ends[from - 1] };
  }
  const row: (readonly [number, number])[] = [];
  for (let anchor = ends[ends.length - 1]; anchor; anchor = anchor.before)
    row.push([anchor.oldAt, anchor.newAt]);
  return row.reverse();
}

interface Anchor {
  readonly oldAt: number;
  readonly newAt: number;
  readonly before: Anchor | undefined;
}

/** Where each line stands; -1 for lines that stand more than once. In the order of their first place. */
function placesOfUnique(lines: readonly string[], start: number, end: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    places.set(line, places.has(line) ? -1 : at);
  }
  return places;
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
