import * as vscode from 'vscode';
import { commandIds } from './ids.ts';

export const fixKind = vscode.CodeActionKind.QuickFix.append('tiercel');

/** Offers a fix for errors and warnings, whoever reported them. What it finds is checked and shown before it is written. */
export function registerCodeActions(): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'file' },
    { provideCodeActions },
    { providedCodeActionKinds: [fixKind] },
  );
}

function provideCodeActions(
  document: vscode.TextDocument,
  _range: vscode.Range,
  context: vscode.CodeActionContext,
): vscode.CodeAction[] {
  if (context.only && !context.only.contains(fixKind)) return [];
  return context.diagnostics
    .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
    .map((diagnostic) => {
      const action = new vscode.CodeAction('Tiercel: Fix this problem', fixKind);
      action.diagnostics = [diagnostic];
      action.isPreferred = false;
      action.command = {
        command: commandIds.fixProblem,
        title: action.title,
        arguments: [document.uri, diagnostic],
      };
      return action;
    });
}
