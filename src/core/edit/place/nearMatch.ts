import type { BlockLine } from './block.ts';
import type { FileIndex } from './fileIndex.ts';
import { fold } from './fold.ts';
import type { Alignment } from './lineEdits.ts';
import { isMisspelt } from './misspelt.ts';

const mostPlacesOfALine = 40;
const mostStarts = 24;

/** How many lines may be off: a misspelt context line, or a line of the file that the patch forgot. */
function allowance(length: number): number {
  return length < 8 ? 1 : length < 20 ? 2 : 3;
}

export interface NearMatch {
  readonly at: Alignment;
  /** How many lines that say something agree. */
  readonly certain: number;
}

/**
 * Starts (from 0) at which the pattern might stand, most promising first: each line that the file holds too votes for
 * the start that it would mean.
 */
export function likelyStarts(pattern: readonly string[], index: FileIndex): readonly number[] {
  const votes = new Map<number, number>();
  pattern.forEach((line, k) => {
    if (line.trim().length < 2) return;
    const places = index.withLine(line, 'folded', mostPlacesOfALine + 1);
    if (places.length > mostPlacesOfALine) return;
    for (const at of places) votes.set(at - k, (votes.get(at - k) ?? 0) + 1);
  });
  return [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([start]) => start);
}

/**
 * Places that agree but for a few context lines. A line to be removed must agree itself: it may have been changed since,
 * and removing it would lose that change. For the same reason there is no such place where another one agrees in as many
 * lines but for one to be removed: that is as likely the one that was meant.
 */
export function nearMatches(lines: readonly BlockLine[], index: FileIndex): readonly NearMatch[] {
  const texts = lines.map((line) => line.text);
  const pattern = texts.map(fold);
  const most = allowance(pattern.length);
  const found = new Map<string, NearMatch>();
  const changed: NearMatch[] = [];
  for (const start of likelyStarts(texts, index).slice(0, mostStarts)) {
    if (!mayAlign(pattern, index, start, most)) continue;
    for (const late of [false, true]) {
      const match = align(lines, pattern, index, { start, most, late, anyRemoved: false });
      if (match) found.set(match.at.join(), match);
    }
    const other = align(lines, pattern, index, { start, most, late: false, anyRemoved: true });
    if (other) changed.push(other);
  }
  const matches = [...found.values()];
  const isContested = changed.some((other) =>
    matches.every((match) => isApart(other, match) && other.certain >= match.certain),
  );
  return isContested ? [] : matches;
}

function isApart(one: NearMatch, other: NearMatch): boolean {
  return Math.max(...one.at) < Math.min(...known(other)) || Math.max(...other.at) < Math.min(...known(one));
}

const known = (match: NearMatch): readonly number[] => match.at.filter((line) => line >= 0);

/** Whether enough lines have an equal within the band: without, there is no need to compare the others. */
function mayAlign(pattern: readonly string[], index: FileIndex, start: number, band: number): boolean {
  let missing = 0;
  return pattern.every((wanted, k) => {
    if (wanted === '') return true;
    for (let at = start + k - band; at <= start + k + band; at++)
      if (index.folded(at) === wanted) return true;
    return ++missing <= band;
  });
}

interface AlignOptions {
  readonly start: number;
  readonly most: number;
  /** Of equally cheap ways, take the one that leaves out lines late instead of early. */
  readonly late: boolean;
  /** Take any line for one that is to be removed. */
  readonly anyRemoved: boolean;
}

/** The cheapest alignment within a narrow band around a start, or none within the allowance. */
function align(
  lines: readonly BlockLine[],
  pattern: readonly string[],
  index: FileIndex,
  { start, most, late, anyRemoved }: AlignOptions,
): NearMatch | undefined {
  const band = most;
  const width = 2 * band + 1;
  const unreachable = most + 1;
  // cost[k][d]: lines k.. placed, where line k may stand at start + k + d - band or below.
  const cost: number[][] = Array.from({ length: pattern.length + 1 }, () =>
    new Array<number>(width).fill(unreachable),
  );
  cost[pattern.length]?.fill(0);
  const compare = (k: number, d: number): number => {
    const line = start + k + d - band;
    if (line < 0 || line >= index.lines.length) return unreachable;
    const own = index.folded(line);
    const wanted = pattern[k] ?? '';
    if (own === wanted) return 0;
    if (anyRemoved && lines[k]?.type === 'removed') return 1;
    if (lines[k]?.type !== 'context' || wanted === '' || own === '') return unreachable;
    return isMisspelt(own, wanted, (word) => index.hasWord(word)) ? 1 : unreachable;
  };
  const steps = new Int8Array(pattern.length * width).fill(-1);
  const stepCost = (k: number, d: number): number => {
    if (d >= width) return compare(k, d);
    const known = steps[k * width + d] ?? -1;
    if (known >= 0) return known;
    const cost = compare(k, d);
    steps[k * width + d] = cost;
    return cost;
  };
  const at = (k: number, d: number): number => cost[k]?.[d] ?? unreachable;
  const dropCost = (k: number, d: number): number =>
    pattern[k] === '' && lines[k]?.type === 'context' && d > 0 ? 1 + at(k + 1, d - 1) : unreachable;
  for (let k = pattern.length - 1; k >= 0; k--) {
    for (let d = width - 1; d >= 0; d--) {
      const step = stepCost(k, d) + at(k + 1, d);
      const skip = k === 0 ? unreachable : 1 + at(k, d + 1);
      const row = cost[k];
      if (row) row[d] = Math.min(step, skip, dropCost(k, d), unreachable);
    }
  }
  let best = unreachable;
  let d = -1;
  for (let begin = 0; begin < width; begin++) {
    if (at(0, begin) < best) {
      best = at(0, begin);
      d = begin;
    }
  }
  if (d < 0) return undefined;
  const places: number[] = [];
  let certain = 0;
  for (let k = 0; k < pattern.length; ) {
    const here = at(k, d);
    const canSkip = k > 0 && 1 + at(k, d + 1) === here;
    const own = stepCost(k, d);
    const canStep = own + at(k + 1, d) === here;
    const canDrop = dropCost(k, d) === here;
    if (canStep && (late || !(canSkip || canDrop))) {
      if (own === 0 && pattern[k] !== '') certain++;
      places.push(start + k + d - band);
      k++;
    } else if (canDrop && (late || !canSkip)) {
      places.push(-1);
      k++;
      d--;
    } else if (canSkip) d++;
    else return undefined;
  }
  const weighty = pattern.filter((line) => line !== '').length;
  return certain >= 2 && certain >= weighty - most ? { at: places, certain } : undefined;
}
