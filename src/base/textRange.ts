import { byteOrderMark } from './byteOrderMark.ts';

/**
 * A place in a text: line and character, both from 0; characters are UTF-16 units, as in the Language Server Protocol.
 * A byte-order mark stands before the first of them.
 */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface TextRange {
  readonly start: Position;
  readonly end: Position;
}

/** A replacement of a range by a text, as language servers give them. */
export interface RangeEdit {
  readonly range: TextRange;
  readonly newText: string;
}

/** Where each line of a text lies, without what ends it; that is a line feed, a carriage return, or both. */
export class LineIndex {
  readonly #lines: { readonly start: number; readonly end: number }[] = [];

  constructor(readonly text: string) {
    let start = text.startsWith(byteOrderMark) ? byteOrderMark.length : 0;
    for (const { index, 0: mark } of text.matchAll(/\r\n?|\n/g)) {
      this.#lines.push({ start, end: index });
      start = index + mark.length;
    }
    this.#lines.push({ start, end: text.length });
  }

  /** The offset of a position; past the end of a line or text it is the end of it. */
  offsetAt(position: Position): number {
    const line = this.#lines[position.line];
    return line === undefined ? this.text.length : Math.min(line.start + position.character, line.end);
  }
}

/** Applies edits that all refer to the same text. Overlapping edits are a bug of the caller and throw. */
export function applyRangeEdits(text: string, edits: readonly RangeEdit[]): string {
  const index = new LineIndex(text);
  const spans = edits
    .map((edit) => ({
      start: index.offsetAt(edit.range.start),
      end: index.offsetAt(edit.range.end),
      newText: edit.newText,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let done = 0;
  for (const span of spans) {
    if (span.start < done) throw new Error('text edits overlap');
    result += text.slice(done, span.start) + span.newText;
    done = span.end;
  }
  return result + text.slice(done);
}
