import * as vscode from 'vscode';
import { whyUnreadable } from '../../core/context/workspace.ts';
import { relativePath } from './workspaceFolder.ts';

/** A file that can be worked on, or why the one that is meant can't. */
export type WorkableFile =
  | { readonly type: 'file'; readonly folder: vscode.WorkspaceFolder; readonly path: string }
  | { readonly type: 'refused'; readonly message: string };

/** Looks at a document before anything is asked or sent for it. */
export async function workableFile(uri: vscode.Uri): Promise<WorkableFile> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const path = folder && relativePath(folder, uri);
  if (!folder || path === undefined) return refused(whyElsewhere(uri));
  const { createVscodeWorkspace } = await import('./vscodeWorkspace.ts');
  const read = await createVscodeWorkspace(folder).read(path);
  if (read.type !== 'text') return refused(`${path} can't be worked on: ${whyUnreadable(read)}.`);
  return { type: 'file', folder, path };
}

/** The file of the active editor. */
export async function activeFile(): Promise<WorkableFile> {
  const editor = vscode.window.activeTextEditor;
  if (editor) return workableFile(editor.document.uri);
  return refused(
    vscode.window.activeNotebookEditor
      ? whyNoNotebook
      : 'Open a file of the workspace and put the cursor where the edit is to be.',
  );
}

const whyNoNotebook = 'Tiercel does not work on notebooks, only on text files.';

function whyElsewhere({ scheme }: vscode.Uri): string {
  if (scheme === 'untitled') return 'This file has not been saved yet. Save it in the workspace first.';
  if (scheme === 'vscode-notebook-cell') return whyNoNotebook;
  return scheme === 'file'
    ? 'This file is not in the workspace. Tiercel works on the files of the open folders alone.'
    : 'This is a view and not a file on the disk. Open the file itself.';
}

function refused(message: string): WorkableFile {
  return { type: 'refused', message };
}
