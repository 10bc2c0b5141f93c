import * as vscode from 'vscode';
import type { FileChanges } from '../../core/edit/fileChanges.ts';
import { relativePath } from './workspaceFolder.ts';

/** Texts of a folder's files that editors hold and the disk does not. */
export function unsavedTexts(folder: vscode.WorkspaceFolder): FileChanges {
  return new Map(
    vscode.workspace.textDocuments
      .filter((document) => document.isDirty)
      .flatMap((document) => {
        const path = relativePath(folder, document.uri);
        return path === undefined ? [] : [[path, document.getText()] as const];
      }),
  );
}

/** Those changes that leave a text. */
export function textsOf(changes: ReadonlyMap<string, string | null>): ReadonlyMap<string, string> {
  return new Map([...changes].flatMap(([file, text]) => (text === null ? [] : [[file, text] as const])));
}
