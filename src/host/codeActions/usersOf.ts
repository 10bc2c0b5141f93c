import * as vscode from 'vscode';
import { relativePath } from '../workspace/workspaceFolder.ts';

/** Each is a question to a language server. */
const mostNames = 8;

export interface UsersOptions {
  readonly folder: vscode.WorkspaceFolder;
  /** Of what is declared in the lines, or of what stands by itself in the file and reaches into them. */
  readonly of: 'declared' | 'reaching';
}

/**
 * The other files of a folder that use what stands in some lines of a file, those with the most uses first, as the
 * editor's language servers know it; undefined where they can't tell for all of it.
 */
export async function usersOf(
  uri: vscode.Uri,
  lines: vscode.Range,
  { folder, of }: UsersOptions,
): Promise<readonly string[] | undefined> {
  const symbols = await symbolsOf(uri);
  const names = symbols?.filter(({ name, whole, isInner }) =>
    of === 'declared' ? lines.contains(name) : !isInner && whole.intersection(lines) !== undefined,
  );
  if (!names || names.length === 0 || names.length > mostNames) return undefined;
  const uses = await Promise.all(
    names.map(({ name }) =>
      vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', uri, name.start),
    ),
  );
  // What is declared is among its own uses where anybody has looked.
  if (uses.some((locations) => locations.length === 0)) return undefined;
  const counts = new Map<string, number>();
  for (const { uri: user } of uses.flat()) {
    const path = relativePath(folder, user);
    if (path !== undefined && user.toString() !== uri.toString())
      counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([path]) => path);
}

interface SymbolPlace {
  readonly name: vscode.Range;
  readonly whole: vscode.Range;
  /** It stands in another. */
  readonly isInner: boolean;
}

async function symbolsOf(uri: vscode.Uri): Promise<readonly SymbolPlace[] | undefined> {
  const found = await vscode.commands.executeCommand<
    readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', uri);
  return found?.flatMap((symbol) => placesOf(symbol, false));
}

function placesOf(
  symbol: vscode.DocumentSymbol | vscode.SymbolInformation,
  isInner: boolean,
): readonly SymbolPlace[] {
  if (!('selectionRange' in symbol)) {
    const { range } = symbol.location;
    return [{ name: range, whole: range, isInner: symbol.containerName !== '' }];
  }
  const { selectionRange: name, range: whole, children } = symbol;
  return [{ name, whole, isInner }, ...children.flatMap((child) => placesOf(child, true))];
}
