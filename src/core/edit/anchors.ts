import type { Anchor } from './block.ts';
import type { FileIndex } from './fileIndex.ts';
import { fold, indentOf, isBlank } from './fold.ts';

export type AnchorResult =
  | { readonly type: 'lines'; readonly lines: readonly number[] }
  | { readonly type: 'missing'; readonly anchor: string };

/** The lines (from 0) that the last anchor may mean, each below a line for the anchor before it. */
export function anchorLines(anchors: readonly Anchor[], index: FileIndex): AnchorResult {
  let lines: readonly number[] = [-1];
  for (const anchor of anchors) {
    const first = lines[0] ?? -1;
    const found = linesOf(anchor.text, index).filter((line) => line > first);
    if (found.length > 0) lines = found;
    else if (anchor.strict) return { type: 'missing', anchor: anchor.text };
  }
  return { type: 'lines', lines };
}

function linesOf(text: string, index: FileIndex): readonly number[] {
  for (const close of ['trailing', 'indent', 'folded'] as const) {
    const found = index.withLine(text, close);
    if (found.length > 0) return found;
  }
  const folded = fold(text);
  if (folded.length < 3) return [];
  const holding = linesHolding(folded, index);
  const starts = holding.filter((at) => index.folded(at).startsWith(folded));
  return starts.length > 0 ? starts : holding;
}

/** Only lines with all of the text's plain words are folded: most have not. */
function linesHolding(folded: string, index: FileIndex): readonly number[] {
  const words = (folded.match(/\w+/g) ?? []).sort((a, b) => b.length - a.length);
  const found: number[] = [];
  index.lines.forEach((line, at) => {
    if (words.every((word) => line.includes(word)) && index.folded(at).includes(folded)) found.push(at);
  });
  return found;
}

/**
 * Of several places, those that the anchors speak for: the first below each line that the anchor may mean. More than
 * one is left where they don't settle it.
 */
export function choose(
  starts: readonly number[],
  anchors: readonly number[],
  lines: readonly string[],
): readonly number[] {
  const sorted = [...starts].sort((a, b) => a - b);
  const firsts = new Set<number>();
  const inScope = new Set<number>();
  for (const anchor of anchors) {
    const at = firstFrom(sorted, anchor);
    const [first, second] = [sorted[at], sorted[at + 1]];
    if (first === undefined) continue;
    firsts.add(first);
    if (within(anchor, first, lines)) inScope.add(first);
    // Two places inside what the anchor names: it says nothing of which.
    if (second !== undefined && within(anchor, second, lines)) {
      firsts.add(second);
      inScope.add(second);
    }
  }
  if (inScope.size > 0) return [...inScope];
  return [...firsts];
}

function firstFrom(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether every line from the anchor to the place is indented deeper than the anchor. */
function within(anchor: number, place: number, lines: readonly string[]): boolean {
  const own = indentOf(lines[anchor] ?? '').length;
  for (let at = anchor + 1; at <= place; at++) {
    const line = lines[at] ?? '';
    if (!isBlank(line) && indentOf(line).length <= own) return false;
  }
  return true;
}
