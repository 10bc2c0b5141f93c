import { byteOrderMark } from '../../base/byteOrderMark.ts';
import { applyTextEdit, type TextEdit, type TextReplacement, textEdit } from './textEdit.ts';

const carriageReturn = 13;

/** A text as lines, with what stands between them kept: joining gives the same text to the byte. */
export interface TextLines {
  readonly mark: string;
  readonly lines: readonly string[];
  /** How each line ends: '\n', '\r\n', '\r', or '' for a last line without one. */
  readonly ends: readonly string[];
  /** Where each line begins in the text, and last where the text ends: one more than there are lines. */
  readonly starts: readonly number[];
}

/**
 * A carriage return alone ends a line only in a text that has no other line ends (as old Macs wrote); elsewhere it is a
 * character of its line.
 */
export function splitText(text: string): TextLines {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const lines: string[] = [];
  const ends: string[] = [];
  const starts: number[] = [];
  const feed = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  let start = mark.length;
  while (start < text.length) {
    starts.push(start);
    const at = text.indexOf(feed, start);
    if (at < 0) {
      lines.push(text.slice(start));
      ends.push('');
      break;
    }
    const windows = feed === '\n' && at > start && text.charCodeAt(at - 1) === carriageReturn;
    lines.push(text.slice(start, windows ? at - 1 : at));
    ends.push(windows ? '\r\n' : feed);
    start = at + 1;
  }
  starts.push(text.length);
  return { mark, lines, ends, starts };
}

/** The lines of a text, whichever way they end. A long text is split several times as fast without an expression. */
export function splitLines(text: string): string[] {
  return text.includes('\r') ? text.split(/\r?\n/) : text.split('\n');
}

/** The lines of a text that a model wrote, where how they end means nothing. */
export function plainLines(text: string): string[] {
  if (text === '') return [];
  if (!text.includes('\n')) return text.replace(/\r$/, '').split('\r');
  return splitLines(text.replace(/\r?\n$/, ''));
}

/** The ending that most lines have; '\n' where there is none. */
export function usualEnd(ends: readonly string[]): string {
  let windows = 0;
  let unix = 0;
  for (const end of ends) {
    if (end === '\r') return end;
    if (end === '\r\n') windows++;
    else if (end === '\n') unix++;
  }
  return windows > unix ? '\r\n' : '\n';
}

/** The line end that most lines of a text have; a line feed where there is none. */
export function usualEndOf(text: string): string {
  return text.includes('\r') ? usualEnd(splitText(text).ends) : '\n';
}

/** What to take out of a text (line numbers from 0) and what to put in before which line. */
export interface LineEdit {
  readonly remove: ReadonlySet<number>;
  readonly insert: ReadonlyMap<number, readonly string[]>;
}

/**
 * The edit of the text that an edit of its lines means, so that all that is not meant stays: a new line ends as the line
 * that it replaces or follows, and the text ends with a line break only if it did.
 */
export function lineEditToTextEdit(text: TextLines, edit: LineEdit): TextEdit {
  const touched = [...new Set([...edit.remove, ...edit.insert.keys()])].sort((a, b) => a - b);
  const usual = usualEnd(text.ends);
  const replacements: TextReplacement[] = [];
  let done = -1;
  for (const from of touched) {
    if (from < done) continue;
    const { to, lines, ends } = newLines(text, edit, { from, usual });
    done = to + 1;
    const replacement = replace({ text, usual }, { from, to, lines, ends });
    if (replacement) replacements.push(replacement);
  }
  return textEdit(replacements);
}

/** The text again, to the byte. */
function joinText({ mark, lines, ends }: TextLines): string {
  return mark + lines.map((line, k) => line + (ends[k] ?? '')).join('');
}

/** The text with a line edit done; lines that stay keep their ends. */
export function editLines(text: TextLines, edit: LineEdit): string {
  return applyTextEdit(lineEditToTextEdit(text, edit), joinText(text));
}

interface Stretch {
  /** Lines `from` to `to`, the last not among them, give way to `lines`. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  readonly ends: readonly string[];
}

/** All that is taken out and put in from a line on, up to the first line that stays. */
function newLines(
  text: TextLines,
  edit: LineEdit,
  { from, usual }: { readonly from: number; readonly usual: string },
): Pick<Stretch, 'to' | 'lines' | 'ends'> {
  const lines: string[] = [];
  const ends: string[] = [];
  const last = text.ends[from - 1];
  let replaced: string[] = [];
  let at = from;
  for (; ; at++) {
    const added = edit.insert.get(at);
    if (added) {
      const near = text.ends[at - 1] || last || text.ends[at] || usual;
      added.forEach((line, k) => {
        lines.push(line);
        ends.push(replaced[k] || near);
      });
      replaced = [];
    }
    const end = text.ends[at];
    if (end === undefined || !edit.remove.has(at)) break;
    replaced.push(end);
  }
  return { to: at, lines, ends };
}

function replace(
  { text, usual }: { readonly text: TextLines; readonly usual: string },
  { from, to, lines, ends }: Stretch,
): TextReplacement | undefined {
  const count = text.lines.length;
  const isOpen = count > 0 && text.ends[count - 1] === '';
  const isLast = to === count;
  const begin = text.starts[from] ?? 0;
  const end = text.starts[to] ?? 0;
  let start = begin;
  const last = lines.length - 1;
  let body = lines.map((line, k) => line + (isLast && isOpen && k === last ? '' : ends[k])).join('');
  // A text that ends without a line break keeps ending so: its new last line gives its own to the one before it.
  if (isLast && isOpen && from === count) body = (text.ends[count - 2] || usual) + body;
  else if (isLast && isOpen && lines.length === 0 && from > 0) start -= (text.ends[from - 1] ?? '').length;
  const old = text.lines.slice(from, to);
  const isSame = lines.length === old.length && lines.every((line, k) => line === old[k]) && start === begin;
  return isSame ? undefined : { start, end, text: body };
}
