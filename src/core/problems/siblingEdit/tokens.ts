/** A piece of code as it is compared: a name, a number, a text in quotation marks, a sign, a line's end, or blanks. */
export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'sign' | 'line' | 'blank';
  readonly text: string;
  /** Offsets in the text that it is a piece of. */
  readonly start: number;
  readonly end: number;
}

const piece =
  /(?<line>\r?\n)|(?<blank>[^\S\n]+)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<number>\d[\w.]*)|(?<text>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\\n]|\\.)*`)|(?<sign>[^\s])/gu;

/** The tokens of any language that people write in names and signs. */
export function tokensOf(text: string, from = 0): readonly Token[] {
  return [...text.matchAll(piece)].map(({ 0: found, index, groups = {} }): Token => {
    const kind = kinds.find((each) => groups[each] !== undefined) ?? 'sign';
    return { kind, text: found, start: from + index, end: from + index + found.length };
  });
}

const kinds = ['line', 'blank', 'word', 'number', 'text', 'sign'] as const;

/** Without the blanks: these say nothing of what code means. */
export function solidTokensOf(text: string, from = 0): readonly Token[] {
  return tokensOf(text, from).filter(({ kind }) => kind !== 'blank');
}

/** Words that are part of a language: they stand for themselves, wherever they are. */
const keywords = new Set(
  'if else for while do switch case match break continue return throw throws raise try catch except finally new delete typeof instanceof in of is not and or await async yield function def func fn lambda class interface type enum struct impl trait const let var val mut pub public private protected static readonly abstract override extends implements import export from as default null undefined None nil true false True False this self super void with package use using'.split(
    ' ',
  ),
);

export function isKeyword(text: string): boolean {
  return keywords.has(text);
}

/** What may differ from one place to the next: names, numbers and texts. */
export function mayDiffer({ kind, text }: Token): boolean {
  return kind === 'number' || kind === 'text' || (kind === 'word' && !isKeyword(text));
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Where pieces of code that begin at a token may end (exclusive), the shortest first: brackets are closed, and no
 * comma, semicolon or line's end stands outside of them.
 */
export function endsOfPiece(tokens: readonly Token[], from: number): readonly number[] {
  const ends: number[] = [];
  const open: string[] = [];
  for (let at = from; at < Math.min(tokens.length, from + mostOfPiece); at++) {
    const { text = '', kind } = tokens[at] ?? {};
    const closer = kind === 'sign' ? closers[text] : undefined;
    if (closer !== undefined) open.push(closer);
    else if (kind === 'sign' && text === open.at(-1)) open.pop();
    else if (kind === 'sign' && /[)\]}]/.test(text)) break;
    else if (open.length === 0 && (kind === 'line' || text === ',' || text === ';')) break;
    if (open.length === 0 && text !== '.' && text !== '?') ends.push(at + 1);
  }
  return ends;
}

/** Tokens of the longest piece of code that stands for one name. */
const mostOfPiece = 40;
