import type { Overlay, ReadFile } from '../../edit/overlay.ts';
import type { Diagnostic } from '../../verify/diagnostic.ts';
import { enclosingBlock } from '../code/enclosingBlock.ts';
import { label } from '../fence.ts';
import type { Workspace } from '../workspace.ts';
import { linesPiece, type Piece } from './pack.ts';
import { searchOverlay } from './searchOverlay.ts';
import { showFile } from './shownFile.ts';

/** Lines around a place that a problem speaks of. */
const mostLines = 15;

/** The places that problems speak of, such as the declaration of a parameter that is missing. */
export async function spokenOfPieces(
  targets: readonly Diagnostic[],
  read: ReadFile,
  most: number,
): Promise<readonly Piece[]> {
  const places = targets.flatMap(({ related }) => related ?? []);
  const pieces: Piece[] = [];
  for (const { path, range } of places.slice(0, most)) {
    const file = await showFile(path, read);
    const { line } = range.start;
    if (file.type !== 'text' || line >= file.lines.length) continue;
    const span = enclosingBlock(file.lines, { first: line, last: line }, mostLines);
    pieces.push(linesPiece(path, file.lines, span, 60));
  }
  return pieces;
}

export interface CallOptions {
  readonly overlay: Overlay;
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
  readonly isShown: (path: string, line: number) => boolean;
  readonly value: number;
  readonly most: number;
}

/** Lines that use what is declared where a problem is. */
export async function callPieces(names: readonly string[], options: CallOptions): Promise<readonly Piece[]> {
  const { overlay, workspace, signal, isShown, value, most } = options;
  const lines: string[] = [];
  for (const name of names) {
    const text = `(^|[^A-Za-z0-9_$])${name.replaceAll('$', '\\$')} *[(<]`;
    const query = { text, isRegex: true, limit: 20, ours: true };
    for (const { path, line, text: found } of await searchOverlay(query, overlay, workspace, signal)) {
      if (isShown(path, line - 1) || declares(found, name)) continue;
      lines.push(`${path}:${line}: ${found.trim().slice(0, 200)}`);
    }
  }
  const shown = lines.slice(0, most);
  return shown.length === 0
    ? []
    : [{ name: `Where ${names.map(label).join(', ')} is used`, text: shown.join('\n'), value }];
}

function declares(line: string, name: string): boolean {
  return new RegExp(
    `\\b(?:function\\*?|class|def|fn|func|interface|type)\\s+${name.replaceAll('$', '\\$')}\\b`,
  ).test(line.slice(0, 2_000));
}
