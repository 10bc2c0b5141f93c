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
    const above = lines;
    const found = linesOf(anchor.text, index).filter(
      (line) => line > first && (!anchor.strict || !isInSibling(line, above, index.lines)),
    );
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
    if (words.every((word) => line.includes(word)) && holdsWhole(index.folded(at), folded)) found.push(at);
  });
  return found;
}

/** Whether a line holds a text that begins and ends no word amid: `f1` does not stand in `f10`. */
function holdsWhole(line: string, text: string): boolean {
  const isAmid = (at: number): boolean => /^\w\w$/.test(line.slice(Math.max(0, at - 1), at + 1));
  for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1))
    if (!isAmid(at) && !isAmid(at + text.length)) return true;
  return false;
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

/**
 * Whether a change lies in a sibling of what its anchor names: below another heading of the same kind. What was meant
 * has changed then, and this only looks like it. An anchor may well name what ends above the place.
 */
export function isInSibling(place: number, anchors: readonly number[], lines: readonly string[]): boolean {
  const above = anchors.filter((anchor) => anchor >= 0 && anchor <= place);
  return above.length > 0 && above.every((anchor) => hasSiblingBetween(anchor, place, lines));
}

function hasSiblingBetween(anchor: number, place: number, lines: readonly string[]): boolean {
  const own = lines[anchor] ?? '';
  const kind = headingKind(own);
  if (kind === undefined || !opens(anchor, lines)) return false;
  for (let at = anchor + 1; at < place; at++) {
    const line = lines[at] ?? '';
    if (indentOf(line) === indentOf(own) && headingKind(line) === kind && opens(at, lines)) return true;
  }
  return false;
}

/** What `def f():`, `class A {` or `get() {` begin with that others of their kind begin with too. */
function headingKind(line: string): string | undefined {
  const [, word, name] = /^\s*(\w+)(?:\s+(\w)|\()/.exec(line) ?? [];
  return word === undefined ? undefined : name === undefined ? '(' : word;
}

/** Whether the lines below this one are indented deeper. */
function opens(anchor: number, lines: readonly string[]): boolean {
  let at = anchor + 1;
  while (at < lines.length && isBlank(lines[at] ?? '')) at++;
  return indentOf(lines[at] ?? '').length > indentOf(lines[anchor] ?? '').length;
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
