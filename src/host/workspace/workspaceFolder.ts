import * as vscode from 'vscode';

/**
 * The folder that work is done in: of several, the one of the active file, else the first. A run stays with the
 * folder that it was started in.
 */
export function activeFolder(): vscode.WorkspaceFolder | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  return (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
}

/** Whether work can be done here, and if not, why not. */
export type WorkspaceReadiness = 'ready' | 'none' | 'empty' | 'untrusted';

/** What stands in the way of work, if anything does; the panel words its empty state by it. */
export async function readWorkspaceReadiness(): Promise<WorkspaceReadiness> {
  if (!vscode.workspace.workspaceFolders?.length) return 'none';
  if (!vscode.workspace.isTrusted) return 'untrusted';
  const files = await vscode.workspace.findFiles('**/*', undefined, 1);
  return files.length === 0 ? 'empty' : 'ready';
}

/** What to tell someone who asks for work where none can be done. */
export function describeReadiness(readiness: Exclude<WorkspaceReadiness, 'ready'>): string {
  switch (readiness) {
    case 'none':
      return 'Tiercel works on a folder. Open one first.';
    case 'empty':
      return 'This folder has no files that Tiercel could work on.';
    case 'untrusted':
      return 'This workspace is not trusted, so Tiercel runs nothing and sends nothing. Trust it first.';
  }
}

/** A uri's path relative to a folder, with forward slashes; undefined when it lies elsewhere. */
export function relativePath(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string | undefined {
  if (uri.scheme !== folder.uri.scheme || uri.authority !== folder.uri.authority) return undefined;
  const root = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return uri.path.startsWith(root) ? uri.path.slice(root.length) : undefined;
}
