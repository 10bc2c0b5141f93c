import type { Overlay } from '../../edit/overlay.ts';
import { type LineSpan, openedBlock } from '../code/enclosingBlock.ts';
import type { SearchMatch, Workspace } from '../workspace.ts';
import { linesPiece, type Piece } from './pack.ts';
import { searchOverlay } from './searchOverlay.ts';
import { showFile } from './shownFile.ts';

/** Characters of a line or message that are looked at: more is data, and slow to look through. */
const mostText = 2_000;
const identifier = /[A-Za-z_$][\w$]*/g;

/** Words that name nothing of the user's. */
const builtIn = new Set(
  `string number boolean bigint symbol any unknown never void undefined null object true false this readonly typeof
  keyof Promise Array ReadonlyArray Record Partial Required Readonly Pick Omit Map Set ReadonlyMap ReadonlySet Date
  Error RegExp Function Object String Number Boolean import export from const let var return if else new await async
  function class interface type enum extends implements for of in is as default def self None True False int str
  float bool list dict`.split(/\s+/),
);

function identifiersOf(text: string): string[] {
  return [...text.matchAll(identifier)].map((match) => match[0]).filter((name) => !builtIn.has(name));
}

/** The identifiers that a compiler's message names, which it puts in quotes. */
export function namesInMessage(message: string): readonly string[] {
  const quoted = [...message.slice(0, mostText).matchAll(/'([^']+)'|"([^"]+)"|`([^`]+)`/g)];
  const names = quoted.flatMap((match) => identifiersOf(match[1] ?? match[2] ?? match[3] ?? ''));
  return [...new Set(names)];
}

/** The identifiers that are called or constructed in a line. */
export function namesCalledIn(line: string): readonly string[] {
  const calls = [...line.slice(0, mostText).matchAll(/([A-Za-z_$][\w$]*)\s*(?:<[^<>]*>)?\(/g)].map(
    (match) => match[1] ?? '',
  );
  return [...new Set(calls.filter((name) => !builtIn.has(name)))];
}

const modifiers = 'export|default|declare|abstract|async|public|private|protected|static|pub';
const keywords = 'interface|type|class|function\\*?|const|let|var|enum|def|struct|func|fn|trait';

/** The source of an expression for the lines that declare a name; it runs in linear time. */
export function declarationPattern(name: string): string {
  return `^\\s*((${modifiers}) +)*(${keywords}) +${name.replaceAll('$', '\\$')}([^A-Za-z0-9_$]|$)`;
}

export interface DeclarationOptions {
  readonly overlay: Overlay;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  /** Whether the pack already shows this line (from 0) of the file. */
  readonly isShown: (path: string, line: number) => boolean;
  /** The most lines of one declaration. */
  readonly most: number;
}

/** The declarations of the names, found by how a declaration is written; at most two of a name. */
export async function declarationPieces(
  names: readonly string[],
  value: number,
  options: DeclarationOptions,
): Promise<readonly Piece[]> {
  const { overlay, workspace, signal } = options;
  const pieces: Piece[] = [];
  const taken = new Map<string, LineSpan[]>();
  for (const [index, name] of names.entries()) {
    const query = { text: declarationPattern(name), isRegex: true, limit: 20, ours: true };
    for (const match of likeliest(await searchOverlay(query, overlay, workspace, signal))) {
      const at = match.line - 1;
      const spans = taken.get(match.path) ?? [];
      if (options.isShown(match.path, at)) continue;
      if (spans.some((span) => at >= span.first && at <= span.last)) continue;
      const file = await showFile(match.path, (path) => overlay.read(path));
      if (file.type !== 'text') continue;
      const span = openedBlock(file.lines, at, options.most);
      taken.set(match.path, [...spans, span]);
      pieces.push(linesPiece(match.path, file.lines, span, value - index));
    }
  }
  return pieces;
}

/** Declarations at the outermost level first: an inner variable of the same name is seldom what is meant. */
function likeliest(matches: readonly SearchMatch[]): readonly SearchMatch[] {
  const indent = (match: SearchMatch) => match.text.search(/\S/);
  const outermost = Math.min(...matches.map(indent));
  return matches.filter((match) => indent(match) === outermost).slice(0, 2);
}
