import { isKeyword, solidTokensOf, type Token } from './tokens.ts';

/**
 * What has to be the same round a change for it to mean the same: all signs out to the enclosing bracket, unless the
 * change is closed in itself.
 */
export type Around =
  | { readonly type: 'exact'; readonly left: string; readonly right: string }
  /** Brackets that go round a piece of code, and what comes into a list: by the token on the other side. */
  | { readonly type: Side; readonly beside: string; readonly callee: string }
  | { readonly type: 'member' };

type Side = 'opens' | 'closes' | 'listBefore' | 'listAfter';

/** What stands round a change in the code that it was learned from, as far as it matters elsewhere. */
export function aroundOf(tokens: readonly Token[], from: number, to: number, put: string): Around {
  const puts = solidTokensOf(put);
  const first = puts[0]?.text;
  const last = puts.at(-1)?.text;
  const isWord = (list: readonly Token[]) => list.length === 1 && list[0]?.kind === 'word';
  if (isWord(tokens.slice(from, to)) && isWord(puts) && tokens[from - 1]?.text === '.')
    return { type: 'member' };
  const callee = calleeAt(tokens, from);
  if (from === to && first === ',') return { type: 'listAfter', beside: tokens[to]?.text ?? '', callee };
  if (from === to && last === ',')
    return { type: 'listBefore', beside: tokens[from - 1]?.text ?? '', callee };
  const isPlain = puts.every(({ kind, text }) => kind === 'word' || /^[.()]$/.test(text));
  const isBeforeCode = !/^[)\].([?]$/.test(tokens[to]?.text ?? '');
  if (from === to && isPlain && isBeforeCode && last === '(' && !/^[.(]$/.test(first ?? ''))
    return { type: 'opens', beside: tokens[from - 1]?.text ?? '', callee };
  if (isPlain && first === ')' && puts.every(({ text }) => text === ')'))
    return { type: 'closes', beside: tokens[to]?.text ?? '', callee };
  return { type: 'exact', ...signsRound(tokens, from, to) };
}

/** Whether tokens stand in such surroundings as the mended place did. */
export function isSameAround(around: Around, tokens: readonly Token[], from: number, to: number): boolean {
  const callee = calleeAt(tokens, from);
  switch (around.type) {
    case 'member':
      return tokens[from - 1]?.text === '.';
    case 'listAfter':
      return around.callee === callee && around.beside === tokens[to]?.text;
    case 'listBefore':
      return around.callee === callee && around.beside === tokens[from - 1]?.text;
    case 'opens':
      return around.callee === callee && isAsFree(around.beside, tokens[from - 1], tight.left);
    case 'closes':
      return around.callee === callee && isAsFree(around.beside, tokens[to], tight.right);
    case 'exact': {
      const { left, right } = signsRound(tokens, from, to);
      return left === around.left && right === around.right;
    }
  }
}

/** What would bind to a piece of code before the brackets that are put round it. */
const tight = { left: /^(?:\.|!|~|@|new|typeof|delete|await|not)$/, right: /^(?:[.([?!=`]|is|as|in)$/ };

function isAsFree(known: string, token: Token | undefined, binds: RegExp): boolean {
  const text = token?.text ?? '';
  return text === known || (!binds.test(text) && !binds.test(known));
}

/** Signs and keywords out to the enclosing bracket, comma or statement; what is called or indexed is one name. */
function signsRound(tokens: readonly Token[], from: number, to: number) {
  const left: string[] = [];
  let at = from - 1;
  for (; at >= 0; at--) {
    const open = openerOf(tokens, at);
    const token = tokens[at];
    if (open === undefined || !token || isEdge(token)) break;
    if (open < at) left.unshift('()');
    else if (token.text === 'return' || isAssignment(tokens, at)) break;
    else left.unshift(nameOf(token));
    at = open;
  }
  const right: string[] = [];
  let end = to;
  for (; end < tokens.length; end++) {
    const token = tokens[end];
    const close = closerOf(tokens, end);
    if (close === undefined || !token || isEdge(token)) break;
    right.push(close > end ? '()' : nameOf(token));
    end = close;
  }
  const edge = (token: Token | undefined) =>
    !token || /^[\n;]$/.test(token.text) || /[\w=]/.test(token.text) ? '' : token.text;
  return {
    left: `${calleeAt(tokens, from)} ${edge(tokens[at])} ${joined(left)}`,
    right: `${joined(right)} ${edge(tokens[end])}`,
  };
}

const values = /^(?:this|self|super|null|undefined|None|nil|true|false|True|False)$/;
const nameOf = ({ kind, text }: Token) =>
  kind === 'sign' || (isKeyword(text) && !values.test(text)) ? text : '_';
const isEdge = ({ kind, text }: Token) => kind === 'line' || text === ',' || text === ';';

function joined(signs: readonly string[]): string {
  return signs
    .join(' ')
    .replace(/(?<=_)(?: \(\)| \. _)+/g, '')
    .replace(/\(\)/g, '_');
}

function isAssignment(tokens: readonly Token[], at: number): boolean {
  const [before, own, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (own?.text !== '=') return false;
  const isJoined = (a: Token | undefined, b: Token | undefined) =>
    a?.kind === 'sign' && b?.kind === 'sign' && a.end === b.start;
  return !isJoined(before, own) && !(isJoined(own, after) && /[=>]/.test(after?.text ?? ''));
}

/** Where the bracket opens that closes here; the place itself for what is none, undefined for one that opens. */
function openerOf(tokens: readonly Token[], at: number): number | undefined {
  let depth = 0;
  for (let open = at; open >= 0; open--) {
    const text = tokens[open]?.kind === 'sign' ? tokens[open]?.text : '';
    if (/^[)\]}]$/.test(text ?? '')) depth += 1;
    if (/^[([{]$/.test(text ?? '')) depth -= 1;
    if (depth < 0) return undefined;
    if (depth === 0) return open;
  }
  return undefined;
}

function closerOf(tokens: readonly Token[], at: number): number | undefined {
  let depth = 0;
  for (let close = at; close < tokens.length; close++) {
    const text = tokens[close]?.kind === 'sign' ? tokens[close]?.text : '';
    if (/^[([{]$/.test(text ?? '')) depth += 1;
    if (/^[)\]}]$/.test(text ?? '')) depth -= 1;
    if (depth < 0) return undefined;
    if (depth === 0) return close;
  }
  return undefined;
}

/** The bracket round a place, and what it belongs to: the function that is called. */
function calleeAt(tokens: readonly Token[], from: number): string {
  for (let at = from - 1; at >= 0; at--) {
    const open = openerOf(tokens, at);
    if (open === undefined) return `${tokens[at - 1]?.text ?? ''}${tokens[at]?.text}`;
    at = open;
  }
  return '';
}

/** Whether code holds together whatever stands beside it: a name, what it has, what it is called with. */
export function isAtom(code: string): boolean {
  const tokens = solidTokensOf(code);
  if (tokens.some((token, at) => token.text === 'return' || isAssignment(tokens, at))) return false;
  const { left } = signsRound(tokens, tokens.length, tokens.length);
  return left.trim() === '_' && !code.includes('\n');
}
