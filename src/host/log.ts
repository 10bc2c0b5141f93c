import * as vscode from 'vscode';
import { commandIds } from './ids.ts';

/**
 * The output channel "Tiercel". Info tells the story of a run; file contents, prompts and keys are never written to
 * it.
 */
export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('Tiercel', { log: true });
}

/** What can be said of something caught. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Tells of a failure that the log says more of. */
export async function tellLogged(message: string): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, 'Show Log');
  if (chosen !== undefined) await vscode.commands.executeCommand(commandIds.showLog);
}
