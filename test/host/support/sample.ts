import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/host/testApi.ts';

/** The extension's own view of its runs. */
export async function tiercel(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('tiercel.tiercel');
  assert.ok(extension, 'the extension is not there');
  return extension.activate();
}

/** The sample workspace, a copy of which VS Code has open. */
export function sampleFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder;
}

export function sampleUri(file: string): vscode.Uri {
  return vscode.Uri.joinPath(sampleFolder().uri, file);
}

/** The text on the disk; undefined where there is no file. */
export async function onDisk(file: string): Promise<string | undefined> {
  return readFile(sampleUri(file).fsPath, 'utf8').catch(() => undefined);
}

/** Remembers files as they are, and puts them back; what did not exist is removed. */
export async function keepFiles(files: readonly string[]): Promise<() => Promise<void>> {
  const kept = await Promise.all(files.map(async (file) => [file, await onDisk(file)] as const));
  return async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const [file, text] of kept) {
      const uri = sampleUri(file);
      if (text === undefined) {
        await rm(uri.fsPath, { force: true });
        continue;
      }
      const document = await vscode.workspace.openTextDocument(uri);
      if (document.getText() !== text) {
        const edit = new vscode.WorkspaceEdit();
        const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
        edit.replace(uri, all, text);
        await vscode.workspace.applyEdit(edit);
      }
      await document.save();
      await writeFile(uri.fsPath, text);
    }
  };
}

/** All files of the sample's program, which runs may change. */
export const sampleSources = [
  'catalog',
  'customer',
  'discount',
  'invoice',
  'main',
  'money',
  'monthlyReport',
  'order',
  'orderCsv',
  'render',
  'tax',
].map((name) => path.posix.join('src', `${name}.ts`));
