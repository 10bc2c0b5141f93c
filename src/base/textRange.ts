/** A place in a text: line and character, both from 0; characters are UTF-16 units, as in the Language Server Protocol. */
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

/** Where each line of a text starts, so that positions and offsets can be turned into each other. */
export class LineIndex {
  readonly #starts: number[] = [0];

  constructor(readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** The offset of a position; past the end of a line or text it is the end of it. */
  offsetAt(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return this.text.length;
    const end = this.#starts[position.line + 1] ?? this.text.length + 1;
    return Math.min(start + position.character, end - 1);
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
