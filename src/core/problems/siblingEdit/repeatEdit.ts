import type { TextReplacement } from '../../edit/textEdit.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { templateOf } from '../template.ts';
import { importLine } from './abstracted.ts';
import { type Match, matchFar, matchHome } from './matchPlace.ts';
import { type EditPattern, type InsertedLine, namesIn, type Piece } from './pattern.ts';
import type { Source } from './source.ts';

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
  const known = new Set(lines);
  return insertion(imports, starts[first], '', match)?.filter(({ text }) => !known.has(text.trimEnd()));
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

function filledWith(pieces: readonly Piece[], { holes }: Match): string | undefined {
  const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : holes.get(piece.hole)));
  return texts.some((each) => each === undefined) ? undefined : texts.join('');
}
