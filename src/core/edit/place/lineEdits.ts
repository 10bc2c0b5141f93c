import type { Block } from './block.ts';
import { isOld } from './block.ts';
import { indentOf, isBlank } from './fold.ts';
import { type IndentPair, indentPairs, indentRule } from './indent.ts';

/** Which line of the file each old line of a block is (from 0); -1: the file has no such line. */
export type Alignment = readonly number[];

/** What a placed block does to the file's lines, numbered from 0. */
export interface PlacedEdit {
  readonly remove: readonly number[];
  /** In order; `before` is the line that the new ones go in front of. */
  readonly insert: readonly { readonly before: number; readonly lines: readonly string[] }[];
  /** First line of the place and the first line after it. */
  readonly start: number;
  readonly end: number;
  /** How the lines that both hold are indented. */
  readonly pairs: readonly IndentPair[];
}

export type EditOutcome =
  | { readonly type: 'edit'; readonly edit: PlacedEdit }
  /** The lines are there, but not next to each other where the new ones should go between them. */
  | { readonly type: 'openPlace' }
  /** New lines are indented in a way that the file's own lines say nothing about. */
  | { readonly type: 'openIndent'; readonly line: string };

/** Turns a block and its place into an edit, with the new lines indented as the file is. */
export function editAt(
  block: Block,
  at: Alignment,
  fileLines: readonly string[],
  old: readonly string[],
): EditOutcome {
  const pairs = indentPairs(old, fileLines, at);
  const rule = indentRule(pairs);
  const remove: number[] = [];
  const insert: { before: number; lines: string[] }[] = [];
  const known = at.filter((line) => line >= 0);
  const start = known[0] ?? 0;
  const end = (known[known.length - 1] ?? -1) + 1;
  const places = oldPlaces(block, at);
  for (let k = 0; k < block.lines.length; k++) {
    const line = block.lines[k];
    if (!line) break;
    if (line.type === 'removed') {
      const place = places[k] ?? -1;
      if (place < 0) return { type: 'openPlace' };
      // A line amid those to be removed that the block knows nothing of was put there since.
      const above = block.lines[k - 1]?.type === 'removed' ? (places[k - 1] ?? place) : place;
      if (!fileLines.slice(above + 1, place).every(isBlank)) return { type: 'openPlace' };
      remove.push(place);
    }
    if (line.type !== 'added') continue;
    const lines: string[] = [];
    let next = k;
    for (; block.lines[next]?.type === 'added'; next++) {
      const text = block.lines[next]?.text ?? '';
      const indent = indentOf(text);
      const own = isBlank(text) ? '' : rule(indent);
      if (own === undefined) return { type: 'openIndent', line: text };
      lines.push(own + text.slice(indent.length));
    }
    const before = whereBetween(
      { type: block.lines[k - 1]?.type, place: places[k - 1], edge: isEdge(places, 0, k) },
      { type: block.lines[next]?.type, place: places[next], edge: isEdge(places, next, places.length) },
    );
    if (before === undefined) return { type: 'openPlace' };
    insert.push({ before, lines });
    k = next - 1;
  }
  return { type: 'edit', edit: { remove, insert, start, end, pairs } };
}

interface Neighbour {
  readonly type: string | undefined;
  /** Undefined at the block's edge; -1 where the file has no such line. */
  readonly place: number | undefined;
  /** No line of the block from here outwards is in the file. */
  readonly edge: boolean;
}

function whereBetween(previous: Neighbour, next: Neighbour): number | undefined {
  const above = previous.place ?? -1;
  const below = next.place ?? -1;
  if (above >= 0 && below >= 0) {
    if (below === above + 1) return below;
    if (previous.type === 'removed' && next.type !== 'removed') return above + 1;
    if (next.type === 'removed' && previous.type !== 'removed') return below;
    return undefined;
  }
  if (above >= 0 && next.edge) return above + 1;
  if (below >= 0 && previous.edge) return below;
  return undefined;
}

function oldPlaces(block: Block, at: Alignment): readonly number[] {
  let k = 0;
  return block.lines.map((line) => (isOld(line) ? (at[k++] ?? -1) : -1));
}

function isEdge(places: readonly number[], from: number, to: number): boolean {
  return places.slice(from, to).every((place) => place < 0);
}

/** Whether two ways to place a patch come to the same text. */
export function sameEdit(a: PlacedEdit, b: PlacedEdit): boolean {
  return (
    a.remove.join() === b.remove.join() &&
    a.insert.length === b.insert.length &&
    a.insert.every(
      (run, k) =>
        run.before === b.insert[k]?.before && run.lines.join('\n') === b.insert[k]?.lines.join('\n'),
    )
  );
}
