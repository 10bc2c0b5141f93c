import type { Diagnostic } from '../../verify/diagnostic.ts';
import type { EditPattern, Element, FarLines, Piece } from './pattern.ts';
import { homeOf, mostLine, type Source } from './source.ts';
import { endsOfPiece, solidTokensOf, type Token } from './tokens.ts';

/** What is known of holes, and the changes whose places are found. */
export interface Match {
  readonly holes: ReadonlyMap<string, string>;
  readonly found: readonly Found[];
}

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly puts: readonly Piece[];
}

/** How far from the problem other lines are looked for, and how far left of it its code begins. */
const mostLines = 30;
const mostTokens = 60;
/** Tokens that are compared for one place, at most. */
const mostSteps = 5_000;

/** The problem's own place, as the pattern has it. */
export function matchHome(
  { home, above }: EditPattern,
  source: Source,
  { range }: Diagnostic,
  start: Match,
): Match | undefined {
  const place = homeOf(source, range);
  if (!place || (above.length > 0 && !beginsStatement(source.lines, range.start.line))) return undefined;
  const { tokens, from, to } = place;
  const code = { tokens, text: source.text, problem: { from, to }, steps: { left: mostSteps } };
  for (let at = from; at >= Math.max(0, from - mostTokens); at--) {
    const found = matchAll(home, code, at, start, (end, match) => (end >= to ? match : undefined));
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
  /** How much may still be tried: holes beside holes can be filled in more ways than there is time for. */
  readonly steps: { left: number };
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
  if (code.steps.left-- <= 0) return undefined;
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
export function matchFar(
  { direction, lines: wanted, inserted }: FarLines,
  { text, lines, starts }: Source,
  { range }: Diagnostic,
  match: Match,
): { readonly line: number; readonly match: Match } | undefined {
  const from = direction < 0 ? range.start.line - 1 : range.end.line;
  const steps = { left: mostSteps };
  for (let away = 0; away < mostLines; away++) {
    const line = from + direction * away;
    let now: Match | undefined = match;
    for (const [index, elements] of wanted.entries()) {
      const own = lines[line + index] ?? '';
      if (own.length > mostLine) return undefined;
      const tokens = solidTokensOf(own, starts[line + index] ?? 0);
      const whole = (at: number, each: Match) => (at === tokens.length ? each : undefined);
      now = now && matchAll(elements, { tokens, text, steps }, 0, now, whole);
    }
    const isOutside = line < range.start.line || line > range.end.line;
    if (now && (inserted.length > 0 || isOutside)) return { line, match: now };
  }
  return undefined;
}
