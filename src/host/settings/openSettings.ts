import * as vscode from 'vscode';
import { extensionId } from '../ids.ts';

/** Opens VS Code's own settings at ours; the query narrows them. */
export async function openSettings(query: string): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openSettings',
    `@ext:${extensionId} ${query}`.trim(),
  );
}
