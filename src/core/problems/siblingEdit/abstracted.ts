import type { Diagnostic } from '../../verify/diagnostic.ts';
import { templateOf } from '../template.ts';
import { type LineEdit, lineEdit } from './lineEdit.ts';
import {
  type EditPattern,
  type Element,
  type FarLines,
  holesOf,
  type InsertedLine,
  namesIn,
  type Piece,
} from './pattern.ts';
import { homeTokens, isKeyword, mayDiffer, solidTokensOf, type Token, tokensOf } from './tokens.ts';

/** A piece of an edit by whole lines: a line that becomes another one, or lines that come in before a line. */
export type Part =
  | { readonly type: 'line'; readonly line: number; readonly text: string }
  | { readonly type: 'insert'; readonly at: number; readonly lines: readonly string[] };

type Line = Extract<Part, { type: 'line' }>;
type Insert = Extract<Part, { type: 'insert' }>;

export const importLine = /^(?:import\b|from\s+\S+\s+import\b|use\s|using\s|#include\b)/;

/** The edit without what is only true of its place; undefined where something in it can't be told of another place. */
export function abstracted(
  parts: readonly Part[],
  place: {
    readonly old: readonly string[];
    readonly diagnostic: Diagnostic;
    readonly constants: ReadonlySet<string>;
  },
): EditPattern | undefined {
  const { old, diagnostic, constants } = place;
  const first = diagnostic.range.start.line;
  const last = diagnostic.range.end.line;
  const lines = parts.filter((part): part is Line => part.type === 'line');
  const inserts = parts.filter((part): part is Insert => part.type === 'insert');
  const isHome = ({ line }: Line) => line >= first && line <= last;
  const isImport = (part: Insert) => part.at < first && part.lines.every((line) => importLine.test(line));
  const imports = inserts.filter(isImport);
  const above = inserts.filter((part) => part.at === first && !isImport(part));
  const below = inserts.filter(({ at }) => at === last + 1);
  const between = inserts.filter((part) => ![...imports, ...above, ...below].includes(part));
  if (between.some(({ at }) => (at > first && at <= last) || at === 0 || at >= old.length)) return undefined;
  const farLines = lines.filter((part) => !isHome(part));

  const edits = new Map(lines.map((part) => [part, lineEdit(old[part.line] ?? '', part.text)]));
  const put = [
    ...[...edits.values()].flat().map(({ text }) => text),
    ...inserts.flatMap((part) => part.lines),
  ];
  const taken = lines.flatMap((part) => {
    const tokens = solidTokensOf(old[part.line] ?? '');
    return (edits.get(part) ?? []).flatMap(({ from, to }) => tokens.slice(from, to));
  });
  const names = namesIn(diagnostic.message);
  const roles = rolesOf({ put, taken, constants, names });
  const context = between.flatMap(({ at }) => [old[at - 1] ?? '', old[at] ?? '']);
  const farWords = [...farLines.map(({ line }) => old[line] ?? ''), ...context].flatMap(wordsIn);
  const needed = new Set([...put.flatMap(wordsIn), ...farWords].filter((word) => !constants.has(word)));

  const home = homeOf(
    homeEdits(lines.filter(isHome), edits, old, first, last),
    homeTokens(old, diagnostic.range),
    { roles, needed },
  );
  const far = farLines.map(
    ({ line, text }): FarLines => ({
      direction: line < first ? -1 : 1,
      lines: [lineElements(old[line] ?? '', lineEdit(old[line] ?? '', text), roles)],
      inserted: [],
    }),
  );
  const contexts = between.map(({ at }) => [old[at - 1] ?? '', old[at] ?? '']);
  const gaps = contexts.map((pair) => pair.map((line) => lineElements(line, [], roles)));
  const holes = new Set([
    ...holesOf(home),
    ...[...far.flatMap((each) => each.lines), ...gaps.flat()].flatMap(holesOf),
    ...names.filter((name) => name !== '' && !constants.has(name)),
  ]);
  // A name that stands beside the problem and is in no hole might be another one elsewhere.
  const local = new Set(old.slice(first, last + 1).flatMap(wordsIn));
  const isLost = (word: string) => local.has(word) && !holes.has(word) && !constants.has(word);
  if (put.flatMap(wordsIn).some(isLost)) return undefined;

  const insertedBy = (part: Insert, beside: string) =>
    part.lines.map((line) => insertedLine(line, indentOf(beside), holes, roles));
  const beside = old[first] ?? '';
  const all = {
    above: above.flatMap((part) => insertedBy(part, beside)),
    below: below.flatMap((part) => insertedBy(part, beside)),
    imports: imports.flatMap((part) => insertedBy(part, '')),
    gaps: between.map((part, index) =>
      insertedBy(part, contexts[index]?.[1] || (contexts[index]?.[0] ?? '')),
    ),
  };
  const inserted = [...all.above, ...all.below, ...all.imports, ...all.gaps.flat()];
  if (inserted.some((line) => line === undefined)) return undefined;
  const sure = (list: readonly (InsertedLine | undefined)[]) => list.flatMap((line) => line ?? []);
  const pieces = (elements: readonly Element[]) =>
    elements.map(
      (each): Element =>
        each.type === 'change'
          ? { ...each, puts: each.puts.flatMap((text) => piecesOf(String(text), holes, roles)) }
          : each,
    );
  return {
    kind: templateOf(diagnostic).key,
    names,
    home: pieces(home),
    above: sure(all.above),
    below: sure(all.below),
    imports: sure(all.imports),
    far: [
      ...far.map((each) => ({ ...each, lines: each.lines.map(pieces) })),
      ...between.map(
        ({ at }, index): FarLines => ({
          direction: at <= first ? -1 : 1,
          lines: gaps[index] ?? [],
          inserted: sure(all.gaps[index] ?? []),
        }),
      ),
    ],
  };
}

/** What a token is to another place. */
interface Roles {
  isHole(token: Token, isTaken: boolean): boolean;
  /** Whether two names and a joint may be one hole. */
  isLoose(token: Token): boolean;
}

function rolesOf(from: {
  readonly put: readonly string[];
  readonly taken: readonly Token[];
  readonly constants: ReadonlySet<string>;
  readonly names: readonly string[];
}): Roles {
  const putTokens = new Set(from.put.flatMap((text) => tokensOf(text).map((token) => token.text)));
  const putWords = new Set(from.put.flatMap(wordsIn));
  const moved = new Set(from.taken.filter(({ text }) => putTokens.has(text)).map(({ text }) => text));
  const isHole = (token: Token, isTaken: boolean) => {
    if (!mayDiffer(token) || from.constants.has(token.text)) return false;
    // What is taken out for good is what the edit is about: elsewhere it has to be the same.
    if (isTaken) return moved.has(token.text);
    // A number or text that is put in as well may have been made from it, or not: so it has to be the same.
    return token.kind === 'word' || moved.has(token.text) || !putTokens.has(token.text);
  };
  return {
    isHole,
    isLoose: (token) => isHole(token, false) && !putWords.has(token.text) && !from.names.includes(token.text),
  };
}

function wordsIn(text: string): readonly string[] {
  return (text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter((word) => !isKeyword(word));
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** The edits of the problem's lines, by the tokens of all of them. */
function homeEdits(
  parts: readonly Line[],
  edits: ReadonlyMap<Line, readonly LineEdit[]>,
  old: readonly string[],
  first: number,
  last: number,
): readonly LineEdit[] {
  const starts = new Map<number, number>();
  // A line's end is a token, and there is one before the first line.
  let at = 1;
  for (let line = first; line <= last; line++) {
    starts.set(line, at);
    at += solidTokensOf(old[line] ?? '').length + 1;
  }
  return parts.flatMap((part) => {
    const start = starts.get(part.line) ?? 1;
    return (edits.get(part) ?? []).map((edit) => ({ ...edit, from: edit.from + start, to: edit.to + start }));
  });
}

/** How far a name may stand from the edit that needs it, in tokens. */
const mostAway = 8;

function homeOf(
  edits: readonly LineEdit[],
  { tokens, from: s, to: e }: ReturnType<typeof homeTokens>,
  { roles, needed }: { readonly roles: Roles; readonly needed: ReadonlySet<string> },
): readonly Element[] {
  let from = Math.min(s, ...edits.map((edit) => edit.from));
  let to = Math.max(e, ...edits.map((edit) => edit.to));
  // A hole at the rim would not tell where it ends.
  if (from < s) from -= 1;
  if (to > e || edits.some((edit) => edit.from > e)) to += 1;
  const isNeeded = (token: Token | undefined) => token?.kind === 'word' && needed.has(token.text);
  const isKnown = (text: string) => tokens.slice(from, to).some((token) => token.text === text);
  for (let at = s - 1; at > Math.max(0, s - mostAway); at--)
    if (at < from && isNeeded(tokens[at]) && !isKnown(tokens[at]?.text ?? '')) from = at;
  for (let at = e; at < Math.min(tokens.length, e + mostAway); at++)
    if (at >= to && isNeeded(tokens[at]) && !isKnown(tokens[at]?.text ?? '')) to = at + 1;
  const isInside = (edit: LineEdit) =>
    edit.to > edit.from ? edit.from < e && edit.to > s : edit.from > s && edit.from < e;
  const isTouched = edits.some(isInside) || tokens.slice(s, e).some(isNeeded);
  return elementsOf(tokens, { from, to }, edits, roles, { start: s, end: e, isTouched });
}

function lineElements(line: string, edits: readonly LineEdit[], roles: Roles): readonly Element[] {
  const tokens = solidTokensOf(line);
  return elementsOf(tokens, { from: 0, to: tokens.length }, edits, roles);
}

interface ProblemTokens {
  readonly start: number;
  readonly end: number;
  readonly isTouched: boolean;
}

function elementsOf(
  tokens: readonly Token[],
  { from, to }: { readonly from: number; readonly to: number },
  edits: readonly LineEdit[],
  roles: Roles,
  problem?: ProblemTokens,
): readonly Element[] {
  const elements: Element[] = [];
  const marksAt = (at: number): readonly Element[] => {
    if (problem?.isTouched === false) return at === problem.start ? [{ type: 'problem' }] : [];
    const end: readonly Element[] = at === problem?.end ? [{ type: 'end' }] : [];
    return at === problem?.start ? [{ type: 'start' }, ...end] : end;
  };
  const elementOf = (token: Token, isTaken: boolean): Element =>
    roles.isHole(token, isTaken) ? { type: 'hole', name: token.text } : { type: 'same', text: token.text };
  const isJoined = (at: number) =>
    at < to && !edits.some((edit) => edit.from === at) && at !== problem?.start && at !== problem?.end;
  for (let at = from; at <= to; ) {
    const edit = edits.find((each) => each.from === at);
    const isAtEnd = edit && at === problem?.end && at !== problem.start;
    if (isAtEnd || !edit) elements.push(...marksAt(at));
    if (edit) {
      const takes = tokens
        .slice(edit.from, edit.to)
        .flatMap((token, index) => [...(index > 0 ? marksAt(at + index) : []), elementOf(token, true)]);
      const marks = edit.to > at && !isAtEnd ? marksAt(at) : [];
      elements.push({ type: 'change', takes: [...marks, ...takes], puts: [edit.text], beside: edit.beside });
      if (edit.to > at) {
        at = edit.to;
        continue;
      }
      if (!isAtEnd) elements.push(...marksAt(at));
    }
    const token = tokens[at];
    if (at === to || !token) break;
    if (at === problem?.start && !problem.isTouched && problem.end > at) {
      at = problem.end;
      continue;
    }
    let next = at + 1;
    if (token.kind === 'word' && roles.isLoose(token))
      while (
        tokens[next]?.text === '.' &&
        isJoined(next) &&
        isJoined(next + 1) &&
        isLooseWord(tokens[next + 1], roles)
      )
        next += 2;
    const name = tokens
      .slice(at, next)
      .map(({ text }) => text)
      .join('');
    elements.push(next > at + 1 ? { type: 'hole', name } : elementOf(token, false));
    at = next;
  }
  return elements;
}

function isLooseWord(token: Token | undefined, roles: Roles): boolean {
  return token?.kind === 'word' && roles.isLoose(token);
}

function insertedLine(
  line: string,
  beside: string,
  holes: ReadonlySet<string>,
  roles: Roles,
): InsertedLine | undefined {
  if (line.trim() === '') return { indent: '', pieces: [] };
  if (!line.startsWith(beside)) return undefined;
  const indent = indentOf(line).slice(beside.length);
  return { indent, pieces: piecesOf(line.trimStart(), holes, roles) };
}

/** A text with its holes: names, also inside of what it quotes, and numbers and texts that came from the place. */
function piecesOf(text: string, holes: ReadonlySet<string>, roles: Roles): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const token of tokensOf(text)) {
    if (token.kind === 'word' && holes.has(token.text)) pieces.push({ hole: token.text });
    else if (token.kind === 'number' || token.kind === 'text') {
      if (roles.isHole(token, true) && holes.has(token.text)) pieces.push({ hole: token.text });
      else pieces.push(...wordPieces(token.text, holes));
    } else pieces.push(token.text);
  }
  return pieces;
}

function wordPieces(text: string, holes: ReadonlySet<string>): readonly Piece[] {
  return text
    .split(/([\p{L}_$][\p{L}\p{N}_$]*)/u)
    .filter((part) => part !== '')
    .map((part) => (holes.has(part) ? { hole: part } : part));
}
