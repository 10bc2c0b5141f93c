import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

export type TerminalReading =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'none'; readonly reason: string };

/**
 * What is selected in the active terminal. VS Code gives it through the clipboard alone, whose text is put back. A
 * clipboard without text may hold an image or files, which could not be put back, so that it is left as it is.
 */
export async function terminalSelection(): Promise<TerminalReading> {
  const { clipboard } = vscode.env;
  if (!vscode.window.activeTerminal) return none('There is no terminal.');
  const before = await clipboard.readText();
  if (before === '') {
    return none(
      'What is selected in the terminal can be read only by way of the clipboard, and yours holds no text that could be put back. Copy the selection and paste it into the request.',
    );
  }
  const mark = randomUUID();
  await clipboard.writeText(mark);
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  const copied = await clipboard.readText();
  await clipboard.writeText(before);
  return copied === mark || copied.trim() === ''
    ? none('Nothing is selected in the terminal.')
    : { type: 'text', text: copied };
}

const none = (reason: string): TerminalReading => ({ type: 'none', reason });
