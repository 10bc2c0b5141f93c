import * as vscode from 'vscode';

/**
 * The request with what it points at in a terminal, as it is selected now: later another text may be. Undefined where
 * there is none and the user does not want to send the request without it.
 */
export async function withTerminal(request: string): Promise<string | undefined> {
  const { hasTerminal, putTerminal } = await import('../core/context/pack/mentions.ts');
  if (!hasTerminal(request)) return request;
  const { terminalSelection } = await import('./workspace/terminalSelection.ts');
  const reading = await terminalSelection();
  if (reading.type === 'text') return putTerminal(request, reading.text);
  const send = 'Send Without It';
  const choice = await vscode.window.showWarningMessage(`Tiercel: ${reading.reason}`, send);
  return choice === send ? request : undefined;
}
