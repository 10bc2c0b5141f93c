/** A stretch of a text and what takes its place; offsets are UTF-16 units of the text before the edit. */
export interface TextReplacement {
  readonly start: number;
  /** Up to here, not including it. */
  readonly end: number;
  readonly text: string;
}

/**
 * A change to a text, as a value. The replacements are sorted and all refer to the text before the edit; at least one
 * character stays between any two, and none of them is empty. `textEdit` makes edits of this form.
 */
export interface TextEdit {
  readonly replacements: readonly TextReplacement[];
}

/** Two edits of one text that can't both be made: where they meet, no text stays between them to tell their order. */
export interface EditConflict {
  readonly mine: TextReplacement;
  readonly theirs: TextReplacement;
}

export type Rebased =
  | { readonly type: 'edit'; readonly edit: TextEdit }
  | ({ readonly type: 'conflict' } & EditConflict);

export const emptyEdit: TextEdit = { replacements: [] };

/**
 * An edit of replacements in any order. Those that touch become one, their texts in the order of their places and,
 * at one place, in the order given. Replacements that overlap are a bug of the caller and throw.
 */
export function textEdit(replacements: readonly TextReplacement[]): TextEdit {
  const sorted = [...replacements].sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: TextReplacement[] = [];
  for (const next of sorted) {
    const last = joined[joined.length - 1];
    if (last && next.start < last.end) throw new Error('the replacements of an edit overlap');
    if (last && next.start === last.end)
      joined[joined.length - 1] = { start: last.start, end: next.end, text: last.text + next.text };
    else joined.push(next);
  }
  return { replacements: joined.filter(({ start, end, text }) => end > start || text !== '') };
}

/** The text with the edit done. Throws where the edit was made for a longer text. */
export function applyTextEdit({ replacements }: TextEdit, text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: inserted } of replacements) {
    if (end > text.length) throw new Error('an edit reaches past the end of its text');
    parts.push(text.slice(at, start), inserted);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The edit that does the same as `first` and then `second`, which refers to the text that `first` leaves. */
export function compose(first: TextEdit, second: TextEdit): TextEdit {
  const source = first.replacements;
  const parts: TextReplacement[] = [];
  /** The replacement of `first` that comes next or is being passed, and how much of its text was passed. */
  let k = 0;
  let used = 0;
  /** Where the old text was passed up to. */
  let old = 0;

  const pass = (count: number, keeps: boolean): void => {
    for (let left = count; left > 0; ) {
      const next = source[k];
      const isInside = next !== undefined && next.start === old;
      const taken = Math.min(left, isInside ? next.text.length - used : (next?.start ?? Infinity) - old);
      left -= taken;
      if (!isInside) {
        if (!keeps) parts.push({ start: old, end: old + taken, text: '' });
        old += taken;
        continue;
      }
      if (keeps) parts.push({ start: next.end, end: next.end, text: next.text.slice(used, used + taken) });
      used += taken;
      if (used === next.text.length) leave(next);
    }
  };
  const leave = (next: TextReplacement): void => {
    parts.push({ start: next.start, end: next.end, text: '' });
    old = next.end;
    used = 0;
    k++;
  };

  let at = 0;
  for (const { start, end, text } of second.replacements) {
    pass(start - at, true);
    const place = used > 0 ? (source[k]?.end ?? old) : old;
    parts.push({ start: place, end: place, text });
    pass(end - start, false);
    at = end;
  }
  for (let next = source[k]; next; next = source[k]) {
    parts.push({ start: next.end, end: next.end, text: next.text.slice(used) });
    leave(next);
  }
  return textEdit(parts);
}

/** The edit that takes this one back, for the text that it leaves. `text` is the text before. */
export function invert({ replacements }: TextEdit, text: string): TextEdit {
  let shift = 0;
  return {
    replacements: replacements.map(({ start, end, text: inserted }) => {
      const from = start + shift;
      shift += inserted.length - (end - start);
      return { start: from, end: from + inserted.length, text: text.slice(start, end) };
    }),
  };
}

/**
 * The same edit for the text that another edit of the same text leaves. A replacement that both make is already there
 * and is left out. Two that touch are a conflict, as in git: with no text between them, their order would be a guess.
 */
export function rebase(edit: TextEdit, over: TextEdit): Rebased {
  const moved: TextReplacement[] = [];
  let k = 0;
  let shift = 0;
  for (const mine of edit.replacements) {
    let theirs = over.replacements[k];
    for (; theirs && theirs.end < mine.start; theirs = over.replacements[++k])
      shift += theirs.text.length - (theirs.end - theirs.start);
    if (!theirs || theirs.start > mine.end)
      moved.push({ start: mine.start + shift, end: mine.end + shift, text: mine.text });
    else if (!isSame(mine, theirs)) return { type: 'conflict', mine, theirs };
  }
  return { type: 'edit', edit: { replacements: moved } };
}

function isSame(one: TextReplacement, other: TextReplacement): boolean {
  return one.start === other.start && one.end === other.end && one.text === other.text;
}

/**
 * An edit in two: the replacements that are picked, by their places in the list, and the rest, which refers to the
 * text that the picked ones leave.
 */
export function split(
  edit: TextEdit,
  picks: (place: number) => boolean,
): { readonly picked: TextEdit; readonly rest: TextEdit } {
  const picked = { replacements: edit.replacements.filter((_, place) => picks(place)) };
  const rest = rebase({ replacements: edit.replacements.filter((_, place) => !picks(place)) }, picked);
  if (rest.type === 'conflict') throw new Error('replacements of one edit touch');
  return { picked, rest: rest.edit };
}
