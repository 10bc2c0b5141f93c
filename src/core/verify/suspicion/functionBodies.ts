import { lineAt, type TextView } from './changedText.ts';

export interface FunctionBody {
  readonly name: string;
  readonly line: number;
  /** What stands between the braces, or below a Python definition; strings kept, comments blanked. */
  readonly body: string;
}

const keywords = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'function',
  'return',
  'match',
  'do',
]);
const braced =
  /\b(?:function\s*\*?\s*([\w$]+)|(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(?:async\s*)?(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[\w$]+)\s*(?::[^={\n]+)?=>|func\s+(?:\([^)]*\)\s*)?(\w+)|fn\s+(\w+)|([\w$#]+)(?=\s*(?:<[^>{}]*>\s*)?\())\s*(?:<[^>{}]*>\s*)?(?=[({])/g;

/** Functions and methods by name with their bodies, found by how they are written in the languages of braces and in Python. */
export function functionBodies(view: TextView, path: string): readonly FunctionBody[] {
  return /\.pyi?$/.test(path) ? pythonBodies(view) : bracedBodies(view);
}

function bracedBodies({ code, plain }: TextView): readonly FunctionBody[] {
  const found: FunctionBody[] = [];
  for (const match of code.matchAll(braced)) {
    const name = match.slice(1).find((each) => each !== undefined) ?? '';
    if (keywords.has(name)) continue;
    const open = openOfBody(code, match.index + match[0].length);
    const close = open === undefined ? undefined : closeOf(code, open);
    if (open === undefined || close === undefined) continue;
    found.push({ name, line: lineAt(code, match.index), body: plain.slice(open + 1, close) });
  }
  return found;
}

/** Where the body begins after a name: behind its parameters and types, if a brace comes before the statement ends. */
function openOfBody(code: string, from: number): number | undefined {
  let at = from;
  if (code[at] === '(') {
    const end = closeOf(code, at, farthest.parameters);
    if (end === undefined) return undefined;
    at = end + 1;
  }
  const head = /^[^;{}()=]*(?:=>\s*)?\{/.exec(code.slice(at, at + 200));
  return head ? at + head[0].length - 1 : undefined;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** No function and no list of parameters is longer; text full of open brackets would be read once for each of them. */
const farthest = { body: 30_000, parameters: 2_000 };

/** The offset of the bracket that closes the one at `open`. */
export function closeOf(code: string, open: number, within = farthest.body): number | undefined {
  const opens = code[open] ?? '';
  const closes = closing[opens];
  let depth = 0;
  for (let at = open; at < Math.min(code.length, open + within); at++) {
    if (code[at] === opens) depth++;
    else if (code[at] === closes && --depth === 0) return at;
  }
  return undefined;
}

function pythonBodies({ code, plain }: TextView): readonly FunctionBody[] {
  const found: FunctionBody[] = [];
  for (const match of code.matchAll(
    /^([ \t]*)(?:async\s+)?def\s+(\w+)[^\n]*?(?:\n(?![ \t]*(?:def|class)\b)[^\n]*)*?:[ \t]*(?=\n)/gm,
  )) {
    const indent = match[1]?.length ?? 0;
    const start = match.index + match[0].length + 1;
    const lines = plain.slice(start).split('\n');
    const end = lines.findIndex(
      (line) => line.trim() !== '' && line.length - line.trimStart().length <= indent,
    );
    const body = (end === -1 ? lines : lines.slice(0, end)).join('\n').replace(/^\s*("""|''')[\s\S]*?\1/, '');
    found.push({ name: match[2] ?? '', line: lineAt(code, match.index), body });
  }
  return found;
}
