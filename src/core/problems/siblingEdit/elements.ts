import { aroundOf } from './around.ts';
import type { LineEdit } from './lineEdit.ts';
import type { Element } from './pattern.ts';
import type { Roles } from './roles.ts';
import { type Home, importLine } from './source.ts';
import { solidTokensOf, type Token } from './tokens.ts';

/** How far a name may stand from the edit that needs it, in tokens. */
const mostAway = 8;

/** What stands at the problem and round it, as far as the edits of its lines need it. */
export function homeElements(
  edits: readonly LineEdit[],
  { tokens, from: s, to: e }: Home,
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

/** A line as a whole. */
export function lineElements(line: string, edits: readonly LineEdit[], roles: Roles): readonly Element[] {
  const tokens = solidTokensOf(line);
  // A text of an import is a module, and another one has other things by the same names.
  const isHole = (token: Token, isTaken: boolean) => token.kind !== 'text' && roles.isHole(token, isTaken);
  const own = importLine.test(line) ? { ...roles, isHole } : roles;
  return elementsOf(tokens, { from: 0, to: tokens.length }, edits, own);
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
    if (problem?.isTouched === false) return at === problem.start ? [problemElement(problem)] : [];
    const end: readonly Element[] = at === problem?.end ? [{ type: 'end' }] : [];
    return at === problem?.start ? [{ type: 'start' }, ...end] : end;
  };
  const problemElement = ({ start, end }: ProblemTokens): Element => {
    const own = tokens.slice(start, end);
    const isText = own.length === 1 && own[0]?.kind === 'text';
    const isKept = isText || edits.some(({ text }) => computes(text) || /[^.]\.$/.test(text));
    return { type: 'problem', ...(isKept && { name: own.map(({ text }) => text).join('') }) };
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
      const around = aroundOf(tokens, at, edit.to, edit.text);
      const marks = edit.to > at && !isAtEnd ? marksAt(at) : [];
      elements.push({
        type: 'change',
        takes: [...marks, ...takes],
        puts: [edit.text],
        beside: edit.beside,
        around,
      });
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

/** Whether code computes with a number: that is right for what is measured in one unit. */
export function computes(text: string): boolean {
  const tokens = solidTokensOf(text);
  const isSign = (token: Token | undefined) => token !== undefined && /^[*/+\-%&|^]$/.test(token.text);
  return tokens.some(
    ({ kind }, at) => kind === 'number' && (isSign(tokens[at - 1]) || isSign(tokens[at + 1])),
  );
}
