import { sharedHead, sharedTail } from '../../base/sharedEnds.ts';
import type { TextRange } from '../../base/textRange.ts';
import { type LineChange, lineChanges, linesWithEnds, withoutEnd } from '../edit/lineDiff.ts';

/** What a change did to the lines of a file, which may have moved to another path. */
export interface LineMoves {
  readonly from: string;
  readonly to: string;
  /** The stretches that differ, in order; all other lines are the same ones. */
  readonly changes: readonly LineChange[];
  /** The lines that changed, by their number before; of stretches that have as many lines as they had. */
  readonly changed?: ReadonlyMap<number, ChangedLine>;
}

/**
 * A line as it was and what took its place. The part before `head` and the one from `tail` on are as they were, and may
 * overlap, as where one of two that are alike is gone; the line got `longer` by so much.
 */
export interface ChangedLine {
  readonly old: string;
  readonly next: string;
  readonly head: number;
  readonly tail: number;
  readonly longer: number;
}

/** Beyond this many files that come and go at once it is not looked which became which. */
const mostMoves = 50;

/**
 * What became of the lines of changed files; `before` has the old text of each, where there was one. A file that is
 * gone and whose lines stand for the most part in a created one counts as moved.
 */
export function lineMovesOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string | null>,
): readonly LineMoves[] {
  const moves: LineMoves[] = [];
  const created = new Map<string, string>();
  const gone = new Map<string, string>();
  for (const [path, content] of after) {
    const old = before.get(path);
    if (old === undefined && content !== null) created.set(path, content);
    else if (old !== undefined && content === null) gone.set(path, old);
    else if (old !== undefined && content !== null) moves.push(movesBetween(path, old, path, content));
  }
  if (created.size * gone.size > mostMoves) return moves;
  for (const [from, old] of gone) {
    const found = [...created]
      .map(([to, content]) => ({ to, content, share: sharedLines(old, content) }))
      .sort((a, b) => b.share - a.share)[0];
    if (!found || found.share < 0.5) continue;
    created.delete(found.to);
    moves.push(movesBetween(from, old, found.to, found.content));
  }
  return moves;
}

function movesBetween(from: string, old: string, to: string, next: string): LineMoves {
  const lines = linesWithEnds(old);
  const nextLines = linesWithEnds(next);
  const changes = lineChanges(lines, nextLines);
  const changed = new Map<number, ChangedLine>();
  for (const { oldStart, oldEnd, newStart, newEnd } of changes) {
    if (oldEnd - oldStart !== newEnd - newStart) continue;
    for (let line = oldStart; line < oldEnd; line += 1)
      changed.set(
        line,
        changedLine(withoutEnd(lines[line] ?? ''), withoutEnd(nextLines[newStart + line - oldStart] ?? '')),
      );
  }
  return { from, to, changes, changed };
}

function changedLine(old: string, next: string): ChangedLine {
  const tail = old.length - sharedTail(old, next);
  return { old, next, head: sharedHead(old, next), tail, longer: next.length - old.length };
}

/** Where on its line a stretch of a changed line begins after the change; undefined where that can't be told. */
export function characterAfter({ changed }: LineMoves, { start, end }: TextRange): number | undefined {
  const line = changed?.get(start.line);
  if (!line || end.line !== start.line) return undefined;
  const inHead = end.character <= line.head;
  const inTail = start.character >= line.tail;
  if (inHead === inTail) return undefined;
  return inHead ? start.character : start.character + line.longer;
}

/** The share of the longer text's lines that stand in the other too. */
function sharedLines(a: string, b: string): number {
  const lines = linesWithEnds(a);
  const others = linesWithEnds(b);
  const there = new Set(others);
  return lines.filter((line) => there.has(line)).length / Math.max(lines.length, others.length, 1);
}

/**
 * The lines where a line of before may stand after, both ends included, and the one where it most likely does: where it
 * is unchanged one and the same, else the stretch that took the place of its own, and in that as many lines from its
 * start. `isEven`: the stretch has as many lines as it had.
 */
export function linesAfter(
  changes: readonly LineChange[],
  line: number,
): {
  readonly first: number;
  readonly last: number;
  readonly likely: number;
  readonly isSame: boolean;
  readonly isEven: boolean;
} {
  let shift = 0;
  for (const { oldStart, oldEnd, newStart, newEnd } of changes) {
    if (line < oldStart) break;
    if (line < oldEnd) {
      const likely = Math.min(newStart + line - oldStart, Math.max(newStart, newEnd - 1));
      const isEven = newEnd - newStart === oldEnd - oldStart;
      return { first: newStart, last: newEnd - 1, likely, isSame: false, isEven };
    }
    shift = newEnd - oldEnd;
  }
  return { first: line + shift, last: line + shift, likely: line + shift, isSame: true, isEven: true };
}
