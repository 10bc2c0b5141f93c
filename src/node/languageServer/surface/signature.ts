import type { Token } from './tokens.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Words after which a brace opens a type and no body. */
const beforeType = new Set(
  'is keyof typeof infer extends asserts unique readonly new in as implements'.split(' '),
);

/**
 * The tokens of a function, class or arrow function that others can see, which is all but the bodies whose type of
 * return is written down. `isPlain` says whether a body can be left out; one that sets outer variables can't be.
 */
export function visibleTokens(
  statement: readonly Token[],
  isPlain: (body: readonly Token[]) => boolean,
): readonly Token[] {
  const words = statement.slice(0, 6).map((token) => token.text);
  if (words.includes('declare')) return statement;
  const keyword = words.find((text) => /^(?:function|class|const|interface|type|enum|let|var)$/.test(text));
  if (keyword === 'function') return withoutBody(statement, isPlain, 'function');
  if (keyword === 'const') return withoutBody(statement, isPlain, 'arrow');
  return keyword === 'class' ? withoutMethodBodies(statement, isPlain) : statement;
}

/** Leaves out the body that ends the statement, when the head before it says what is returned. */
function withoutBody(
  statement: readonly Token[],
  isPlain: (body: readonly Token[]) => boolean,
  form: 'function' | 'arrow',
): readonly Token[] {
  let end = statement.length - 1;
  if (form === 'arrow' && statement[end]?.text === ';') end--;
  const last = statement[end];
  if (last?.text !== '}' || last.depth !== 0) return statement;
  const start = statement.findLastIndex((token, at) => at < end && token.depth === 0 && token.text === '{');
  if (start < 1) return statement;
  const head = statement.slice(0, start);
  const from = head.findIndex((token) => token.text === (form === 'function' ? 'function' : '='));
  const isBody =
    form === 'function'
      ? endsType(head.at(-1)) && saysReturn(head, from)
      : head.at(-1)?.text === '=>' && isAnnotatedArrow(head);
  if (!isBody || hasBody(head, from) || !isPlain(statement.slice(start, end))) return statement;
  return [...head, ...statement.slice(end)];
}

/** Whether what seems to be a head holds a body already, so that the last braces are something else. */
function hasBody(head: readonly Token[], from: number): boolean {
  return head.some((token, at) => {
    if (at <= from || token.depth !== 0) return false;
    if (token.text === ';') return true;
    return token.text === '{' && (endsType(head[at - 1]) || head[at - 1]?.text === '=>');
  });
}

/** `const name = async? <T>? (...): Type =>`: a name without a type of its own, so that the arrow's head says all. */
function isAnnotatedArrow(head: readonly Token[]): boolean {
  const name = head.findIndex((token) => token.text === 'const') + 1;
  if (head[name]?.kind !== 'word' || head[name + 1]?.text !== '=') return false;
  const value = name + (head[name + 2]?.text === 'async' ? 3 : 2);
  const isFunction = head[value]?.text === '(' || head[value]?.text === '<';
  return isFunction && !head.some((token, at) => at > value && isSeparator(token)) && saysReturn(head, value);
}

function isSeparator(token: Token): boolean {
  return token.depth === 0 && (token.text === ',' || token.text === ';');
}

/** Whether a colon follows the parameters, the first outermost parentheses after `from`. */
function saysReturn(head: readonly Token[], from: number): boolean {
  const open = head.findIndex((token, at) => at >= from && token.depth === 0 && token.text === '(');
  const close = closing(head, open);
  // Parentheses among the type parameters are none of its own.
  const hasParameters = open <= from + 3 || head[open - 1]?.text === '>';
  return open !== -1 && hasParameters && head[close + 1]?.text === ':';
}

function withoutMethodBodies(
  statement: readonly Token[],
  isPlain: (body: readonly Token[]) => boolean,
): readonly Token[] {
  const kept: Token[] = [];
  /** What stands in the member so far. */
  let member: Token[] = [];
  for (let at = 0; at < statement.length; at++) {
    const token = statement[at];
    if (!token) break;
    kept.push(token);
    if (token.depth !== 1) continue;
    if (token.text !== '{') {
      member = token.text === ';' ? [] : [...member, token];
      continue;
    }
    const end = closing(statement, at);
    const body = statement.slice(at, end);
    const isMethod = isAnnotatedMethod(member);
    if (!isMethod || !isPlain(body)) kept.push(...statement.slice(at + 1, end));
    // Only a body or a block ends a member without a semicolon.
    const isBody = isMethod || member.at(-1)?.text === ')' || member.at(-1)?.text === 'static';
    const rest = statement.slice(end, end + 1);
    kept.push(...rest);
    at = end;
    member = isBody && !member.some((inner) => inner.text === '=') ? [] : [...member, ...rest];
  }
  return kept;
}

/** `name(...): Type`, of which nothing is given by `=`; what a constructor assigns may be the type of a property. */
function isAnnotatedMethod(member: readonly Token[]): boolean {
  const open = member.findIndex((token) => token.text === '(');
  if (open < 1 || member.slice(0, open).some((token) => token.text === '=' || token.text === ':'))
    return false;
  if (member.some((token) => token.text === 'constructor' || token.text === 'declare')) return false;
  const close = member.findIndex((token, at) => at > open && token.text === ')');
  const last = member.at(-1);
  // Without semicolons there may be two members: the first without a body, the second without a type.
  const isSecond = last?.text === ')' && member.filter((token) => token.text === '(').length > 1;
  return member[close + 1]?.text === ':' && endsType(last) && last?.text !== 'static' && !isSecond;
}

function endsType(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'word') return !beforeType.has(token.text);
  return token.kind === 'string' || /^[>\]})`]$/.test(token.text);
}

function closing(tokens: readonly Token[], open: number): number {
  const opener = tokens[open];
  if (!opener) return -1;
  const closer = closers[opener.text];
  return tokens.findIndex((token, at) => at > open && token.depth === opener.depth && token.text === closer);
}
