import * as vscode from 'vscode';
import type { EditorState } from '../../core/context/workspace.ts';
import { relativePath } from './workspaceFolder.ts';

/** What is open in the editors, and what is selected. */
export function readEditorState(folder: vscode.WorkspaceFolder): EditorState {
  const open = new Set<string>();
  for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
    if (!(tab.input instanceof vscode.TabInputText)) continue;
    const path = relativePath(folder, tab.input.uri);
    if (path !== undefined) open.add(path);
  }
  const editor = vscode.window.activeTextEditor;
  const path = editor && relativePath(folder, editor.document.uri);
  if (editor === undefined || path === undefined) return { open: [...open] };
  const { start, end } = editor.selection;
  return {
    open: [...open],
    active: {
      path,
      selection: {
        start: { line: start.line, character: start.character },
        end: { line: end.line, character: end.character },
      },
      selectedText: editor.document.getText(editor.selection),
    },
  };
}
