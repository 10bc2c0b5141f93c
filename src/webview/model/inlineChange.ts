import type { HunkView } from '../../protocol/panel.ts';

type Line = HunkView['lines'][number];

/** The part of a line's text that changed, from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * For a block of removed lines followed by as many added ones, what changed within each pair; by the line's place in
 * `lines`. Pairs that share little are left out: marking nearly the whole line says nothing.
 */
export function inlineChanges(lines: readonly Line[]): ReadonlyMap<number, Span> {
  const spans = new Map<number, Span>();
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

function runOf(lines: readonly Line[], from: number, type: Line['type']): number {
  let length = 0;
  while (lines[from + length]?.type === type) length += 1;
  return length;
}

function markPair(lines: readonly Line[], removed: number, added: number, spans: Map<number, Span>): void {
  const before = lines[removed]?.text ?? '';
  const after = lines[added]?.text ?? '';
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const indent = before.length - before.trimStart().length;
  const shared = Math.max(0, start - indent) + tail;
  if (before === after || shared * 3 < Math.max(before.trim().length, after.trim().length)) return;
  if (before.length - tail > start) spans.set(removed, { start, end: before.length - tail });
  if (after.length - tail > start) spans.set(added, { start, end: after.length - tail });
}
