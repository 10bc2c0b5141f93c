import type { TextReplacement } from '../../edit/textEdit.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { templateOf } from '../template.ts';
import { importLine } from './abstracted.ts';
import {
  type EditPattern,
  type Element,
  type FarLines,
  type InsertedLine,
  namesIn,
  type Piece,
} from './pattern.ts';
import { endsOfPiece, homeTokens, solidTokensOf, type Token } from './tokens.ts';

/** What is known of holes, and the changes whose places are found. */
interface Match {
  readonly holes: ReadonlyMap<string, string>;
  readonly found: readonly Found[];
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly puts: readonly Piece[];
}

/** How far from the problem other lines are looked for, and how far left of it its code begins. */
const mostLines = 30;
const mostTokens = 60;

/**
 * The edit of a pattern at another problem, where its place is like the one that it was learned from; undefined where
 * it is not, or where two places would do. Whether it mends the problem is for a check to say.
 */
export function repeatEdit(
  pattern: EditPattern,
  text: string,
  diagnostic: Diagnostic,
): readonly TextReplacement[] | undefined {
  if (templateOf(diagnostic).key !== pattern.kind) return undefined;
  const lines = text.split('\n');
  const given = namesGiven(pattern.names, namesIn(diagnostic.message));
  if (!given) return undefined;
  const found = matchHome(pattern, { text, lines, diagnostic }, { holes: given, found: [] });
  if (!found) return undefined;
  const starts = startsOf(lines);
  let match: Match = found;
  const replacements: TextReplacement[] = [];
  for (const far of pattern.far) {
    const at = matchFar(far, { text, lines, starts }, diagnostic, match);
    if (!at) return undefined;
    match = at.match;
    const beside = lines[at.line + 1] || (lines[at.line] ?? '');
    const more = insertion(far.inserted, starts[at.line + 1], beside, match);
    if (!more) return undefined;
    replacements.push(...more);
  }
  const { start, end } = diagnostic.range;
  const first = lines[start.line] ?? '';
  const firstImport = lines.findIndex((line) => importLine.test(line));
  if (pattern.imports.length > 0 && (firstImport === -1 || firstImport > start.line)) return undefined;
  const known = new Set(lines);
  const parts = [
    insertion(pattern.above, starts[start.line], first, match),
    insertion(pattern.below, starts[end.line + 1], first, match),
    insertion(pattern.imports, starts[firstImport], '', match)?.filter(
      (each) => !known.has(each.text.trimEnd()),
    ),
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

interface Text {
  readonly text: string;
  readonly lines: readonly string[];
}

function matchHome(
  { home, above }: EditPattern,
  { text, lines, diagnostic }: Text & { readonly diagnostic: Diagnostic },
  start: Match,
): Match | undefined {
  const { tokens, from, to } = homeTokens(lines, diagnostic.range);
  if (above.length > 0 && !beginsStatement(lines, diagnostic.range.start.line)) return undefined;
  const problem = { from, to };
  for (let at = from; at >= Math.max(0, from - mostTokens); at--) {
    const found = matchAll(home, { tokens, text, problem }, at, start, (end, match) =>
      end >= to ? match : undefined,
    );
    if (found) return found;
  }
  return undefined;
}

/** A line can be put above one that begins a statement: not inside of brackets, nor where a branch has no braces. */
function beginsStatement(lines: readonly string[], line: number): boolean {
  const before =
    lines
      .slice(0, line)
      .findLast((each) => each.trim() !== '')
      ?.trim() ?? '';
  if (before === '' || /[;{}:]$/.test(before)) return true;
  // Languages that end statements with the line: what is open or branches goes on.
  return !/[([,=+\-*/%&|?<>.\\]$|^(?:if|for|while|else)\b/.test(before);
}

interface Code {
  readonly tokens: readonly Token[];
  /** What their offsets are of. */
  readonly text: string;
  /** The tokens of the problem; absent where there is none. */
  readonly problem?: { readonly from: number; readonly to: number };
}

/** Matches elements from a token on, trying longer pieces of code for a hole where shorter ones lead nowhere. */
function matchAll(
  elements: readonly Element[],
  code: Code,
  at: number,
  match: Match,
  then: (at: number, match: Match) => Match | undefined,
): Match | undefined {
  const [element, ...rest] = elements;
  if (!element) return then(at, match);
  const { tokens, text, problem } = code;
  const token = tokens[at];
  switch (element.type) {
    case 'same':
      return token?.text === element.text ? matchAll(rest, code, at + 1, match, then) : undefined;
    case 'hole': {
      const known = match.holes.get(element.name);
      for (const end of endsOfPiece(tokens, at)) {
        const held = text.slice(token?.start, tokens[end - 1]?.end);
        if (known !== undefined && held !== known) continue;
        const next = { ...match, holes: new Map(match.holes).set(element.name, held) };
        const found = matchAll(rest, code, end, next, then);
        if (found) return found;
      }
      return undefined;
    }
    case 'start':
      return at === problem?.from ? matchAll(rest, code, at, match, then) : undefined;
    case 'end':
      return at === problem?.to ? matchAll(rest, code, at, match, then) : undefined;
    case 'problem':
      return at === problem?.from ? matchAll(rest, code, problem.to, match, then) : undefined;
    case 'change': {
      const { takes, puts, beside } = element;
      return matchAll(takes, code, at, match, (end, taken) => {
        const place = end > at ? [token?.start, tokens[end - 1]?.end] : pointAt(tokens, at, beside);
        const [start, stop] = place;
        if (start === undefined || stop === undefined) return undefined;
        const found = [...taken.found, { start, end: stop, puts }];
        return matchAll(rest, code, end, { ...taken, found }, then);
      });
    }
  }
}

function pointAt(tokens: readonly Token[], at: number, beside: 'before' | 'after') {
  const point =
    beside === 'before'
      ? (tokens[at - 1]?.end ?? tokens[at]?.start)
      : (tokens[at]?.start ?? tokens[at - 1]?.end);
  return [point, point];
}

/** The nearest lines of the same form, on the same side of the problem. */
function matchFar(
  { direction, lines: wanted, inserted }: FarLines,
  { text, lines, starts }: Text & { readonly starts: readonly number[] },
  { range }: Diagnostic,
  match: Match,
): { readonly line: number; readonly match: Match } | undefined {
  const from = direction < 0 ? range.start.line - 1 : range.end.line;
  for (let away = 0; away < mostLines; away++) {
    const line = from + direction * away;
    let now: Match | undefined = match;
    for (const [index, elements] of wanted.entries()) {
      const tokens = solidTokensOf(lines[line + index] ?? '', starts[line + index] ?? 0);
      now =
        now &&
        matchAll(elements, { tokens, text }, 0, now, (at, each) => (at === tokens.length ? each : undefined));
    }
    if (now && (inserted.length > 0 || line < range.start.line || line > range.end.line))
      return { line, match: now };
  }
  return undefined;
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

/** Where each line begins, and after the last one where the text ends. */
function startsOf(lines: readonly string[]): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}
