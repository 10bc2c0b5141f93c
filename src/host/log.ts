import * as vscode from 'vscode';

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
