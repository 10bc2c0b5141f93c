import { diffArrays } from 'diff';
import type { HunkLine } from './hunkText.ts';

/** The part of a line's text that changed, from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Comparing words takes longer than a line this long is worth. */
const longestLine = 2000;

/**
 * For a block of removed lines followed by as many added ones, the words that changed within each pair; by the line's
 * place in `lines`. Pairs that share little are left out: marking nearly the whole line says nothing.
 */
export function inlineChanges(
  lines: readonly Pick<HunkLine, 'type' | 'text'>[],
): ReadonlyMap<number, readonly Span[]> {
  const spans = new Map<number, readonly Span[]>();
  let at = 0;
  while (at < lines.length) {
    const removed = runOf(lines, at, 'removed');
    const added = runOf(lines, at + removed, 'added');
    if (removed > 0 && removed === added) {
      for (let index = at; index < at + removed; index++) markPair(lines, index, index + removed, spans);
    }
    at += Math.max(1, removed + added);
  }
  return spans;
}

function runOf(lines: readonly Pick<HunkLine, 'type'>[], from: number, type: HunkLine['type']): number {
  let length = 0;
  while (lines[from + length]?.type === type) length += 1;
  return length;
}

function markPair(
  lines: readonly Pick<HunkLine, 'text'>[],
  removed: number,
  added: number,
  spans: Map<number, readonly Span[]>,
): void {
  const before = lines[removed]?.text ?? '';
  const after = lines[added]?.text ?? '';
  if (before === after || before.length > longestLine || after.length > longestLine) return;
  const old: Span[] = [];
  const next: Span[] = [];
  let shared = 0;
  let oldAt = 0;
  let nextAt = 0;
  for (const part of diffArrays(wordsOf(before), wordsOf(after))) {
    const text = part.value.join('');
    if (part.removed) {
      addSpan(old, before, oldAt, oldAt + text.length);
      oldAt += text.length;
    } else if (part.added) {
      addSpan(next, after, nextAt, nextAt + text.length);
      nextAt += text.length;
    } else {
      shared += text.trim().length;
      oldAt += text.length;
      nextAt += text.length;
    }
  }
  if (shared * 3 < Math.max(before.trim().length, after.trim().length)) return;
  if (old.length > 0) spans.set(removed, old);
  if (next.length > 0) spans.set(added, next);
}

/** Words, stretches of space, and every other character by itself. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_$]+|\s+|[^\p{L}\p{N}_$\s]/gu) ?? [];
}

/** Spans that only space lies between are one: a mark for each word of a phrase would flicker. */
function addSpan(spans: Span[], text: string, start: number, end: number): void {
  const last = spans.at(-1);
  if (last && text.slice(last.end, start).trim() === '') spans[spans.length - 1] = { start: last.start, end };
  else spans.push({ start, end });
}
