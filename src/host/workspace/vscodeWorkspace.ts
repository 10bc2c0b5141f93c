import * as vscode from 'vscode';
import { withoutMark } from '../../base/byteOrderMark.ts';
import { excludeTest } from '../../core/context/excludeGlobs.ts';
import {
  type FileRead,
  maxFileBytes,
  type Workspace,
  type WorkspaceSymbol,
} from '../../core/context/workspace.ts';
import { whyNotInside } from '../../node/files/followInside.ts';
import { gitDiff, gitState } from '../../node/files/gitState.ts';
import { readDisk } from '../../node/files/readDisk.ts';
import { listShown, unlessKept } from '../../node/files/shownFiles.ts';
import { ripgrepOfEditor } from '../../node/search/ripgrep.ts';
import { searchFolder } from '../../node/search/searchFolder.ts';
import { folderDiagnostics } from './diagnostics.ts';
import { readEditorState } from './editorState.ts';
import { resolveInside } from './resolveInside.ts';
import { textsOf, unsavedTexts } from './unsavedTexts.ts';
import { relativePath } from './workspaceFolder.ts';

/** The core's view of a workspace folder: unsaved text first, then the disk. It has no way to write. */
export function createVscodeWorkspace(folder: vscode.WorkspaceFolder): Workspace {
  const root = folder.uri.fsPath;

  const list: Workspace['list'] = (signal, tell) =>
    listShown(root, { signal, tell, isHidden: hiddenBySettings(folder) });

  return {
    name: folder.name,
    read: async (path) => unlessKept(root, path, await readText(folder, path)),
    list,
    search: async (query, signal) =>
      searchFolder(
        query,
        {
          root,
          ripgrep: ripgrepOfEditor(vscode.env.appRoot),
          isHidden: hiddenBySettings(folder),
          unsaved: textsOf(unsavedTexts(folder)),
          list,
          read: (path) => readText(folder, path),
        },
        signal,
      ),
    symbols: (query) => symbols(folder, query),
    diagnostics: () => folderDiagnostics(folder),
    editorState: () => readEditorState(folder),
    gitState: (signal) => gitState(root, signal),
    gitDiff: (signal) => gitDiff(root, signal),
  };
}

/** A file's text as the user sees it. */
export async function readText(folder: vscode.WorkspaceFolder, path: string): Promise<FileRead> {
  const file = await resolveInside(folder.uri.fsPath, path);
  if (file === undefined) return whyNotInside(folder.uri.fsPath, path);
  const document = openDocument(vscode.Uri.joinPath(folder.uri, path));
  if (document) {
    const text = document.getText();
    return text.length > maxFileBytes ? { type: 'tooLarge', bytes: text.length } : { type: 'text', text };
  }
  const read = await readDisk(file);
  // An editor's text has no byte-order mark; the editor puts it back when it saves.
  return read.type === 'text' ? { type: 'text', text: withoutMark(read.text) } : read;
}

/** The document that the editor holds of a file, shown or not. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find(
    (document) => !document.isClosed && document.uri.toString() === wanted,
  );
}

async function symbols(folder: vscode.WorkspaceFolder, query: string): Promise<readonly WorkspaceSymbol[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (found ?? []).flatMap((symbol) => {
    const path = relativePath(folder, symbol.location.uri);
    if (path === undefined) return [];
    // TypeScript's provider shows functions with their parentheses.
    const name = symbol.name.replace(/\(\)$/, '');
    const kind = vscode.SymbolKind[symbol.kind].toLowerCase();
    return [{ name, kind, path, line: symbol.location.range.start.line + 1 }];
  });
}

/** What the user hides in the explorer and in searches, beside what git ignores. */
function hiddenBySettings(folder: vscode.WorkspaceFolder): (path: string) => boolean {
  return excludeTest(excludeSettings(folder));
}

/** The values of the settings that hide files, as `excludeTest` takes them. */
export function excludeSettings(folder: vscode.WorkspaceFolder): readonly unknown[] {
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  return [configuration.get('files.exclude'), configuration.get('search.exclude')];
}
