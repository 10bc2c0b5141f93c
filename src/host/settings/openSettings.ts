import * as vscode from 'vscode';
import { extensionId } from '../ids.ts';

/**
 * Opens VS Code's own settings at ours; the query narrows them. In a remote window ours belong to the remote machine:
 * VS Code lists them there alone.
 */
export async function openSettings(query: string): Promise<void> {
  const command = vscode.env.remoteName ? 'openRemoteSettings' : 'openSettings';
  await vscode.commands.executeCommand(`workbench.action.${command}`, {
    query: `@ext:${extensionId} ${query}`.trim(),
  });
}
