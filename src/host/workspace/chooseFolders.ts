import * as vscode from 'vscode';
import { counted } from '../../base/counted.ts';
import type { FolderChoice } from '../jobs.ts';
import { isProblem } from './diagnostics.ts';
import { activeFolder, relativePath } from './workspaceFolder.ts';

/** Asks where several folders are open, with that of the active file first; else there is nothing to ask. */
export const chooseFolders: FolderChoice = {
  one: async (title) => {
    const items = folderItems();
    if (items.length <= 1) return items[0]?.folder;
    const picked = await vscode.window.showQuickPick(items, {
      title: `Tiercel: ${title}`,
      placeHolder: 'In which folder?',
    });
    return picked?.folder;
  },
  several: async (title) => {
    const items = folderItems();
    if (items.length <= 1) return items.map(({ folder }) => folder);
    const picked = await vscode.window.showQuickPick(
      items.map((item) => ({ ...item, picked: true })),
      {
        title: `Tiercel: ${title}`,
        placeHolder: 'In which folders? Each is a run of its own, with the budget of a run.',
        canPickMany: true,
      },
    );
    return picked?.map(({ folder }) => folder) ?? [];
  },
};

interface FolderItem extends vscode.QuickPickItem {
  readonly folder: vscode.WorkspaceFolder;
}

function folderItems(): readonly FolderItem[] {
  const active = activeFolder();
  return (vscode.workspace.workspaceFolders ?? [])
    .toSorted((a, b) => Number(b === active) - Number(a === active))
    .map((folder) => ({ label: folder.name, description: describeProblems(folder), folder }));
}

/** What the editor knows; files that are not open may have more. */
function describeProblems(folder: vscode.WorkspaceFolder): string {
  const count = vscode.languages
    .getDiagnostics()
    .filter(([uri]) => relativePath(folder, uri) !== undefined)
    .reduce((sum, [, problems]) => sum + problems.filter(isProblem).length, 0);
  return count === 0 ? 'no problems known' : `${counted(count, 'problem')} known`;
}
