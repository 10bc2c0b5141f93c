import { fence, label } from '../fence.ts';

/** What a request points at, beside its words. */
export type Mention =
  /** A file or a folder, as it was written. */
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'symbol'; readonly name: string }
  | { readonly type: 'problems' | 'selection' | 'diff' | 'terminal' };

const words = new Set(['problems', 'selection', 'diff', 'terminal'] as const);
type Word = Extract<Mention, { type: 'problems' }>['type'];

// What stands before is no part of a word, an address or a path: `ada@host`, `a/@scope/b`, `C#`.
const mention =
  /(?<![\w@/.#&`'"])(?:@symbol:([\w$.]+)|@"([^"\r\n]{1,300})"|@([\w./()[\]+~-]{1,300})|#([A-Za-z_$][\w$]{2,100}))/g;

/** Reads `@src/app.ts`, `@folder/`, `@"a path"`, `@symbol:name`, `#name`, `@problems`, `@selection`, `@diff`, `@terminal`. */
export function parseMentions(request: string): readonly Mention[] {
  const found = new Map<string, Mention>();
  for (const [, symbol, quoted, plain, hash] of request.matchAll(mention)) {
    const one = pointedAt(symbol ?? hash, quoted ?? (plain && trimEnd(plain)));
    if (one) found.set(JSON.stringify(one), one);
  }
  return [...found.values()];
}

/** A file as a request names it, so that `parseMentions` reads it whole; made safe like a `label`. */
export function mentionOf(path: string): string {
  const name = label(path);
  const [read] = parseMentions(`@${name}`);
  const isWhole = name.startsWith('"') || (read?.type === 'path' && read.path === name);
  return isWhole ? `@${name}` : `@"${name}"`;
}

/** Without the signs of the sentence around it. A bracket at the end is the path's own where it was opened there. */
function trimEnd(path: string): string {
  const end = path.at(-1) ?? '';
  const opening = { ')': '(', ']': '[' }[end];
  if (opening === undefined) return /[.~+-]/.test(end) ? trimEnd(path.slice(0, -1)) : path;
  const count = (sign: string) => path.split(sign).length;
  return count(end) > count(opening) ? trimEnd(path.slice(0, -1)) : path;
}

function pointedAt(symbol: string | undefined, path: string | undefined): Mention | undefined {
  if (symbol) return { type: 'symbol', name: symbol.replace(/\.+$/, '') };
  if (!path) return undefined;
  return words.has(path as Word) ? { type: path as Word } : { type: 'path', path: path.replace(/^\.\//, '') };
}

const terminalHeading = 'Selected in the terminal:';
/** Characters of a terminal's text, from its end, where what failed is told. */
const mostTerminal = 12_000;

/** Whether a request points at a terminal, and does not hold yet what is selected there. */
export function hasTerminal(request: string): boolean {
  return !request.includes(terminalHeading) && parseMentions(request).some(({ type }) => type === 'terminal');
}

/** The request with the text that it points at, as if the user had pasted it. */
export function putTerminal(request: string, text: string): string {
  const shown = text.length > mostTerminal ? `(cut)\n${text.slice(-mostTerminal)}` : text;
  return `${request}\n\n${terminalHeading}\n${fence(shown.trimEnd())}`;
}
