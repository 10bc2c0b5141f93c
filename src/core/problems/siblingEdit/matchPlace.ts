import type { Diagnostic } from '../../verify/diagnostic.ts';
import { isAtom, isSameAround } from './around.ts';
import { beginsStatement } from './flow.ts';
import type { EditPattern, Element, FarLines, Piece } from './pattern.ts';
import { indentOf } from './pieces.ts';
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

/** The problem's own place, as the pattern has it; undefined where there is none, or more than one way to read it. */
export function matchHome(
  { home, above, below }: EditPattern,
  source: Source,
  { range }: Diagnostic,
  start: Match,
): Match | undefined {
  const place = homeOf(source, range);
  if (!place) return undefined;
  const isStatement = above.length === 0 && below.length === 0;
  if (!isStatement && !beginsStatement(source.lines, range.start.line)) return undefined;
  const { tokens, from, to } = place;
  const code = { tokens, text: source.text, problem: { from, to }, steps: { left: mostSteps } };
  const found = new Map<string, Match>();
  for (let at = from; at >= Math.max(0, from - mostTokens); at--) {
    // A name at the rim is a whole one, and no part of what it stands in.
    if (home[0]?.type === 'hole' && tokens[at - 1]?.text === '.') continue;
    matchAll(home, code, at, start, (end, match) => {
      // What begins further left than the form does is not known from it.
      if (home[0]?.type === 'hole' && !isAtom(match.holes.get(home[0].name) ?? '')) return undefined;
      const isWhole = home.at(-1)?.type !== 'hole' || !/^[.([?!]$/.test(tokens[end]?.text ?? '');
      if (end >= to && isWhole) found.set(JSON.stringify([[...match.holes], match.found]), match);
      return undefined;
    });
  }
  const [only, ...others] = found.values();
  return code.steps.left > 0 && others.length === 0 ? only : undefined;
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
        if ((known !== undefined && held !== known) || !isOfForm(held, element.name)) continue;
        if (isBound(rest) && !isAtom(held)) continue;
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
    case 'problem': {
      if (at !== problem?.from || !endsOfPiece(tokens, at).includes(problem.to)) return undefined;
      const { name = '' } = element;
      const held = text.slice(token?.start, tokens[problem.to - 1]?.end);
      const isSame = /^['"`]/.test(name) ? isOfForm(held, name) : name === '' || held === name;
      return isSame ? matchAll(rest, code, problem.to, match, then) : undefined;
    }
    case 'change': {
      const { takes, puts, beside, around } = element;
      return matchAll(takes, code, at, match, (end, taken) => {
        const place = end > at ? [token?.start, tokens[end - 1]?.end] : pointAt(tokens, at, beside);
        const [start, stop] = place;
        if (start === undefined || stop === undefined) return undefined;
        if (!isSameAround(around, tokens, at, end)) return undefined;
        const found = [...taken.found, { start, end: stop, puts }];
        return matchAll(rest, code, end, { ...taken, found }, then);
      });
    }
  }
}

/** Whether what follows belongs to the piece of code before it alone. */
function isBound(rest: readonly Element[]): boolean {
  const next = rest.find(({ type }) => type !== 'start' && type !== 'end');
  if (next?.type === 'change') {
    const [first] = next.puts;
    if (next.takes.length > 0) return isBound(next.takes);
    return typeof first === 'string' && /^\s*[.([?!]/.test(first);
  }
  return next?.type === 'same' && /^[.([?!]$/.test(next.text);
}

/** A text is one of the same kind: a date is no word, and a name no text. */
function isOfForm(held: string, name: string): boolean {
  if (!/^['"`]/.test(name)) return true;
  const form = (text: string) => text.replace(/\d+/g, '0').replace(/\p{L}+/gu, 'a');
  return form(held) === form(name);
}

function pointAt(tokens: readonly Token[], at: number, beside: 'before' | 'after') {
  const point =
    beside === 'before'
      ? (tokens[at - 1]?.end ?? tokens[at]?.start)
      : (tokens[at]?.start ?? tokens[at - 1]?.end);
  return [point, point];
}

/**
 * The lines of the same form on the same side of the problem; undefined where there are none, or two of them. Lines
 * above count where what they bind is seen at the problem: not those of blocks that have ended.
 */
export function matchFar(
  { direction, lines: wanted, inserted }: FarLines,
  { text, lines, starts }: Source,
  { range }: Diagnostic,
  match: Match,
): { readonly line: number; readonly match: Match } | undefined {
  const from = direction < 0 ? range.start.line - 1 : range.end.line;
  const steps = { left: mostSteps };
  const home = indentOf(lines[range.start.line] ?? '').length;
  let least = home;
  let found: { readonly line: number; readonly match: Match } | undefined;
  for (let away = 0; away < mostLines; away++) {
    const line = from + direction * away;
    const first = lines[line] ?? '';
    const isBlank = first.trim() === '';
    let now: Match | undefined = match;
    for (const [index, elements] of wanted.entries()) {
      const own = lines[line + index] ?? '';
      if (own.length > mostLine) return undefined;
      const tokens = solidTokensOf(own, starts[line + index] ?? 0);
      const whole = (at: number, each: Match) => (at === tokens.length ? each : undefined);
      now = now && matchAll(elements, { tokens, text, steps }, 0, now, whole);
    }
    const isOutside = line < range.start.line || line > range.end.line;
    const isSeen = direction > 0 || isBlank || indentOf(first).length <= least;
    if (now && isSeen && (inserted.length > 0 || isOutside)) {
      if (found) return undefined;
      found = { line, match: now };
    }
    if (isBlank || !isOutside) continue;
    if (direction < 0) least = Math.min(least, indentOf(first).length);
    // Lines between others belong to the block that the problem stands at.
    else if (inserted.length > 0 && indentOf(first).length <= home) break;
  }
  if (steps.left <= 0 || !found) return undefined;
  const between = direction < 0 ? lines.slice(found.line + 1, range.start.line) : [];
  const held = new Set(found.match.holes.values());
  return between.some((line) => bindsOneOf(held, line)) ? undefined : found;
}

/** Whether a line gives one of the names another meaning. */
function bindsOneOf(names: ReadonlySet<string>, line: string): boolean {
  const tokens = solidTokensOf(line);
  return tokens.some(({ text }, at) => {
    if (!names.has(text)) return false;
    if (/^(?:const|let|var|val|for|function|def)$/.test(tokens[at - 1]?.text ?? '')) return true;
    const isSet = tokens[at + 1]?.text === '=' && tokens[at - 1]?.text !== '.';
    return isSet && !/^[=>]$/.test(tokens[at + 2]?.text ?? '');
  });
}
