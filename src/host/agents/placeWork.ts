import * as vscode from 'vscode';
import type { Job } from '../../core/run/state/runEvent.ts';

export interface PlacedWork {
  readonly folder: vscode.WorkspaceFolder;
  readonly job: Job;
}

/**
 * Where another agent's work is to be done. It can't be asked which of several folders it means: problems are those
 * of all, a file is where it is (its path may begin with the folder's name, as VS Code shows it), and else it is the
 * folder of the active file. Gives why it is nowhere instead.
 */
export async function placeWork(
  job: Job,
  folders: readonly vscode.WorkspaceFolder[],
  active: vscode.WorkspaceFolder | undefined,
): Promise<readonly PlacedWork[] | string> {
  if (job.type !== 'fixProblems' || job.only) {
    const folder = active ?? folders[0];
    return folder ? [{ folder, job }] : [];
  }
  const { file } = job;
  if (file === undefined) {
    const isOneOfSeveral = folders.length > 1;
    return folders.map((folder) => ({ folder, job: isOneOfSeveral ? { ...job, folder: folder.name } : job }));
  }
  for (const folder of folders) {
    const named = `${folder.name}/`;
    for (const path of [file, ...(file.startsWith(named) ? [file.slice(named.length)] : [])])
      if (await exists(vscode.Uri.joinPath(folder.uri, path)))
        return [{ folder, job: { ...job, file: path } }];
  }
  return `There is no ${file} in the workspace.`;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
