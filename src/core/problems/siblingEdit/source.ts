import type { TextRange } from '../../../base/textRange.ts';
import { solidTokensOf, type Token } from './tokens.ts';

export const importLine = /^(?:import\b|from\s+\S+\s+import\b|use\s|using\s|#include\b)/;

/** A text with its lines, and the offset at which each of them begins. */
export interface Source {
  readonly text: string;
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

export function sourceOf(text: string): Source {
  const lines = text.split('\n');
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return { text, lines, starts };
}

export interface Home {
  readonly tokens: readonly Token[];
  /** The tokens that the range touches. */
  readonly from: number;
  readonly to: number;
}

/** Characters of a line beyond which it is data, and nobody's code. */
export const mostLine = 1_000;

/**
 * The tokens of a range's lines, with the line's end before them and the one behind; offsets are those of the whole
 * text. Undefined where these lines are data.
 */
export function homeOf({ text, lines, starts }: Source, { start, end }: TextRange): Home | undefined {
  const own = lines.slice(start.line, end.line + 1);
  const first = starts[start.line];
  const lastStart = starts[end.line];
  if (first === undefined || lastStart === undefined || own.some((line) => line.length > mostLine))
    return undefined;
  const last = lastStart + (own.at(-1)?.length ?? 0);
  const lineEnd = (at: number): Token => ({ kind: 'line', text: '\n', start: at, end: at });
  const tokens = [lineEnd(first), ...solidTokensOf(text.slice(first, last), first), lineEnd(last)];
  const [begins, ends] = [first + start.character, lastStart + end.character];
  const from = tokens.findIndex((token, at) => at > 0 && token.end > begins);
  const to = tokens.findIndex((token, at) => at >= from && token.start >= ends);
  return { tokens, from: Math.max(1, from), to: Math.max(from, to, 1) };
}
