import type { LineSpan } from './enclosingBlock.ts';

/** A file's lines as a model may see them. */
export interface FileLines {
  readonly path: string;
  readonly lines: readonly string[];
}

/** Spans in order, with those that touch, or have only a line or two between them, made one. */
export function joinSpans(spans: readonly LineSpan[]): readonly LineSpan[] {
  const joined: LineSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before && span.first <= before.last + 3) {
      joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    } else joined.push(span);
  }
  return joined;
}
