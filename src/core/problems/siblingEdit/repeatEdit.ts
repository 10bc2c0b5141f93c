import type { TextReplacement } from '../../edit/textEdit.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { templateOf } from '../template.ts';
import { isAtom } from './around.ts';
import { flowAt } from './flow.ts';
import { type Match, matchFar, matchHome } from './matchPlace.ts';
import { type EditPattern, type InsertedLine, namesIn, type Piece } from './pattern.ts';
import { importLine, type Source } from './source.ts';
import { meansSame, textsPut } from './sure.ts';

/**
 * The edit of a pattern at another problem, where its place is like the one that it was learned from; undefined where
 * it is not, or where two places would do. Whether it mends the problem is for a check to say.
 */
export function repeatEdit(
  pattern: EditPattern,
  source: Source,
  diagnostic: Diagnostic,
): readonly TextReplacement[] | undefined {
  if (templateOf(diagnostic).key !== pattern.kind) return undefined;
  const given = namesGiven(pattern.names, namesIn(diagnostic.message));
  if (!given) return undefined;
  const found = matchHome(pattern, source, diagnostic, { holes: given, found: [] });
  if (!found) return undefined;
  const { lines, starts } = source;
  const { sure } = pattern;
  if (sure.flow !== undefined && flowAt(lines, diagnostic) !== sure.flow) return undefined;
  if (!meansSame(sure, lines, diagnostic.path)) return undefined;
  let match: Match = found;
  const replacements: TextReplacement[] = [];
  for (const far of pattern.far) {
    const at = matchFar(far, source, diagnostic, match);
    if (!at) return undefined;
    match = at.match;
    const beside = lines[at.line + 1] || (lines[at.line] ?? '');
    const more = insertion(far.inserted, starts[at.line + 1], beside, match);
    if (!more) return undefined;
    replacements.push(...more);
  }
  if (!isSureOf(pattern, match)) return undefined;
  const { start, end } = diagnostic.range;
  const first = lines[start.line] ?? '';
  const parts = [
    insertion(pattern.above, starts[start.line], first, match),
    insertion(pattern.below, starts[end.line + 1], first, match),
    importsOf(pattern, source, diagnostic, match),
  ];
  for (const part of parts) {
    if (!part) return undefined;
    replacements.push(...part);
  }
  for (const { puts, ...place } of match.found) {
    const filled = filledWith(puts, match);
    if (filled === undefined) return undefined;
    replacements.push({ ...place, text: filled });
  }
  return replacements.length === 0 ? undefined : replacements;
}

/** What the names of one message are in the other; undefined where one name would be two. */
function namesGiven(from: readonly string[], to: readonly string[]): ReadonlyMap<string, string> | undefined {
  const given = new Map<string, string>();
  if (from.length !== to.length) return given;
  for (const [index, name] of from.entries()) {
    const other = to[index] ?? '';
    if (name === '' || other === '') continue;
    if ((given.get(name) ?? other) !== other) return undefined;
    given.set(name, other);
  }
  return given;
}

/** Imports go before the others of the file; one that is there already is left out. */
function importsOf(
  { imports }: EditPattern,
  { lines, starts }: Source,
  { range }: Diagnostic,
  match: Match,
): readonly TextReplacement[] | undefined {
  if (imports.length === 0) return [];
  const first = lines.findIndex((line) => importLine.test(line));
  if (first === -1 || first > range.start.line) return undefined;
  const known = new Set<string | undefined>(lines);
  const missing = imports.filter(({ pieces }) => !known.has(filledWith(pieces, match)));
  return insertion(missing, starts[first], '', match);
}

function insertion(
  inserted: readonly InsertedLine[],
  at: number | undefined,
  beside: string,
  match: Match,
): readonly TextReplacement[] | undefined {
  if (inserted.length === 0) return [];
  if (at === undefined) return undefined;
  const indent = /^\s*/.exec(beside)?.[0] ?? '';
  const texts = inserted.map(({ indent: own, pieces }) => {
    const filled = filledWith(pieces, match);
    return filled === undefined || pieces.length === 0 ? filled : `${indent}${own}${filled}`;
  });
  if (texts.some((each) => each === undefined)) return undefined;
  return [{ start: at, end: at, text: texts.map((each) => `${each}\n`).join('') }];
}

/** Whether what stands in holes is what it was where it has to be, and is not done twice where it was done once. */
function isSureOf(pattern: EditPattern, { holes }: Match): boolean {
  const isKept = pattern.sure.kept.every((name) => (holes.get(name) ?? name) === name);
  const put = textsPut(pattern).flatMap((pieces) =>
    pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.hole])),
  );
  const left = [...pattern.home, ...pattern.far.flatMap(({ lines }) => lines.flat())].flatMap((each) =>
    each.type === 'hole' ? [each.name] : [],
  );
  const isTwice = (name: string) => [...put, ...left].filter((each) => each === name).length > 1;
  const isWork = (name: string) => /[(`]|\+\+|--|\bawait\b/.test(holes.get(name) ?? '');
  return isKept && !put.some((name) => isTwice(name) && isWork(name));
}

/** Undefined where what a hole holds would not hold together there, or would end a text. */
function filledWith(pieces: readonly Piece[], { holes }: Match): string | undefined {
  const isText = pieces.some((piece) => typeof piece === 'string' && /['"`]/.test(piece));
  for (const [at, piece] of pieces.entries()) {
    const held = typeof piece === 'string' ? undefined : holes.get(piece.hole);
    if (held === undefined) continue;
    if (isText && /['"`\\]/.test(held)) return undefined;
    const solid = (part: Piece) => typeof part !== 'string' || part.trim() !== '';
    const [before, after] = [pieces.slice(0, at).findLast(solid), pieces.slice(at + 1).find(solid)];
    const isBetween = /^[([,]$/.test(String(before)) && /^[)\],]$/.test(String(after));
    if (!isBetween && !isAtom(held)) return undefined;
  }
  const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : holes.get(piece.hole)));
  return texts.some((each) => each === undefined) ? undefined : texts.join('');
}
