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
    const key = close === 'trailing' ? text.trimEnd() : close === 'indent' ? text.trim() : fold(text);
    const found = index.withKey(key, close);
    if (found.length > 0) return found;
  }
  const folded = fold(text);
  if (folded.length < 3) return [];
  const starts = index.keys('folded').flatMap((key, at) => (key.startsWith(folded) ? [at] : []));
  if (starts.length > 0) return starts;
  return index.keys('folded').flatMap((key, at) => (key.includes(folded) ? [at] : []));
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
    const below = sorted.filter((start) => start >= anchor);
    const [first, second] = below;
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

/** Whether every line from the anchor to the place is indented deeper than the anchor. */
function within(anchor: number, place: number, lines: readonly string[]): boolean {
  const own = indentOf(lines[anchor] ?? '').length;
  for (let at = anchor + 1; at <= place; at++) {
    const line = lines[at] ?? '';
    if (!isBlank(line) && indentOf(line).length <= own) return false;
  }
  return true;
}
