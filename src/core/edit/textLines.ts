const byteOrderMark = '\uFEFF';

/** A text as lines, with what stands between them kept: joining gives the same text to the byte. */
export interface TextLines {
  readonly mark: string;
  readonly lines: readonly string[];
  /** How each line ends: '\n', '\r\n', or '' for a last line without one. */
  readonly ends: readonly string[];
}

export function splitText(text: string): TextLines {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const lines: string[] = [];
  const ends: string[] = [];
  let start = mark.length;
  while (start < text.length) {
    const feed = text.indexOf('\n', start);
    if (feed < 0) {
      lines.push(text.slice(start));
      ends.push('');
      break;
    }
    const windows = feed > start && text.charCodeAt(feed - 1) === 13;
    lines.push(text.slice(start, windows ? feed - 1 : feed));
    ends.push(windows ? '\r\n' : '\n');
    start = feed + 1;
  }
  return { mark, lines, ends };
}

/** The lines of a text that a model wrote, where how they end means nothing. */
export function plainLines(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** The ending that most lines have; '\n' where there is none. */
export function usualEnd(ends: readonly string[]): string {
  const windows = ends.filter((end) => end === '\r\n').length;
  return windows > ends.filter((end) => end === '\n').length ? '\r\n' : '\n';
}

/** What to take out of a text (line numbers from 0) and what to put in before which line. */
export interface LineEdit {
  readonly remove: ReadonlySet<number>;
  readonly insert: ReadonlyMap<number, readonly string[]>;
}

/**
 * Edits lines so that all that is not meant stays: a new line ends as the line that it replaces or follows, and the
 * text ends with a line break only if it did.
 */
export function editLines(text: TextLines, edit: LineEdit): string {
  const usual = usualEnd(text.ends);
  const lines: string[] = [];
  const ends: string[] = [];
  let replaced: string[] = [];
  for (let at = 0; at <= text.lines.length; at++) {
    const added = edit.insert.get(at);
    if (added) {
      const near = text.ends[at - 1] || text.ends[at] || usual;
      added.forEach((line, k) => {
        lines.push(line);
        ends.push(replaced[k] || near);
      });
    }
    const line = text.lines[at];
    if (line === undefined) break;
    const end = text.ends[at] ?? '';
    if (edit.remove.has(at)) {
      replaced = edit.remove.has(at - 1) && !added ? [...replaced, end] : [end];
    } else {
      replaced = [];
      lines.push(line);
      ends.push(end);
    }
  }
  const endsOpen = text.lines.length > 0 && text.ends[text.ends.length - 1] === '';
  const last = lines.length - 1;
  const body = lines.map(
    (line, k) => line + (k === last ? (endsOpen ? '' : ends[k] || usual) : ends[k] || usual),
  );
  return text.mark + body.join('');
}
