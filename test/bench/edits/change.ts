import { diffArrays } from 'diff';

export interface HunkLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

export interface Hunk {
  /** Where it stands in the lines before, from 0: known from the change itself, whatever a patch says. */
  readonly start: number;
  readonly lines: readonly HunkLine[];
}

/** What one commit made of one file. */
export interface Change {
  /** Where it comes from, to find it again. */
  readonly id: string;
  readonly path: string;
  readonly before: readonly string[];
  readonly hunks: readonly Hunk[];
}

const widestContext = 12;

/**
 * A change as hunks with as much context, three lines or more, as makes each of them stand in one place alone even when
 * white space and look-alikes count for nothing: else a disturbed patch could rightly mean another place. Undefined
 * where that takes too much context, or nothing changes.
 */
export function changeOf(
  id: string,
  path: string,
  before: readonly string[],
  after: readonly string[],
): Change | undefined {
  const keys = before.map(looseKey);
  for (let context = 3; context <= widestContext; context += 3) {
    const hunks = hunksOf(before, after, context);
    if (hunks.length === 0) return undefined;
    if (!hunks.every((hunk) => isUnique(hunk, keys))) continue;
    const change = { id, path, before, hunks };
    if (applyKnown(before, hunks).join('\n') !== after.join('\n'))
      throw new Error(`The hunks of ${id} do not give what the change gave.`);
    return change;
  }
  return undefined;
}

/** The lines after the change, by the places that are known: no search, so nothing can be found wrongly. */
export function applyKnown(before: readonly string[], hunks: readonly Hunk[]): readonly string[] {
  const after: string[] = [];
  let at = 0;
  for (const hunk of [...hunks].sort((a, b) => a.start - b.start)) {
    after.push(...before.slice(at, hunk.start));
    at = hunk.start;
    for (const line of hunk.lines) {
      if (line.sign === '+') after.push(line.text);
      else {
        if (line.sign === ' ') after.push(before[at] ?? '');
        at++;
      }
    }
  }
  return [...after, ...before.slice(at)];
}

export const oldTexts = (hunk: Hunk): readonly string[] =>
  hunk.lines.filter((line) => line.sign !== '+').map((line) => line.text);

export const newTexts = (hunk: Hunk): readonly string[] =>
  hunk.lines.filter((line) => line.sign !== '-').map((line) => line.text);

/** A line without all that a disturbed patch may have otherwise. */
export function looseKey(line: string): string {
  return line
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\u2013\u2014]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(/[\s\u00A0]+/g, '');
}

/** Where these lines stand one after the other, by their loose keys. */
export function placesOf(lines: readonly string[], keys: readonly string[]): readonly number[] {
  const wanted = lines.map(looseKey);
  return keys.flatMap((_, start) => (wanted.every((key, k) => keys[start + k] === key) ? [start] : []));
}

function isUnique(hunk: Hunk, keys: readonly string[]): boolean {
  const old = oldTexts(hunk);
  return old.some((line) => looseKey(line) !== '') && placesOf(old, keys).length === 1;
}

function hunksOf(before: readonly string[], after: readonly string[], context: number): readonly Hunk[] {
  const parts = diffArrays([...before], [...after], { maxEditLength: 400 });
  if (!parts) return [];
  const lines: HunkLine[] = [];
  for (const part of parts)
    for (const text of part.value) lines.push({ sign: part.added ? '+' : part.removed ? '-' : ' ', text });
  const near = new Set<number>();
  lines.forEach((line, k) => {
    if (line.sign === ' ') return;
    for (let at = k - context; at <= k + context; at++) near.add(at);
  });
  const hunks: { start: number; lines: HunkLine[] }[] = [];
  let own = 0;
  let isOpen = false;
  lines.forEach((line, k) => {
    if (near.has(k)) {
      if (!isOpen) hunks.push({ start: own, lines: [] });
      hunks[hunks.length - 1]?.lines.push(line);
    }
    isOpen = near.has(k);
    if (line.sign !== '+') own++;
  });
  return hunks;
}
