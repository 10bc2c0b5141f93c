import {
  blank,
  colon,
  dot,
  doubleQuote,
  hash,
  isWordAt,
  newline,
  openBracket,
  pastBlanks,
  quote,
  wordBytes,
} from './bytes.ts';
import { keyword } from './keywords.ts';

/** A longer path is data. */
const longestPath = 200;

export interface ImportKeyword {
  readonly kinds: number;
  readonly start: number;
  readonly end: number;
  /** Whether nothing but blanks and modifiers stand before it in its line. */
  readonly isFirst: boolean;
}

export interface ImportPlace {
  readonly start: number;
  readonly end: number;
  /** Written as a path in quotes, or else as names with dots or colons between them. */
  readonly isPath: boolean;
}

/** What is imported where a keyword stands that says so; undefined where it is a word as any other. */
export function importAfter(
  bytes: Uint8Array,
  { kinds, start, end, isFirst }: ImportKeyword,
): ImportPlace | undefined {
  const next = pastBlanks(bytes, end);
  if ((kinds & keyword.require) !== 0)
    return bytes[end] === openBracket ? pathAt(bytes, pastBlanks(bytes, end + 1)) : undefined;
  if ((kinds & keyword.include) !== 0)
    return isFirst && bytes[start - 1] === hash && bytes[next] === doubleQuote
      ? pathAt(bytes, next)
      : undefined;
  if ((kinds & keyword.use) !== 0) return isFirst && next > end ? namesAt(bytes, next, colon) : undefined;
  if ((kinds & keyword.import) !== 0) {
    const path = pathAt(bytes, bytes[next] === openBracket ? pastBlanks(bytes, next + 1) : next);
    return path ?? (isFirst && next > end ? namesAt(bytes, next, dot) : undefined);
  }
  if (next === end) return undefined;
  const path = pathAt(bytes, next);
  if (path || !isFirst) return path;
  const names = namesAt(bytes, next, dot);
  return names && isWordAt(bytes, pastBlanks(bytes, names.end), 'import') ? names : undefined;
}

function pathAt(bytes: Uint8Array, at: number): ImportPlace | undefined {
  const opened = bytes[at];
  if (opened !== quote && opened !== doubleQuote) return undefined;
  const most = Math.min(bytes.length, at + longestPath + 2);
  for (let end = at + 1; end < most; end++) {
    const code = bytes[end];
    if (code === newline) return undefined;
    if (code === quote || code === doubleQuote)
      return end > at + 1 ? { start: at + 1, end, isPath: true } : undefined;
  }
  return undefined;
}

function namesAt(bytes: Uint8Array, at: number, divider: number): ImportPlace | undefined {
  let end = at;
  while (end < bytes.length && (wordBytes[bytes[end] ?? blank] !== 0 || bytes[end] === divider)) end++;
  return end > at ? { start: at, end, isPath: false } : undefined;
}
