import type { HunkLine } from './hunkText.ts';
import { languageOf, markUp } from './languages.ts';

/** What a piece of code is, as far as colours tell it apart. */
export type SyntaxKind = 'keyword' | 'string' | 'number' | 'comment' | 'type' | 'function' | 'meta';

export interface Token {
  readonly text: string;
  readonly kind?: SyntaxKind;
}

/** More than this is shown without colours: reading it would hold up the page. */
const mostCharacters = 40_000;

/** The tokens of each line of a hunk; undefined where the language is not known. */
export function tokensOf(
  path: string,
  lines: readonly HunkLine[],
): readonly (readonly Token[])[] | undefined {
  const language = languageOf(path);
  if (!language || lines.reduce((sum, { text }) => sum + text.length + 1, 0) > mostCharacters)
    return undefined;
  // Each side is read as a whole, so that a comment or a string over several lines stays what it is.
  const tokens: (readonly Token[])[] = lines.map(() => []);
  for (const other of ['added', 'removed'] as const) {
    const side = lines.flatMap((line, index) => (line.type === other ? [] : [index]));
    const code = side.map((index) => lines[index]?.text ?? '').join('\n');
    const read = readMarkUp(markUp(code, language));
    for (const [place, index] of side.entries()) tokens[index] = read[place] ?? [];
  }
  return tokens;
}

const kinds: Readonly<Record<string, SyntaxKind>> = {
  keyword: 'keyword',
  literal: 'keyword',
  built_in: 'type',
  'selector-tag': 'keyword',
  name: 'keyword',
  section: 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  link: 'string',
  code: 'string',
  number: 'number',
  symbol: 'number',
  bullet: 'number',
  comment: 'comment',
  quote: 'comment',
  doctag: 'comment',
  type: 'type',
  class_: 'type',
  'selector-class': 'type',
  'selector-id': 'type',
  title: 'function',
  function_: 'function',
  attr: 'type',
  attribute: 'type',
  meta: 'meta',
};

const pieces = /<span class="([^"]*)">|<\/span>|&(amp|lt|gt|quot|#x27);|[^<&]+/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

/** Reads what `markUp` wrote into tokens, line by line. */
export function readMarkUp(markUp: string): Token[][] {
  let line: Token[] = [];
  const lines = [line];
  const open: (SyntaxKind | undefined)[] = [];
  for (const [piece, classes, entity] of markUp.matchAll(pieces)) {
    if (classes !== undefined) open.push(kindOf(classes, open.at(-1)));
    else if (piece === '</span>') open.pop();
    else {
      const text = entity === undefined ? piece : (entities[entity] ?? '');
      for (const [index, part] of text.split('\n').entries()) {
        if (index > 0) {
          line = [];
          lines.push(line);
        }
        addToken(line, part, open.at(-1));
      }
    }
  }
  return lines;
}

function kindOf(classes: string, around: SyntaxKind | undefined): SyntaxKind | undefined {
  const names = classes.split(' ').map((name) => name.replace(/^hljs-/, ''));
  // Code inside a string is code again.
  if (names.includes('subst')) return undefined;
  return names.map((name) => kinds[name]).findLast((kind) => kind !== undefined) ?? around;
}

function addToken(line: Token[], text: string, kind: SyntaxKind | undefined): void {
  if (text === '') return;
  const last = line.at(-1);
  if (last && last.kind === kind) line[line.length - 1] = { ...last, text: last.text + text };
  else line.push(kind ? { text, kind } : { text });
}
