import * as vscode from 'vscode';
import { findCommands } from '../../core/verify/commands/findCommands.ts';
import { normalizeCommand } from '../../core/verify/commands/parseCommand.ts';
import type { CommandConsent } from './commandConsent.ts';

interface CommandItem extends vscode.QuickPickItem {
  readonly command: string;
}

async function itemsFor(folder: vscode.WorkspaceFolder, consent: CommandConsent): Promise<CommandItem[]> {
  const { createVscodeWorkspace } = await import('../workspace/vscodeWorkspace.ts');
  const found = await findCommands(createVscodeWorkspace(folder), new AbortController().signal);
  const kept = consent.keptFor(folder);
  const byHand = kept.filter((command) => !found.some((each) => each.command === command));
  return [
    ...found.map(({ command, kind, source }) => ({
      label: command,
      command,
      description: `${kind}, from ${source}`,
      picked: kept.includes(command),
    })),
    ...byHand.map((command) => ({ label: command, command, picked: true })),
  ];
}

/** Lets the user say which commands Tiercel may run here, and take it back. */
export async function manageCommands(folder: vscode.WorkspaceFolder, consent: CommandConsent): Promise<void> {
  const picked = await vscode.window.showQuickPick(await itemsFor(folder, consent), {
    title: `Tiercel: Commands That May Run in Scratch Copies of ${folder.name}`,
    placeHolder: 'Tick what may check edits before you see them',
    canPickMany: true,
  });
  if (picked)
    await consent.set(
      folder,
      picked.map(({ command }) => command),
    );
}

/** The command that fails, chosen or written; undefined when the user lets it be or does not allow it. */
export async function pickFailingCommand(
  folder: vscode.WorkspaceFolder,
  consent: CommandConsent,
): Promise<string | undefined> {
  const other: CommandItem = { label: '$(edit) Another command…', command: '' };
  const picked = await vscode.window.showQuickPick([...(await itemsFor(folder, consent)), other], {
    title: 'Tiercel: Which Command Fails?',
    placeHolder: 'It is run in a scratch copy of the folder, until it passes',
  });
  const command = picked?.command || (picked && (await writeCommand()));
  if (!command || !(await consent.ask(folder, command))) return undefined;
  return normalizeCommand(command);
}

function writeCommand(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Tiercel: Which Command Fails?',
    prompt: 'One program with its arguments; no shell reads it.',
    placeHolder: 'pytest tests/test_invoice.py',
  });
}
