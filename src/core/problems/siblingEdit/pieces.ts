import type { InsertedLine, Piece } from './pattern.ts';
import type { Roles } from './roles.ts';
import { tokensOf } from './tokens.ts';

export function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}

/** A line that is put in beside one with this indentation; undefined where it stands further out. */
export function insertedLine(
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
export function piecesOf(text: string, holes: ReadonlySet<string>, roles: Roles): readonly Piece[] {
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
