import { withoutMark } from '../../../base/byteOrderMark.ts';
import type { TextReplacement } from '../../edit/textEdit.ts';
import { usualEndOf } from '../../edit/textLines.ts';

/**
 * A text in which every line ends with a line feed, without a mark before the first, and what its replacements are in
 * the text as it was.
 */
export interface PlainEnds {
  readonly text: string;
  back(replacement: TextReplacement): TextReplacement;
}

/**
 * How lines end says nothing of what code means: an edit that was learned where they end one way is done where they end
 * another, and what it puts in ends as most lines there do.
 */
export function plainEnds(text: string): PlainEnds {
  const plain = withPlainEnds(text);
  if (plain === text) return { text, back: (replacement) => replacement };
  const unmarked = withoutMark(text);
  const mark = text.length - unmarked.length;
  /** Where in the plain text the line feeds are that had a carriage return before them. */
  const feeds = [...unmarked.matchAll(/\r\n/g)].map(({ index }, before) => index - before);
  const end = usualEndOf(text);
  // What stands at a line's end comes before both characters of it.
  const place = (offset: number) => mark + offset + countBelow(feeds, offset);
  return {
    text: plain,
    back: ({ start, end: stop, text: put }) => ({
      start: place(start),
      end: place(stop),
      text: put.replaceAll('\n', end),
    }),
  };
}

/** The text with line feeds alone and no mark, as patterns are matched. */
export function withPlainEnds(text: string): string {
  return withoutMark(text).replaceAll('\r\n', '\n');
}

/** How many of the sorted numbers are below another. */
function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
