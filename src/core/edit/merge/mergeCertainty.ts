import { diffArrays } from 'diff';
import type { LineChange } from '../lineDiff.ts';

/** Beyond this many added and removed lines a file has become another: no place in it is certain. */
const mostDifferent = 1000;
const contextLines = 3;

/** Tells whether places of a text have a place of their own in another version of it. */
export class Certainty {
  readonly #old: readonly string[];
  readonly #next: readonly string[];
  readonly #changes: readonly LineChange[];
  readonly #distance: number;
  #unique: ReadonlySet<string> | undefined;

  /** `changes`: the fewest that make `next` of `old`. */
  constructor(old: readonly string[], next: readonly string[], changes: readonly LineChange[]) {
    this.#old = old;
    this.#next = next;
    this.#changes = changes;
    this.#distance = changes.reduce(
      (sum, change) => sum + change.oldEnd - change.oldStart + change.newEnd - change.newStart,
      0,
    );
  }

  /**
   * Whether the lines `[start, end)` of the old text, which no change touches, stand at one place in the new text and at
   * no other that would explain the new text as well. In a file of equal blocks of which one was added or removed no one
   * can say which of them is which. Lines that hold on to nothing, such as a lone bracket in a file that was written
   * anew, have no place either: one line near must be found once in each text, or those next to them be unchanged.
   */
  isCertain(start: number, end: number): boolean {
    if (this.#distance > mostDifferent) return false;
    if (this.#distance === 0) return true;
    const run = this.#runAround(start, end);
    const isHeld =
      Math.max(0, start - contextLines) >= run.from &&
      Math.min(this.#old.length, end + contextLines) <= run.to;
    if (!isHeld && this.#uniqueLines(run.from, run.to, 1) === 0) return false;
    return this.#isFixed(start - 1, run) && this.#isFixed(end, run);
  }

  /** The lines without a change that these stand among, and how much further down the new text has them. */
  #runAround(start: number, end: number): Run {
    const above = this.#changes.findLast((change) => change.oldEnd <= start);
    const below = this.#changes.find((change) => change.oldStart >= end);
    return {
      from: above?.oldEnd ?? 0,
      to: below?.oldStart ?? this.#old.length,
      shift: above ? above.newEnd - above.oldEnd : 0,
      isFirst: above === undefined,
      isLast: below === undefined,
    };
  }

  /** Whether every shortest way to make the new text of the old one keeps this line where it is. */
  #isFixed(line: number, run: Run): boolean {
    if (line < 0 || line >= this.#old.length) return true;
    // A shortest way gives up no more lines than there are changes. Where more than that can only be matched here, above
    // and below, some of them are, and between two of those the straight way is the shortest.
    const wanted = this.#distance + 1;
    const isHeldAbove = run.isFirst || this.#uniqueLines(run.from, line + 1, wanted) === wanted;
    const isHeldBelow = run.isLast || this.#uniqueLines(line, run.to, wanted) === wanted;
    if (isHeldAbove && isHeldBelow) return true;
    const place = (text: string, at: number) => ({ text, at });
    const other = diffArrays(this.#old.map(place), this.#next.map(place), {
      comparator: (one, two) => one.text === two.text && !(one.at === line && two.at === line + run.shift),
      maxEditLength: this.#distance,
    });
    return other === undefined;
  }

  /** How many lines of the old text from `from` to `to` stand once in each text; counted up to `most`. */
  #uniqueLines(from: number, to: number, most: number): number {
    this.#unique ??= linesOnceInBoth(this.#old, this.#next);
    let count = 0;
    for (let at = from; at < to && count < most; at++) if (this.#unique.has(this.#old[at] ?? '')) count++;
    return count;
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
  /** Whether it begins both texts, and whether it ends both. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function linesOnceInBoth(old: readonly string[], next: readonly string[]): ReadonlySet<string> {
  const also = linesOnceIn(next);
  return new Set([...linesOnceIn(old)].filter((line) => also.has(line)));
}

function linesOnceIn(lines: readonly string[]): ReadonlySet<string> {
  const once = new Set<string>();
  const seen = new Set<string>();
  for (const line of lines) {
    if (seen.has(line)) once.delete(line);
    else once.add(line);
    seen.add(line);
  }
  return once;
}
