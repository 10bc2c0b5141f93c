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

/** Writes a failure down, with where it came about if it says so. */
export function logError(log: Log, error: unknown): void {
  log.error(error instanceof Error ? error : String(error));
}

/** Tells of a failure that the log says more of. */
export async function tellLogged(message: string): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, 'Show Log');
  if (chosen !== undefined) await vscode.commands.executeCommand(commandIds.showLog);
}
