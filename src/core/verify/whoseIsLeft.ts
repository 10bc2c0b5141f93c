import { sharedHead, sharedTail } from '../../base/sharedEnds.ts';
import type { TextRange } from '../../base/textRange.ts';
import type { ChangedLine } from './lineMoves.ts';

/** A problem and the line that it stood on. */
export interface OnLine {
  readonly line: ChangedLine;
  readonly range: TextRange;
}

/**
 * Whether what is `left` on the line that was that of `own` is `own` still, and not `other`, which stood on another line
 * of the same stretch and may have gone there. Only what speaks for it makes it so: what stands around it, which old line
 * has become which new one, and where nothing of that tells, that its own part of the line was kept.
 */
export function isOwnStill(left: TextRange, own: OnLine, other: OnLine): boolean {
  const { next } = own.line;
  const around = sharedAround(next, left, own) - sharedAround(next, left, other);
  const asTheyWere = sharedRims(own.line.old, next) + sharedRims(other.line.old, other.line.next);
  const swapped = sharedRims(other.line.old, next) + sharedRims(own.line.old, other.line.next);
  if (around < 0 || asTheyWere < swapped) return false;
  if (around > 0 || asTheyWere > swapped) return true;
  return isKeptAt(left.start.character, own);
}

/** Whether a place on the new line is that of a problem by the part of the old one which it begins in or ends. */
function isKeptAt(character: number, { line, range }: OnLine): boolean {
  const { start } = range;
  return (
    (start.character <= line.head && character === start.character) ||
    (start.character >= line.tail && character === start.character + line.longer)
  );
}

/** How many characters just before and just after two places are the same. */
function sharedAround(next: string, left: TextRange, { line, range }: OnLine): number {
  const before = sharedTail(next.slice(0, left.start.character), line.old.slice(0, range.start.character));
  return before + sharedHead(after(next, left), after(line.old, range));
}

function after(line: string, { start, end }: TextRange): string {
  return end.line === start.line ? line.slice(end.character) : '';
}

/** How many characters two lines begin and end with alike. */
function sharedRims(a: string, b: string): number {
  return Math.min(sharedHead(a, b) + sharedTail(a, b), a.length, b.length);
}
