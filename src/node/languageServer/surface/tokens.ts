export interface Token {
  readonly text: string;
  readonly kind: 'word' | 'string' | 'other';
  /** Whether it is the first on its line. */
  readonly startsLine: boolean;
  /** How many brackets are open around it; an opening one and its closing one are as deep as what holds them. */
  readonly depth: number;
}

const blank = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const word = /[#@]?[\p{ID_Start}$_\\][\p{ID_Continue}$\\]*/uy;
const number = /\.?\d(?:[\w.]|(?<=[eE])[+-])*/y;
const string = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y;
const regex = /\/(?![*/])(?:\\[^\n]|\[(?:\\[^\n]|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
const templatePart = /(?:\\[\s\S]|[^`\\$]|\$(?!\{))*(?:`|\$\{)/y;
const operator = /=>|={2,3}|!={1,2}|<=|[-+*/%&|^?]+=|\+\+|--|\.{3}|[\s\S]/y;
/** Words after which a slash begins a regular expression. */
const beforeValue = /^(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|else|do|yield|await)$/;

/**
 * The tokens of a program in TypeScript without JSX, comments left out. Undefined where one can't be sure without
 * parsing it whole, such as whether a slash divides, or where brackets don't match.
 */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  /** The closing brackets that are waited for; `${` for one that leads back into a template. */
  const open: string[] = [];
  let at = text.startsWith('#!') ? text.search(/\n|$/) : 0;
  let startsLine = true;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (token: string, kind: Token['kind'], depth = open.length) => {
    tokens.push({ text: token, kind, startsLine, depth });
    startsLine = false;
    at += token.length;
  };
  const template = (): boolean => {
    const part = match(templatePart);
    if (part === undefined) return false;
    push(part, 'string');
    if (part.endsWith('${')) open.push('${');
    return true;
  };

  while (at < text.length) {
    const space = match(blank);
    if (space !== undefined) {
      at += space.length;
      if (space.includes('\n')) startsLine = true;
      continue;
    }
    const char = text[at] ?? '';
    const previous = tokens.at(-1);
    if (char === '`') {
      push('`', 'other');
      if (!template()) return undefined;
    } else if (char === '"' || char === "'") {
      const found = match(string);
      if (found === undefined) return undefined;
      push(found, 'string');
    } else if (char === '/' && startsValue(previous)) {
      const found = match(regex);
      if (found === undefined) return undefined;
      push(found, 'string');
    } else if (char === '/' && mayBeRegex(previous, text, at)) {
      return undefined;
    } else if (char === '(' || char === '[' || char === '{') {
      push(char, 'other');
      open.push(char === '(' ? ')' : char === '[' ? ']' : '}');
    } else if (char === ')' || char === ']' || char === '}') {
      const expected = open.pop();
      if (expected === '${' && char === '}') {
        push(char, 'other');
        if (!template()) return undefined;
      } else if (expected === char) push(char, 'other');
      else return undefined;
    } else {
      const found = match(word) ?? match(number);
      if (found !== undefined) push(found, 'word');
      else push(match(operator) ?? char, 'other');
    }
  }
  return open.length === 0 ? tokens : undefined;
}

function startsValue(previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === 'string') return false;
  if (previous.kind === 'word') return beforeValue.test(previous.text);
  return !/^(?:[)\]}`]|\+\+|--|!)$/.test(previous.text);
}

/** After some brackets only a parser knows; what can't mislead is taken for a division. */
function mayBeRegex(previous: Token | undefined, text: string, at: number): boolean {
  if (previous === undefined || !/^(?:[)}!])$/.test(previous.text)) return false;
  const [rest = ''] = text.slice(at + 1).split('\n', 1);
  return rest.includes('/') && /['"`(){}[\]]/.test(rest);
}
